import { type RefundEvent, type SaleEvent, shippedPlan } from '@nexus/commissions';
import { addMonths, newId } from '@nexus/kernel';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MoneyWorld, openMoneyWorld, purposes } from './money-world.ts';
import { type History, halfEven, history, ofLastSaleFirst, otherPlan, type SaleFact } from './random-history.ts';

/** Four partners in a chain, and a founder who sells nothing. The first sells most, so that it passes tiers. */
const people = ['ana', 'bea', 'cid', 'dan', 'founder'] as const;

let world: MoneyWorld;
let month = '2026-01';
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.db.close());

async function openWorld(): Promise<MoneyWorld> {
  const of = await openMoneyWorld();
  const { service, finance } = of;
  const at = (time: string) => new Date(time);
  const rate = {
    source: 'ECB',
    base: 'USD',
    quote: 'EUR',
    numerator: 92n,
    denominator: 100n,
    at: at('2020-01-01T00:00:00Z'),
  };
  await service.recordRate(finance, rate);
  await service.recordRate(finance, { ...rate, base: 'EUR', quote: 'USD', numerator: 108n });
  return of;
}

const changeDay = 18;

function planOf(paidAt: Date): typeof shippedPlan {
  return paidAt.getTime() >= Date.parse(`${month}-${changeDay}T04:00:00Z`) ? otherPlan() : shippedPlan;
}

async function changePlans(of: MoneyWorld): Promise<void> {
  const { service, owner } = of;
  const put = (plan: unknown, from: string) =>
    service.asOffice(owner, async (tx) => {
      const draft = await service.plans.draft(tx, owner, { plan, isGeneral: true });
      await service.plans.activate(tx, owner, draft.id, new Date(from));
    });
  await put(shippedPlan, `${month}-01T04:00:00Z`);
  await put(otherPlan(), `${month}-${changeDay}T04:00:00Z`);
}

/** The people of one telling of a history. Halfway through the month the seller is certified and gets another sponsor. */
function tell(of: MoneyWorld) {
  const middle = new Date(`${month}-15T12:00:00Z`);
  const founder = of.addPartner('founder');
  const dan = of.addPartner('dan', { kind: 'regional_distributor' });
  const cid = of.addPartner('cid', { kind: 'digital_agency', sponsors: [dan] });
  const bea = of.addPartner('bea', { kind: 'marketing_consultant', sponsors: [cid, dan] });
  const ana = of.addPartner('ana', {
    sponsors: [bea, cid, dan],
    later: { from: middle, certification: 'gold', sponsors: [cid, dan] },
  });
  of.royalties.set(`course-${founder}`, {
    assetId: 'method',
    holders: [
      { partnerId: founder, sharePpm: 700_000 },
      { partnerId: dan, sharePpm: 300_000 },
    ],
  });
  return { ids: [ana, bea, cid, dan, founder], product: `course-${founder}` };
}

type Telling = ReturnType<typeof tell> & { name: string };

function saleOfFact({ ids, product, name }: Telling, fact: SaleFact, index: number, of = month): SaleEvent {
  return {
    externalId: `${name}-${String(index).padStart(3, '0')}`,
    partnerId: ids[fact.seller]!,
    customerId: newId(),
    orderRef: `${name}-${index}`,
    invoiceRef: `INV-${index}`,
    paidAt: new Date(`${of}-${String(fact.day).padStart(2, '0')}T${String(10 + (index % 10))}:00:00Z`),
    currency: fact.isDollar ? 'USD' : 'EUR',
    lines: [
      { productRef: fact.hasKnowledge ? product : 'vault', description: '', netMinor: BigInt(fact.net), taxMinor: 0n },
      { productRef: 'training', description: '', netMinor: BigInt((fact.net % 7) + 1), taxMinor: 0n },
    ],
  };
}

/** Refunds of a history, never more than a sale: tenths of its first line, and `10` is everything that is left. */
function refundsOf({ sales, refunds }: History, telling: Telling): RefundEvent[] {
  const left = sales.map(({ net }) => BigInt(net));
  return [...refunds]
    .map((refund) => ({ ...refund, sale: refund.sale % sales.length }))
    .sort((a, b) => a.afterDays - b.afterDays)
    .flatMap(({ sale, afterDays, part }, index): RefundEvent[] => {
      const event = saleOfFact(telling, sales[sale]!, sale);
      const occurredAt = new Date(event.paidAt.getTime() + afterDays * 86_400_000 + 60_000);
      const base = { externalId: `${event.externalId}-r${index}`, saleExternalId: event.externalId, occurredAt };
      if (left[sale] === 0n) return [];
      if (part === 10) {
        left[sale] = 0n;
        return [{ ...base, lines: 'all' }];
      }
      const netMinor = (BigInt(sales[sale]!.net) * BigInt(part)) / 10n;
      if (netMinor === 0n || netMinor > left[sale]!) return [];
      left[sale] = left[sale]! - netMinor;
      return [{ ...base, lines: [{ line: 1, netMinor }] }];
    });
}

/** Sales and refunds of the month in some order; a refund comes after its sale and after earlier refunds of it. */
async function live(
  of: MoneyWorld,
  facts: History,
  telling: Telling,
  seeds: readonly number[],
): Promise<RefundEvent[]> {
  const end = of.calendar.startOfMonth(addMonths(month, 1));
  const refunds = refundsOf(facts, telling);
  const waiting = facts.sales.map((fact, index) => {
    const sale = saleOfFact(telling, fact, index);
    const later = refunds.filter((one) => one.saleExternalId === sale.externalId && one.occurredAt < end);
    return [() => of.record(sale).then(() => {}), ...later.map((one) => () => of.refund(one).then(() => {}))];
  });
  for (let step = 0; waiting.some((queue) => queue.length > 0); step += 1) {
    const open = waiting.filter((queue) => queue.length > 0);
    const next = open[(seeds[step % seeds.length]! + step) % open.length]!.shift()!;
    await next();
    // Whoever sends it again changes nothing.
    if (seeds[step % seeds.length]! % 3 === 0) await next();
  }
  return refunds.filter(({ occurredAt }) => occurredAt >= end);
}

/** After the close: late facts, releases and payouts, some of which come back. */
async function liveOn(of: MoneyWorld, facts: History, telling: Telling, refunds: RefundEvent[]): Promise<void> {
  const { clock, service, finance, owner } = of;
  const late = facts.late.map((fact, index) => saleOfFact(telling, fact, 900 + index));
  const tasks = [...late.map((sale) => () => of.record(sale)), ...refunds.map((refund) => () => of.refund(refund))];
  for (const [index, step] of [...facts.steps, ...tasks.map(() => 9)].entries()) {
    if (step === 9 || index % 2 === 0) await tasks.shift()?.();
    if (step === 0) clock.advance(9 * 86_400_000);
    if (step <= 1) await service.releaseNow();
    if (step < 2 || step > 4) continue;
    const batch = await of.prepare(finance, step === 3 ? 'USD' : 'EUR').catch(() => null);
    if (batch === null) continue;
    if (step === 4) {
      await service.asOffice(owner, (tx) => service.payouts.cancel(tx, owner, batch.id));
      continue;
    }
    await of.approve(owner, batch.id);
    for (const [place, payout] of batch.payouts.entries())
      await (place % 2 === 0 ? of.pay(finance, payout.id) : of.fail(finance, payout.id));
  }
  for (const task of tasks) await task();
}

async function lifetime(of: MoneyWorld, partnerId: string, currency: string): Promise<bigint> {
  const [row] = await of.db.asOwner<{ sum: string }>(
    'select coalesce(sum(amount_minor), 0) as sum from commission_lines where beneficiary_id = $1 and currency = $2',
    [partnerId, currency],
  );
  return BigInt(row!.sum);
}

async function paidOut(of: MoneyWorld, partnerId: string, currency: string): Promise<bigint> {
  const [row] = await of.db.asOwner<{ sum: string }>(
    "select coalesce(sum(amount_minor), 0) as sum from payouts where partner_id = $1 and currency = $2 and state = 'paid'",
    [partnerId, currency],
  );
  return BigInt(row!.sum);
}

/** Nothing is lost or invented: what the lines say is what the accounts hold and what was paid, for everybody and in every currency. */
async function expectWhole(of: MoneyWorld, ids: readonly string[]): Promise<void> {
  for (const id of ids)
    for (const currency of ['EUR', 'USD']) {
      const balances = await of.balances(id, currency);
      const held = purposes.reduce((sum, purpose) => sum + balances[purpose], 0n);
      expect(held + (await paidOut(of, id, currency))).toBe(await lifetime(of, id, currency));
    }
  const sums = await of.db.asOwner<{ sum: string }>(
    'select a.currency, sum(e.minor) as sum from ledger_entries e join ledger_accounts a on a.id = e.account_id group by a.currency',
  );
  for (const { sum } of sums) expect(sum).toBe('0');
  const spent = await of.db.asOwner<{ spent: string; earned: string }>(
    `select (select coalesce(-sum(e.minor), 0) from ledger_entries e join ledger_accounts a on a.id = e.account_id where a.purpose = 'commission_expense' and a.currency = 'EUR') as spent,
       (select coalesce(sum(amount_minor), 0) from commission_lines where currency = 'EUR') as earned`,
  );
  expect(spent[0]!.spent).toBe(spent[0]!.earned);
  const over = await of.db.asOwner(
    `select l.sale_line_id from commission_lines l join sale_lines s on s.id = l.sale_line_id join sales o on o.id = s.sale_id
     join plan_versions p on p.number = o.plan_number group by l.sale_line_id, s.net_minor, p.plan
     having sum(l.amount_minor) * 1000000 > s.net_minor * (p.plan->'cap'->>'ppm')::bigint + 500000 limit 1`,
  );
  expect(over).toEqual([]);
}

/** What the seller of each sale has at the end, computed by another way: no engine, no rounding function of ours. */
function expectedDirect(facts: History, telling: Telling): bigint[] {
  const all = facts.sales.map((fact, index) => ({ ...saleOfFact(telling, fact, index), fact }));
  const end = world.calendar.startOfMonth(addMonths(month, 1));
  const refunds = refundsOf(facts, telling);
  const full = (id: string) => {
    const sale = all.find(({ externalId }) => externalId === id)!;
    return (
      refunds.find((one) => one.saleExternalId === id && one.lines === 'all' && one.occurredAt < end) ??
      (sale ? null : null)
    );
  };
  const counts = (sale: (typeof all)[number]) => {
    const net = sale.lines.reduce((sum, line) => sum + line.netMinor, 0n);
    return (sale.currency === 'EUR' ? net * 100n : net * 92n) >= 999_950n;
  };
  return all.map((sale) => {
    const { kind, later, certification } = world.partners.get(sale.partnerId)!;
    const level =
      later !== undefined && sale.paidAt >= later.from ? (later.certification ?? certification) : certification;
    const peers = all.filter((one) => one.partnerId === sale.partnerId && counts(one));
    const before = (a: typeof sale, b: typeof sale) =>
      a.paidAt < b.paidAt || (a.paidAt.getTime() === b.paidAt.getTime() && a.externalId <= b.externalId);
    const reached =
      peers.filter((one) => before(one, sale)).length -
      peers.filter((one) => (full(one.externalId)?.occurredAt ?? end) < sale.paidAt).length;
    const final = peers.filter((one) => full(one.externalId) === null).length;
    const plan = planOf(sale.paidAt);
    const rules = plan.kinds[kind as 'affiliate'];
    const count = plan.mode === 'marginal' ? reached : Math.max(reached, final);
    const tier = rules.tiers.filter(({ from }) => from <= count).at(-1)!;
    const uplift = (rules.certificationPpm as Record<string, number>)[level ?? ''] ?? 0;
    const rate = BigInt(Math.min(tier.lowPpm + uplift, tier.highPpm));
    const refunded = refunds
      .filter((one) => one.saleExternalId === sale.externalId)
      .reduce<bigint[]>(
        (sums, one) =>
          one.lines === 'all'
            ? sale.lines.map(({ netMinor }) => netMinor)
            : sums.map(
                (sum, line) =>
                  sum +
                  ((one.lines as { line: number; netMinor: bigint }[]).find((l) => l.line === line + 1)?.netMinor ??
                    0n),
              ),
        [0n, 0n],
      );
    return sale.lines.reduce(
      (sum, { netMinor }, line) => (refunded[line] === netMinor ? sum : sum + halfEven(netMinor * rate)),
      0n,
    );
  });
}

test('whatever happens in whatever order: two tellings of one history end alike, and nothing is lost or invented', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (facts) => {
      month = addMonths(month, 6);
      const end = world.calendar.startOfMonth(addMonths(month, 1));
      world.clock.set(new Date(end.getTime() + 6 * 3_600_000));
      await closeEarlier(world);
      await changePlans(world);
      const tellings = ['a', 'b'].map((side) => ({ ...tell(world), name: `${month}-${side}` })) as [Telling, Telling];
      const pending = [
        await live(world, facts, tellings[0], facts.orders[0]),
        await live(world, facts, tellings[1], facts.orders[1]),
      ];
      await world.close(month);
      for (const currency of ['EUR', 'USD'])
        for (let person = 0; person < people.length; person += 1) {
          const [a, b] = await Promise.all(tellings.map(({ ids }) => lifetime(world, ids[person]!, currency)));
          expect([people[person], currency, a]).toEqual([people[person], currency, b]);
        }
      await expectSellers(facts, tellings[0]);
      await expectWhole(
        world,
        tellings.flatMap(({ ids }) => ids),
      );

      await liveOn(world, facts, tellings[0], pending[0]!);
      await liveOn(world, facts, tellings[1], ofLastSaleFirst(pending[1]!));
      for (const currency of ['EUR', 'USD'])
        for (let person = 0; person < people.length; person += 1) {
          const [a, b] = await Promise.all(tellings.map(({ ids }) => lifetime(world, ids[person]!, currency)));
          expect([people[person], currency, a]).toEqual([people[person], currency, b]);
        }
      await expectWhole(
        world,
        tellings.flatMap(({ ids }) => ids),
      );

      // Everything is refunded: every line of every level comes back exactly.
      for (const telling of tellings) {
        const sales = [
          ...facts.sales.map((fact, index) => saleOfFact(telling, fact, index)),
          ...facts.late.map((fact, index) => saleOfFact(telling, fact, 900 + index)),
        ];
        for (const { externalId } of sales)
          await world
            .refund({
              externalId: `${externalId}-end`,
              saleExternalId: externalId,
              occurredAt: world.clock.now(),
              lines: 'all',
            })
            .catch(ignoreNothingLeft);
        const left = await world.db.asOwner(
          `select l.sale_line_id, l.beneficiary_id, l.kind from commission_lines l join sale_lines s on s.id = l.sale_line_id join sales o on o.id = s.sale_id
           where o.external_id like $1 group by 1, 2, 3 having sum(l.amount_minor) <> 0`,
          [`${telling.name}-%`],
        );
        expect(left).toEqual([]);
      }
      await expectWhole(
        world,
        tellings.flatMap(({ ids }) => ids),
      );
    }),
    { numRuns: Number(process.env['NEXUS_HISTORIES'] ?? 8), endOnFailure: process.env['NEXUS_SHRINK'] === undefined },
  );
  await world.sealAll();
  expect(await world.ledger.check()).toMatchObject({ fault: null, differences: [] });
});

/** What the history before left open. */
async function closeEarlier(of: MoneyWorld): Promise<void> {
  const open = await of.db.asOwner<{ month: string }>(
    "select month from commission_months where state = 'open' and month < $1 order by month",
    [month],
  );
  for (const { month: earlier } of open) await of.close(earlier);
}

test('a history replayed on another database gives the same balances', async () => {
  const [facts] = fc.sample(history, { numRuns: 1, seed: 20_261_130 });
  const found: string[][] = [];
  for (let time = 0; time < 2; time += 1) {
    const other = await openWorld();
    month = '2026-06';
    try {
      other.clock.set(new Date('2026-07-01T12:00:00Z'));
      await changePlans(other);
      const telling = { ...tell(other), name: 'again' };
      const pending = await live(other, facts!, telling, facts!.orders[0]);
      await other.close(month);
      await liveOn(other, facts!, telling, pending);
      await expectWhole(other, telling.ids);
      const rows: string[] = [];
      for (const [index, id] of telling.ids.entries())
        for (const currency of ['EUR', 'USD']) {
          const balances = await other.balances(id, currency);
          rows.push(`${people[index]} ${currency} ${purposes.map((purpose) => balances[purpose]).join(' ')}`);
        }
      found.push(rows);
    } finally {
      await other.db.close();
    }
  }
  expect(found[1]).toEqual(found[0]);
});

async function expectSellers(facts: History, telling: Telling): Promise<void> {
  const expected = expectedDirect(facts, telling);
  const end = world.calendar.startOfMonth(addMonths(month, 1));
  for (const [index, fact] of facts.sales.entries()) {
    const { externalId } = saleOfFact(telling, fact, index);
    const refunds = refundsOf(facts, telling).filter((one) => one.saleExternalId === externalId);
    // Partly refunded lines are compared by the other telling; the oracle knows whole lines.
    if (refunds.some(({ lines, occurredAt }) => lines !== 'all' || occurredAt >= end)) continue;
    const [row] = await world.db.asOwner<{ sum: string }>(
      `select coalesce(sum(l.amount_minor), 0) as sum from commission_lines l join sale_lines s on s.id = l.sale_line_id join sales o on o.id = s.sale_id
       where o.external_id = $1 and l.beneficiary_id = o.partner_id and l.kind in ('direct', 'true_up', 'adjustment')`,
      [externalId],
    );
    expect([externalId, row!.sum]).toEqual([externalId, expected[index]!.toString()]);
  }
}

function ignoreNothingLeft(error: { code?: string }): void {
  if (error.code !== 'commissions.refund_exceeds') throw error;
}
