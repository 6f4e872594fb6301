import { type OpenApiDocument, openApiFaults } from '@nexus/http/testing';
import { newId } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, type Setting, seedCatalogue, startPricing } from './setting.ts';

let on: Setting;
let catalogue: Catalogue;
beforeAll(async () => {
  on = await startPricing();
  catalogue = await seedCatalogue(on);
});
afterAll(() => on.close());

const product = (change: Record<string, unknown> = {}) => ({
  code: `p-${newId().slice(-8)}`,
  kind: 'module',
  nameEs: 'Grafo',
  nameEn: 'Graph',
  productLine: 'vault',
  entitlement: 'graph',
  ...change,
});

describe('products', () => {
  it('are written by the office that sells, and by nobody else', async () => {
    expect((await on.call(null, 'POST', '/products', product())).status).toBe(401);
    for (const who of ['seller', 'finance', 'support', 'technician', 'nobody'] as const)
      expect((await on.call(who, 'POST', '/products', product())).status, who).toBe(403);
    expect((await on.call('channelManager', 'POST', '/products', product())).status).toBe(201);
  });

  it('are read by whoever acts for an organisation', async () => {
    expect((await on.call('technician', 'GET', '/products')).body.items.length).toBeGreaterThan(1);
    expect((await on.call('nobody', 'GET', '/products')).body.items).toEqual([]);
  });

  it('say what kind they are in a way that fits', async () => {
    for (const wrong of [
      { kind: 'service' },
      { entitlement: null },
      { serviceKind: 'training' },
      { code: 'Ñ' },
      { nameEs: '' },
    ])
      expect((await on.call('owner', 'POST', '/products', product(wrong))).status, JSON.stringify(wrong)).toBe(400);
    const twice = product();
    expect((await on.call('owner', 'POST', '/products', twice)).status).toBe(201);
    const again = await on.call('owner', 'POST', '/products', twice);
    expect([again.status, again.body.code]).toEqual([409, 'pricing.code_taken']);
  });

  it('are changed by whoever saw the newest version', async () => {
    const { body, headers } = await on.call('owner', 'POST', '/products', product());
    const change = (etag: string) =>
      on.call('owner', 'PATCH', `/products/${body.id}`, { nameEs: 'Otro' }, { 'if-match': etag });
    expect((await change(String(headers['etag']))).body.nameEs).toBe('Otro');
    expect((await change(String(headers['etag']))).status).toBe(412);
  });
});

describe('prices', () => {
  const draft = (change: Record<string, unknown> = {}, first: Record<string, unknown> = {}) => ({
    priceListId: catalogue.eur.id,
    effectiveFrom: '2027-01-01',
    components: [{ ...catalogue.component('once', 'contract', '100'), ...first }],
    ...change,
  });
  const post = (body: unknown) => on.call('owner', 'POST', `/price-plans/${catalogue.hybrid.id}/versions`, body);

  it.each([
    [{}, { tiers: [] }],
    [{}, { tiers: [{ fromQuantity: '1', priceMinor: '5' }] }],
    [{}, { tiers: [{ fromQuantity: '0', priceMinor: '-5' }] }],
    [{}, { tiers: [{ fromQuantity: '0', priceMinor: '5.5' }] }],
    [{}, { perUnits: '0' }],
    [{}, { charge: 'usage' }],
    [{ maintenancePpm: 140_000 }, {}],
    [{ maintenancePpm: 200_001 }, {}],
    [{ effectiveFrom: '2027-02-30' }, {}],
    [{ termMonths: 0 }, {}],
  ])('are refused when they make no sense: %j %j', async (change, first) => {
    expect((await post(draft(change, first))).status).toBe(400);
  });

  it('have maintenance only where something is bought', async () => {
    const rent = await catalogue.made('/price-plans', {
      productId: catalogue.vault.id,
      code: 'rent',
      model: 'annual',
      nameEs: 'Renta',
      nameEn: 'Rent',
    });
    const answer = await on.call(
      'owner',
      'POST',
      `/price-plans/${rent.id}/versions`,
      draft({ maintenancePpm: 180_000 }),
    );
    expect([answer.status, answer.body.code]).toEqual([409, 'pricing.maintenance_not_allowed']);
  });

  it('never change once they are published, whoever tries', async () => {
    const { body } = await post(draft());
    expect((await on.call('seller', 'POST', `/price-plan-versions/${body.id}/publication`)).status).toBe(403);
    expect((await on.call('owner', 'POST', `/price-plan-versions/${body.id}/publication`)).body.state).toBe(
      'published',
    );
    const discard = await on.call('owner', 'DELETE', `/price-plan-versions/${body.id}`);
    expect([discard.status, discard.body.code]).toEqual([409, 'pricing.published']);
    for (const sql of [
      'update price_plan_versions set maintenance_ppm = 0 where id = $1',
      'update price_tiers set price_minor = 1 where component_id in (select id from price_components where plan_version_id = $1)',
      'delete from price_components where plan_version_id = $1',
      "insert into price_components (id, plan_version_id, ordinal, charge, unit, scheme) values (gen_random_uuid(), $1, 9, 'once', 'site', 'flat')",
    ])
      await expect(on.db.asOwner(sql, [body.id]), sql).rejects.toThrow('never changed');
    const again = await post(draft());
    const sameDay = await on.call('owner', 'POST', `/price-plan-versions/${again.body.id}/publication`);
    expect([sameDay.status, sameDay.body.code]).toEqual([409, 'pricing.same_day']);
    expect((await on.call('owner', 'DELETE', `/price-plan-versions/${again.body.id}`)).status).toBe(204);
  });

  it('are seen by partners when they are published', async () => {
    await post(draft({ effectiveFrom: '2028-01-01' }));
    const states = async (who: 'seller' | 'owner') =>
      (await on.call(who, 'GET', `/price-plans/${catalogue.hybrid.id}`)).body.versions.map(
        (v: { state: string }) => v.state,
      );
    expect(await states('owner')).toContain('draft');
    expect(new Set(await states('seller'))).toEqual(new Set(['published']));
  });

  it('number drafts made at once one after the other', async () => {
    const plan = await catalogue.made('/price-plans', {
      productId: catalogue.vault.id,
      code: 'at-once',
      model: 'hybrid',
      nameEs: 'x',
      nameEn: 'x',
    });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => on.call('owner', 'POST', `/price-plans/${plan.id}/versions`, draft())),
    );
    expect(answers.map(({ body }) => body.number).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('what is metered', () => {
  const price = (input: { quantity: bigint; unit?: 'ai_query' | 'gb'; discountPpm?: number }) =>
    on.db.database.withWorker('usage', (tx) =>
      on.module.priceConsumption(tx, { planVersionId: catalogue.hybridPrices.id, unit: 'ai_query', ...input }),
    );

  it.each([
    // EUR 50 for 1,000 queries
    ['many', { quantity: 12_345n }, 61_725n],
    // 333 × 5 cents = 1,665; less 12.5 % = 1,456.875
    ['a discount', { quantity: 333n, discountPpm: 125_000 }, 1_457n],
    ['none', { quantity: 0n }, 0n],
  ])('costs what the plan that was sold says: %s', async (_, input, minor) => {
    expect(await price(input)).toEqual({ minor, currency: 'EUR' });
  });

  it('has no price for other units or below zero', async () => {
    await expect(price({ quantity: 1n, unit: 'gb' })).rejects.toMatchObject({ code: 'pricing.no_price' });
    await expect(price({ quantity: -1n })).rejects.toMatchObject({ status: 400 });
  });
});

describe('taxes', () => {
  const rate = (change: Record<string, unknown> = {}) => ({
    country: 'CO',
    name: 'IVA',
    ratePpm: 190_000,
    validFrom: '2026-01-01',
    ...change,
  });

  it('are entered by finance, one at a time for a place', async () => {
    expect((await on.call('channelManager', 'POST', '/tax-rates', rate())).status).toBe(403);
    const first = await on.call('finance', 'POST', '/tax-rates', rate());
    expect(first.status).toBe(201);
    const second = await on.call('finance', 'POST', '/tax-rates', rate({ validFrom: '2027-01-01', ratePpm: 180_000 }));
    expect([second.status, second.body.code]).toEqual([409, 'pricing.tax_overlap']);
    expect(
      (await on.call('finance', 'PATCH', `/tax-rates/${first.body.id}`, { validUntil: '2027-01-01' })).status,
    ).toBe(204);
    expect(
      (await on.call('finance', 'PATCH', `/tax-rates/${first.body.id}`, { validUntil: '2027-01-01' })).status,
    ).toBe(404);
    expect(
      (await on.call('finance', 'POST', '/tax-rates', rate({ validFrom: '2027-01-01', ratePpm: 180_000 }))).status,
    ).toBe(201);
  });

  it.each([{ country: 'co' }, { ratePpm: -1 }, { ratePpm: 1_000_001 }, { ratePpm: 1.5 }, { validUntil: '2025-01-01' }])(
    'refuse %j',
    async (change) => {
      expect((await on.call('finance', 'POST', '/tax-rates', rate(change))).status).toBe(400);
    },
  );
});

it('is described whole in the API document', async () => {
  const { body } = await on.call(null, 'GET', '/openapi.json');
  expect(openApiFaults(body as OpenApiDocument)).toEqual([]);
});

it('lets the owner alone set what a role discounts by itself', async () => {
  const set = (who: 'owner' | 'channelManager') =>
    on.call(who, 'PUT', '/discount-limits/support', { limitPpm: 10_000 });
  expect((await set('channelManager')).status).toBe(403);
  expect((await set('owner')).body).toEqual({ role: 'support', limitPpm: 10_000 });
  expect((await on.call('owner', 'PUT', '/discount-limits/nobody', { limitPpm: 1 })).status).toBe(404);
});
