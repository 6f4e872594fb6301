import { type OpenApiDocument, openApiFaults } from '@nexus/http/testing';
import { newId } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Setting, startKnowledge } from './setting.ts';

let on: Setting;
beforeAll(async () => {
  on = await startKnowledge();
  await on.call('owner', 'POST', '/knowledge-rates', {
    qualification: 'technician',
    hour: eur('1550'),
    validFrom: '2026-01-01',
  });
});
afterAll(() => on.close());

const eur = (minor: string) => ({ minor, currency: 'EUR' });
const asset = async (price = '5000') =>
  (
    await on.call('owner', 'POST', '/knowledge-assets', {
      code: `a-${newId().slice(-8)}`,
      kind: 'course',
      titleEs: 'Técnico Nexus 1',
      titleEn: 'Nexus technician 1',
      price: eur(price),
    })
  ).body as { id: string };
const hold = (assetId: string, change: Record<string, unknown>) =>
  on.call('owner', 'POST', `/knowledge-assets/${assetId}/holdings`, {
    holderId: newId(),
    validFrom: '2026-01-01',
    ...change,
  });
const work = (change: Record<string, unknown> = {}) => ({
  organisationId: on.partner.id,
  qualification: 'technician',
  workedOn: '2026-11-30',
  minutes: 100,
  description: 'Instalación de dos servidores',
  ...change,
});
const balance = async (who: 'technician' | 'stranger' = 'technician') =>
  (await on.call(who, 'GET', '/knowledge-credits')).body.items[0].balance.minor as string;

describe('shares', () => {
  it('are never more than the whole on any day', async () => {
    const { id } = await asset();
    expect((await hold(id, { sharePpm: 600_000, validUntil: '2027-01-01' })).status).toBe(201);
    expect((await hold(id, { sharePpm: 400_000 })).status).toBe(201);
    const over = await hold(id, { sharePpm: 1, validFrom: '2026-06-01' });
    expect([over.status, over.body.code]).toEqual([409, 'knowledge.shares_above_whole']);
    // From 2027 there is room; what reaches from 2026 into it is looked at on every day.
    expect((await hold(id, { sharePpm: 600_001, validFrom: '2027-01-01' })).body.code).toBe(
      'knowledge.shares_above_whole',
    );
    expect((await hold(id, { sharePpm: 600_000, validFrom: '2027-01-01' })).status).toBe(201);
  });

  it('added at once are still not more than the whole', async () => {
    const { id } = await asset();
    const answers = await Promise.all(Array.from({ length: 12 }, () => hold(id, { sharePpm: 300_000 })));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(3).fill(201), ...Array(9).fill(409)]);
  });

  it('are one for a holder at a time, and end once', async () => {
    const { id } = await asset();
    const holderId = newId();
    const { body } = await hold(id, { holderId, sharePpm: 100_000 });
    expect((await hold(id, { holderId, sharePpm: 100_000, validFrom: '2027-01-01' })).body.code).toBe(
      'knowledge.holding_overlap',
    );
    const end = (day: string) =>
      on.call('owner', 'PATCH', `/knowledge-assets/${id}/holdings/${body.holdings[0].id}`, { validUntil: day });
    expect((await end('2026-12-01')).body.holdings[0].validUntil).toBe('2026-12-01');
    expect((await end('2026-12-15')).body.code).toBe('knowledge.holding_final');
    expect((await hold(id, { holderId, sharePpm: 200_000, validFrom: '2026-12-01' })).status).toBe(201);
    const holders = (at: string) =>
      on.db.database.withWorker('commissions', (tx) => on.module.door.holdersOf(tx, id, new Date(at)));
    // Midnight in Caracas is 04:00 in Greenwich.
    expect(await holders('2026-12-01T03:59:59Z')).toEqual([{ partnerId: holderId, sharePpm: 100_000 }]);
    expect(await holders('2026-12-01T04:00:00Z')).toEqual([{ partnerId: holderId, sharePpm: 200_000 }]);
    expect(await holders('2025-12-31T12:00:00Z')).toEqual([]);
  });

  it('of the founder never end', async () => {
    const { id } = await asset();
    const { body } = await hold(id, { holderId: on.founder.id, sharePpm: 1_000_000, isPerpetual: true });
    const end = await on.call('owner', 'PATCH', `/knowledge-assets/${id}/holdings/${body.holdings[0].id}`, {
      validUntil: '2030-01-01',
    });
    expect([end.status, end.body.code]).toEqual([409, 'knowledge.holding_final']);
    await expect(
      on.db.asOwner("update knowledge_holdings set valid = daterange(lower(valid), '2030-01-01') where asset_id = $1", [
        id,
      ]),
    ).rejects.toThrow();
    expect((await hold(id, { sharePpm: 5, isPerpetual: true, validUntil: '2030-01-01' })).status).toBe(400);
  });

  it('are seen by the office and their holder, and given by the owner', async () => {
    const { id } = await asset();
    await hold(id, { holderId: on.founder.id, sharePpm: 500_000 });
    await hold(id, { sharePpm: 500_000 });
    const seen = async (who: 'founder' | 'stranger' | 'finance') =>
      (await on.call(who, 'GET', `/knowledge-assets/${id}`)).body.holdings.length;
    expect([await seen('founder'), await seen('stranger'), await seen('finance')]).toEqual([1, 0, 2]);
    const body = { holderId: newId(), sharePpm: 1, validFrom: '2026-01-01' };
    expect((await on.call(null, 'POST', `/knowledge-assets/${id}/holdings`, body)).status).toBe(401);
    for (const who of ['finance', 'founder'] as const)
      expect((await on.call(who, 'POST', `/knowledge-assets/${id}/holdings`, body)).status).toBe(403);
    for (const sharePpm of [0, -1, 1.5, 1_000_001]) expect((await hold(id, { sharePpm })).status).toBe(400);
  });
});

describe('work', () => {
  it('becomes credit when another person confirms it, at the rate of its day', async () => {
    const before = BigInt(await balance());
    const asked = await on.call('technician', 'POST', '/knowledge-work', work());
    expect([asked.status, asked.body.state, asked.body.credit]).toEqual([201, 'asked', null]);
    const decide = (who: 'technician' | 'colleague' | 'support', approve = true) =>
      on.call(who, 'POST', `/knowledge-work/${asked.body.id}/decision`, { approve, reason: 'Visto' });
    expect([(await decide('technician')).status, (await decide('colleague')).status]).toEqual([403, 403]);
    const answers = await Promise.all(Array.from({ length: 8 }, () => decide('support')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
    // 100 minutes at EUR 15.50 an hour: 25.8333
    expect(BigInt(await balance()) - before).toBe(2_583n);
    expect((await decide('support', false)).body.code).toBe('knowledge.work_decided');
  });

  it('of somebody of the office is confirmed by another, too', async () => {
    const own = { ...work(), organisationId: '00000000-0000-7000-8000-00000000aaaa' };
    const { body } = await on.call('support', 'POST', '/knowledge-work', own);
    const answer = await on.call('support', 'POST', `/knowledge-work/${body.id}/decision`, {
      approve: true,
      reason: 'x',
    });
    expect([answer.status, answer.body.code]).toEqual([403, 'knowledge.own_work']);
    await expect(
      on.db.asOwner(
        "update knowledge_work set state = 'approved', decided_by = person_id, amount_minor = 1 where id = $1",
        [body.id],
      ),
    ).rejects.toThrow();
  });

  it.each([
    ['a day without a rate', { workedOn: '2025-12-31' }, 400],
    ['another qualification', { qualification: 'astronaut' }, 400],
    ['more than a day', { minutes: 1_441 }, 400],
    ['nothing', { minutes: 0 }, 400],
    ['another organisation', { organisationId: newId() }, 403],
  ])('is refused for %s', async (_, change, status) => {
    expect((await on.call('technician', 'POST', '/knowledge-work', work(change))).status).toBe(status);
  });

  it('is seen by its own organisation and the office', async () => {
    const listed = async (who: 'colleague' | 'stranger' | 'finance') =>
      (await on.call(who, 'GET', '/knowledge-work')).body.items.length > 0;
    expect([await listed('colleague'), await listed('stranger'), await listed('finance')]).toEqual([true, false, true]);
  });
});

it('gives merit once for a goal, an organisation and a month', async () => {
  const goal = {
    titleEs: 'Cinco ventas',
    titleEn: 'Five sales',
    metric: 'sales',
    threshold: '5',
    credit: eur('10000'),
  };
  expect((await on.call('technician', 'POST', '/knowledge-goals', goal)).status).toBe(403);
  await on.call('owner', 'POST', '/knowledge-goals', goal);
  on.reached.set('sales 2026-11', [
    { organisationId: on.partner.id, value: 5n },
    { organisationId: newId(), value: 4n },
  ]);
  const before = BigInt(await balance());
  const run = on.module.jobs.merits.run;
  expect((await Promise.all([run(), run(), run()])).reduce((a, b) => a + b)).toBe(1);
  expect(await run()).toBe(0);
  expect(BigInt(await balance()) - before).toBe(10_000n);
  const { body } = await on.call('technician', 'GET', '/knowledge-goals');
  expect(body.items[0].merits).toMatchObject([{ organisationId: on.partner.id, month: '2026-11', reached: '5' }]);
});

it('sells credit for money once for a payment', async () => {
  const buy = (who: 'finance' | 'support', change = {}) =>
    on.call(who, 'POST', '/knowledge-credits/purchases', {
      organisationId: on.partner.id,
      externalId: 'bank-7',
      amount: eur('2000'),
      ...change,
    });
  expect((await buy('support')).status).toBe(403);
  const before = BigInt(await balance());
  expect((await buy('finance')).status).toBe(201);
  expect((await buy('finance')).status).toBe(201);
  expect(BigInt(await balance()) - before).toBe(2_000n);
  expect((await buy('finance', { amount: eur('2001') })).body.code).toBe('knowledge.external_id_taken');
  for (const minor of ['0', '-5', '5.5']) expect((await buy('finance', { amount: eur(minor) })).status).toBe(400);
});

it('sells access once, for credit that is there', async () => {
  const dear = await asset('99999999');
  const poor = await on.call('technician', 'POST', `/knowledge-assets/${dear.id}/accesses`, {
    organisationId: on.partner.id,
  });
  expect([poor.status, poor.body.code]).toEqual([409, 'knowledge.credit_too_low']);
  expect((await on.call('technician', 'GET', `/knowledge-assets/${dear.id}`)).body.hasAccess).toBe(false);
  const { id } = await asset('5000');
  const before = BigInt(await balance());
  const buy = () =>
    on.call('technician', 'POST', `/knowledge-assets/${id}/accesses`, { organisationId: on.partner.id });
  const answers = await Promise.all(Array.from({ length: 10 }, buy));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
  expect(answers.find(({ status }) => status === 409)!.body.code).toBe('knowledge.access_bought');
  expect(before - BigInt(await balance())).toBe(5_000n);
  expect((await on.call('technician', 'GET', `/knowledge-assets/${id}`)).body.hasAccess).toBe(true);
  expect(
    (await on.call('stranger', 'POST', `/knowledge-assets/${id}/accesses`, { organisationId: on.partner.id })).status,
  ).toBe(403);
});

it('is described whole in the API document', async () => {
  expect(openApiFaults((await on.call(null, 'GET', '/openapi.json')).body as OpenApiDocument)).toEqual([]);
});
