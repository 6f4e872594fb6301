import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Catalogue, hospitalQuote, type Setting, seedCatalogue, startPricing } from './setting.ts';

let on: Setting;
let catalogue: Catalogue;
beforeAll(async () => {
  on = await startPricing();
  catalogue = await seedCatalogue(on);
});
afterAll(() => on.close());
beforeEach(() => on.clock.set(new Date('2026-12-01T15:00:00Z')));

async function sent(): Promise<{ id: string; token: string }> {
  const { body } = await on.call('seller', 'POST', '/quotes', hospitalQuote(catalogue, on.partner.id));
  const { id, token } = (await on.call('seller', 'POST', `/quotes/${body.id}/sending`)).body;
  return { id, token };
}

const who = { name: 'Dra. Rivas', position: 'Directora' };
const accept = (token: string) => on.call(null, 'POST', '/offers/acceptance', { token, ...who });

it('of fifty customers at once exactly one wins, and the others hear why not', async () => {
  const { id, token } = await sent();
  const answers = await Promise.all([
    ...Array.from({ length: 40 }, () => accept(token)),
    ...Array.from({ length: 10 }, () => on.call('seller', 'POST', `/quotes/${id}/acceptance`, who)),
  ]);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  const lost = answers.filter(({ status }) => status !== 201);
  expect(new Set(lost.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
    new Set(['409 quotes.already_accepted']),
  );
  expect(await on.db.asOwner('select id from orders where quote_id = $1', [id])).toHaveLength(1);
  const placed = await on.db.asOwner<{ payload: { quoteId: string } }>(
    "select payload from outbox where topic = 'order.placed'",
  );
  expect(placed.filter(({ payload }) => payload.quoteId === id)).toHaveLength(1);
}, 60_000);

it('makes an order whose lines say what they are', async () => {
  const { token } = await sent();
  const { body } = await accept(token);
  const order = (await on.db.database.withWorker('flow', (tx) => on.module.orders.find(tx, body.id)))!;
  expect(order).toMatchObject({
    partnerId: on.partner.id,
    customer: { name: 'Hospital Central', country: 'VE' },
    total: { minor: 8_774_739n, currency: 'EUR' },
    placedOn: '2026-12-01',
  });
  expect(order.lines.map(({ kind, charge, net, term }) => [kind, charge, net.minor, term?.endsOn ?? null])).toEqual([
    ['licence', 'once', 5_000_000n, null],
    ['licence', 'monthly', 1_379_280n, '2027-12-01'],
    ['usage', 'usage', 0n, null],
    ['maintenance', 'yearly', 900_000n, '2027-12-01'],
    ['service', 'once', 285_150n, null],
  ]);
  expect(order.lines[0]!.licence).toMatchObject({ model: 'hybrid', limits: { user: '60' }, metered: ['ai_query'] });
  expect(order.lines[0]!.knowledgeAssetId).not.toBeNull();
  expect(order.payments.map(({ dueOn, amount }) => [dueOn, amount.minor])).toEqual([
    ['2026-12-01', 3_509_896n],
    [null, 5_264_843n],
  ]);
  await expect(on.db.asOwner('update orders set total_minor = 0')).rejects.toThrow('append-only');
});

it('shows the customer the quote and nothing of the inside', async () => {
  const { token } = await sent();
  const { body } = await on.call(null, 'POST', '/offers/view', { token });
  expect(body).toMatchObject({ state: 'open', customerName: 'Hospital Central', total: { minor: '8774739' } });
  expect(JSON.stringify(body)).not.toMatch(/limitPpm|decision|writtenBy|partnerId/);
  const paper = await on.call(null, 'POST', '/offers/pdf', { token });
  expect(paper.raw.subarray(0, 5).toString()).toBe('%PDF-');
});

it('opens nothing with a wrong link', async () => {
  await sent();
  for (const token of ['x'.repeat(43), `${'A'.repeat(42)}_`]) {
    const answer = await on.call(null, 'POST', '/offers/view', { token });
    expect([answer.status, answer.body.code]).toEqual([404, 'quotes.link_not_found']);
    expect((await accept(token)).status).toBe(404);
  }
  expect((await on.call(null, 'POST', '/offers/view', { token: '' })).status).toBe(400);
});

it('a link shows its own quote alone', async () => {
  const mine = await sent();
  await sent();
  const seen = await on.db.database.withActor<never, { quotes: number; lines: number }>(
    { kind: 'anonymous' },
    async (tx) => {
      const { sql } = await import('kysely');
      const digest = (await import('@nexus/crypto')).hashToken(mine.token).toString('hex');
      const count = async () =>
        (
          await sql<{
            quotes: number;
            lines: number;
          }>`select (select count(*)::int from quotes) as quotes, (select count(distinct version_id)::int from quote_lines) as lines`.execute(
            tx,
          )
        ).rows[0]!;
      expect(await count()).toEqual({ quotes: 0, lines: 0 });
      await sql`select set_config('nexus.quote_token', ${digest}, true)`.execute(tx);
      return await count();
    },
  );
  expect(seen).toEqual({ quotes: 1, lines: 1 });
});

it('refuses what expired', async () => {
  const { id, token } = await sent();
  // The last second of the last day in Caracas, then the first of the next.
  on.clock.set(new Date('2027-01-01T03:59:59Z'));
  expect((await on.call(null, 'POST', '/offers/view', { token })).body).toMatchObject({
    state: 'open',
    validUntilDay: '2026-12-31',
  });
  on.clock.set(new Date('2027-01-01T04:00:00Z'));
  expect((await on.call(null, 'POST', '/offers/view', { token })).body.state).toBe('expired');
  const answer = await accept(token);
  expect([answer.status, answer.body.code]).toEqual([409, 'quotes.expired']);
  expect((await on.call('seller', 'POST', `/quotes/${id}/acceptance`, who)).body.code).toBe('quotes.expired');
});

it('refuses what a newer version has taken the place of, and takes the newer one', async () => {
  const { id, token } = await sent();
  await on.call('seller', 'POST', `/quotes/${id}/versions`, {});
  // In work only: the first one is still in force.
  expect((await on.call(null, 'POST', '/offers/view', { token })).body.state).toBe('open');
  const second = (await on.call('seller', 'POST', `/quotes/${id}/sending`)).body;
  const old = await accept(token);
  expect([old.status, old.body.code]).toEqual([409, 'quotes.superseded']);
  expect((await accept(second.token)).status).toBe(201);
  expect((await accept(second.token)).body.code).toBe('quotes.already_accepted');
  expect((await on.call('seller', 'POST', `/quotes/${id}/versions`, {})).body.code).toBe('quotes.closed');
});

it('refuses what was cancelled or declined', async () => {
  const cancelled = await sent();
  await on.call('seller', 'POST', `/quotes/${cancelled.id}/cancellation`, { reason: 'Se aplazó' });
  expect((await accept(cancelled.token)).body.code).toBe('quotes.closed');
  const declined = await sent();
  expect((await on.call(null, 'POST', '/offers/refusal', { token: declined.token, reason: 'Muy caro' })).status).toBe(
    204,
  );
  expect((await accept(declined.token)).body.code).toBe('quotes.not_open');
  expect((await on.call('stranger', 'POST', `/quotes/${declined.id}/acceptance`, who)).status).toBe(404);
});
