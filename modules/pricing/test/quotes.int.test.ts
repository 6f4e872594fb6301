import { newId } from '@nexus/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Catalogue, hospitalQuote, type Setting, seedCatalogue, startPricing } from './setting.ts';

let on: Setting;
let catalogue: Catalogue;
beforeAll(async () => {
  on = await startPricing();
  catalogue = await seedCatalogue(on);
});
afterAll(() => on.close());
beforeEach(() => on.clock.set(new Date('2026-12-01T15:00:00Z')));

const draft = async (who: 'seller' | 'owner' | 'channelManager', discountPpm = 0) =>
  (
    await on.call(
      who,
      'POST',
      '/quotes',
      hospitalQuote(catalogue, who === 'seller' ? on.partner.id : null, discountPpm),
    )
  ).body;

describe('a quote', () => {
  it('rounds each line once and adds them up, by hand', async () => {
    const [version] = (await draft('seller')).versions;
    expect(
      version.lines.map((line: { kind: string; net: { minor: string }; tax: { minor: string } }) => [
        line.kind,
        line.net.minor,
        line.tax.minor,
      ]),
    ).toEqual([
      ['licence', '5000000', '800000'],
      // 50 × 19.99 + 10 × 14.99 = 1,149.40 a month, twelve times; 16 % = 220,684.8
      ['licence', '1379280', '220685'],
      ['usage', '0', '0'],
      // 18 % of 50,000
      ['maintenance', '900000', '144000'],
      // 3 days of 950.50
      ['service', '285150', '45624'],
    ]);
    expect([version.net.minor, version.tax.minor, version.total.minor]).toEqual(['7564430', '1210309', '8774739']);
    // 40 % = 35,098.956: the cent goes to the larger remainder
    expect(version.payments.map((p: { amount: { minor: string } }) => p.amount.minor)).toEqual(['3509896', '5264843']);
    expect(version.lines[0].licence).toEqual({
      model: 'hybrid',
      entitlements: ['core', 'answers', 'graph'],
      limits: { user: '60' },
      termMonths: 12,
      metered: ['ai_query'],
    });
  });

  it('takes the tax of the region before that of the country, and none of who is exempt', async () => {
    const taxOf = async (customer: Record<string, unknown>) => {
      const body = hospitalQuote(catalogue, null);
      const answer = await on.call('owner', 'POST', '/quote-calculations', {
        ...{ priceListId: body.priceListId, schedule: { kind: 'single' }, items: body.terms.items },
        customer: { name: 'x', ...customer },
      });
      return [answer.status, answer.body.lines?.[0].tax.minor ?? answer.body.code];
    };
    expect(await taxOf({ country: 'ES' })).toEqual([200, '1050000']);
    expect(await taxOf({ country: 'ES', region: 'Canarias' })).toEqual([200, '350000']);
    expect(await taxOf({ country: 'ES', taxExempt: true })).toEqual([200, '0']);
    expect(await taxOf({ country: 'PE' })).toEqual([400, 'pricing.no_tax_rate']);
  });

  it.each([
    [
      'no price in this list',
      (body: ReturnType<typeof hospitalQuote>) => ({ ...body, priceListId: catalogue.clp.id }),
      'pricing.no_price',
    ],
    [
      'a unit without price',
      (body: ReturnType<typeof hospitalQuote>) => withItem(body, { quantities: { site: '1' } }),
      'pricing.no_price',
    ],
    [
      'a negative quantity',
      (body: ReturnType<typeof hospitalQuote>) => withItem(body, { quantities: { user: '-1' } }),
      'request.invalid',
    ],
    [
      'a fraction',
      (body: ReturnType<typeof hospitalQuote>) => withItem(body, { quantities: { user: '1.5' } }),
      'request.invalid',
    ],
    [
      'a discount above the whole',
      (body: ReturnType<typeof hospitalQuote>) => withItem(body, { discountPpm: 1_000_001 }),
      'request.invalid',
    ],
    [
      'milestones of 90 %',
      (body: ReturnType<typeof hospitalQuote>) => ({
        ...body,
        terms: {
          ...body.terms,
          schedule: { kind: 'milestones', milestones: [{ label: 'x', sharePpm: 900_000, dueDays: 0 }] },
        },
      }),
      'request.invalid',
    ],
  ])('is refused with %s', async (_, change, code) => {
    const answer = await on.call('owner', 'POST', '/quotes', change(hospitalQuote(catalogue, null)));
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  it('belongs to the organisation that sells, and the office sees it', async () => {
    const { id } = await draft('seller');
    expect((await on.call(null, 'GET', `/quotes/${id}`)).status).toBe(401);
    for (const who of ['stranger', 'nobody'] as const)
      expect((await on.call(who, 'GET', `/quotes/${id}`)).status, who).toBe(404);
    for (const who of ['seller', 'partnerAdmin', 'technician', 'support', 'owner'] as const)
      expect((await on.call(who, 'GET', `/quotes/${id}`)).status, who).toBe(200);
    for (const who of ['technician', 'support'] as const)
      expect((await on.call(who, 'POST', `/quotes/${id}/sending`)).status, who).toBe(403);
    expect((await on.call('stranger', 'POST', `/quotes/${id}/sending`)).status).toBe(404);
    expect((await on.call('seller', 'POST', '/quotes', hospitalQuote(catalogue, on.otherPartner.id))).status).toBe(403);
    const listed = async (who: 'stranger' | 'support') =>
      (await on.call(who, 'GET', '/quotes?limit=200')).body.items.map((q: { id: string }) => q.id);
    expect(await listed('stranger')).toEqual([]);
    expect(await listed('support')).toContain(id);
  });

  it('is rewritten by whoever saw the newest revision, and not after it was sent', async () => {
    const quote = await draft('seller');
    const { terms } = hospitalQuote(catalogue, on.partner.id);
    const save = (etag: string) =>
      on.call('seller', 'PUT', `/quotes/${quote.id}/draft`, { ...terms, notes: 'Con visita' }, { 'if-match': etag });
    const saved = await save('"v1"');
    expect([saved.status, saved.body.versions[0].notes, saved.body.versions.length]).toEqual([200, 'Con visita', 1]);
    expect((await save('"v1"')).status).toBe(412);
    await on.call('seller', 'POST', `/quotes/${quote.id}/sending`);
    const late = await save('*');
    expect([late.status, late.body.code]).toEqual([409, 'quotes.not_draft']);
    for (const sql of [
      'update quote_versions set total_minor = total_minor + 1, net_minor = net_minor + 1 where quote_id = $1',
      'update quote_versions set notes = $$x$$ where quote_id = $1',
      'delete from quote_lines where version_id in (select id from quote_versions where quote_id = $1)',
      'update quote_payments set amount_minor = 0 where version_id in (select id from quote_versions where quote_id = $1)',
    ])
      await expect(on.db.asOwner(sql, [quote.id]), sql).rejects.toThrow(/never changed|only a draft/);
  });

  it('gets one new version at a time, however many ask', async () => {
    const quote = await draft('seller');
    await on.call('seller', 'POST', `/quotes/${quote.id}/sending`);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => on.call('seller', 'POST', `/quotes/${quote.id}/versions`, {})),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('quotes.version_in_work');
  });

  it('numbers quotes made at once without a gap', async () => {
    const numbers = await Promise.all(Array.from({ length: 12 }, () => draft('owner')));
    const sorted = numbers.map(({ number }) => Number(number.slice(7))).sort((a, b) => a - b);
    expect(sorted.at(-1)! - sorted[0]!).toBe(11);
  });

  it('is found by customer, number and state', async () => {
    const body = hospitalQuote(catalogue, null);
    await on.call('owner', 'POST', '/quotes', { ...body, customer: { name: 'Clínica 100% Sur_', country: 'VE' } });
    const names = async (query: string) =>
      (await on.call('owner', 'GET', `/quotes?${query}`)).body.items.map(
        (q: { customer: { name: string } }) => q.customer.name,
      );
    expect(await names(`text=${encodeURIComponent('100% sur_')}`)).toEqual(['Clínica 100% Sur_']);
    expect(await names('state=cancelled')).toEqual([]);
    const first = await on.call('owner', 'GET', '/quotes?limit=2');
    const second = await on.call('owner', 'GET', `/quotes?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body.items[0].id < first.body.items[1].id).toBe(true);
  });

  it('is printed in both languages', async () => {
    const { id } = await draft('seller');
    for (const language of ['es', 'en']) {
      const paper = await on.call('seller', 'GET', `/quotes/${id}/versions/1/pdf?language=${language}`);
      expect([paper.status, paper.headers['content-type'], paper.raw.subarray(0, 5).toString()]).toEqual([
        200,
        'application/pdf',
        '%PDF-',
      ]);
    }
    expect((await on.call('stranger', 'GET', `/quotes/${id}/versions/1/pdf`)).status).toBe(404);
  });
});

describe('a discount', () => {
  it('up to the limit of its author needs nobody', async () => {
    const { id } = await draft('seller', 50_000);
    expect((await on.call('seller', 'POST', `/quotes/${id}/sending`)).status).toBe(201);
  });

  it('above it is asked for by one and decided by another', async () => {
    const { id } = await draft('seller', 125_000);
    const early = await on.call('seller', 'POST', `/quotes/${id}/sending`);
    expect([early.status, early.body.code]).toEqual([409, 'quotes.approval_needed']);
    expect((await on.call('owner', 'POST', `/quotes/${id}/approval`, { approve: true, reason: 'x' })).body.code).toBe(
      'quotes.no_approval_asked',
    );
    await on.call('seller', 'POST', `/quotes/${id}/approval-request`, { reason: 'Primer hospital de la zona' });
    for (const who of ['seller', 'partnerAdmin', 'support'] as const)
      expect((await on.call(who, 'POST', `/quotes/${id}/approval`, { approve: true, reason: 'x' })).status, who).toBe(
        403,
      );
    const approved = await on.call('finance', 'POST', `/quotes/${id}/approval`, {
      approve: true,
      reason: 'De acuerdo',
    });
    expect(approved.body.versions[0]).toMatchObject({ state: 'approved', decision: 'approved' });
    expect((await on.call('seller', 'POST', `/quotes/${id}/sending`)).status).toBe(201);
  });

  it('is not decided by who wrote it, whatever the role', async () => {
    const { id } = await draft('channelManager', 250_000);
    await on.call('channelManager', 'POST', `/quotes/${id}/approval-request`, { reason: 'x' });
    const own = await on.call('channelManager', 'POST', `/quotes/${id}/approval`, { approve: true, reason: 'x' });
    expect([own.status, own.body.code]).toEqual([403, 'quotes.own_discount']);
    // Nor past the application.
    await expect(
      on.db.asOwner(
        "update quote_versions set state = 'approved', decided_by = written_by, decision = 'approved' where quote_id = $1",
        [id],
      ),
    ).rejects.toThrow();
    await expect(
      on.db.asOwner(
        "update quote_versions set state = 'sent', sent_at = now(), token_digest = repeat('0', 64) where quote_id = $1",
        [id],
      ),
    ).rejects.toThrow('discount_needs_approval');
  });

  it('has to be approved again when lines are rewritten, and can be refused', async () => {
    const { id } = await draft('seller', 125_000);
    await on.call('seller', 'POST', `/quotes/${id}/approval-request`, { reason: 'x' });
    await on.call('owner', 'POST', `/quotes/${id}/approval`, { approve: true, reason: 'x' });
    const { terms } = hospitalQuote(catalogue, on.partner.id, 300_000);
    const saved = await on.call('seller', 'PUT', `/quotes/${id}/draft`, terms, { 'if-match': '*' });
    expect(saved.body.versions[0]).toMatchObject({ state: 'draft', decision: null, needsApproval: true });
    expect((await on.call('seller', 'POST', `/quotes/${id}/sending`)).body.code).toBe('quotes.approval_needed');
    await on.call('seller', 'POST', `/quotes/${id}/approval-request`, { reason: 'x' });
    const refused = await on.call('owner', 'POST', `/quotes/${id}/approval`, { approve: false, reason: 'Demasiado' });
    expect(refused.body.versions[0]).toMatchObject({
      state: 'draft',
      decision: 'refused',
      decisionReason: 'Demasiado',
    });
    expect((await on.call('seller', 'POST', `/quotes/${id}/sending`)).body.code).toBe('quotes.approval_needed');
  });
});

it('answers for what does not exist', async () => {
  expect((await on.call('owner', 'GET', `/quotes/${newId()}`)).status).toBe(404);
  expect((await on.call('owner', 'GET', '/quotes/x')).status).toBe(400);
});

function withItem(body: ReturnType<typeof hospitalQuote>, change: Record<string, unknown>) {
  const [first, ...rest] = body.terms.items;
  return { ...body, terms: { ...body.terms, items: [{ ...first, ...change }, ...rest] } };
}
