import { shippedPlan } from '@nexus/commissions';
import { newId } from '@nexus/kernel';
import { actingPerson } from '@nexus/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MoneyWorld, openMoneyWorld, refundAll, saleOf } from './money-world.ts';

let world: MoneyWorld;
let ana: string;
let bea: string;

beforeAll(async () => {
  world = await openMoneyWorld(new Date('2026-12-02T12:00:00Z'));
  bea = world.addPartner('Bea', { kind: 'marketing_consultant' });
  ana = world.addPartner('Ana', { certification: 'silver', sponsors: [bea] });
  for (let day = 1; day <= 6; day += 1)
    await world.record(saleOf(ana, 33_333n, { externalId: `N${day}`, paidAt: new Date(`2026-11-0${day}T15:00:00Z`) }));
  await world.refund({
    externalId: 'R1',
    saleExternalId: 'N1',
    occurredAt: new Date('2026-11-20T15:00:00Z'),
    lines: [{ line: 1, netMinor: 11_111n }],
  });
});
afterAll(() => world.db.close());

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: { code?: string }) => error.code,
  );

test('a month is closed when it is over, by two at once only once, and for good', async () => {
  expect(await code(world.close('2026-12'))).toBe('commissions.month_not_over');
  const { service, finance, owner } = world;
  const both = await Promise.all([service.closeMonth(finance, '2026-11'), service.closeMonth(owner, '2026-11')]);
  expect(both.reduce((sum, { partners }) => sum + partners, 0)).toBe(1);
  // Four sales below Basic, each with its true-up, one of them refunded by a third.
  expect(both.reduce((sum, { lines }) => sum + lines, 0)).toBe(4);
  expect(await code(service.closeMonth(finance, '2026-11'))).toBe('commissions.month_closed');
  await expect(world.db.asOwner("update commission_months set state = 'open' where month = '2026-11'")).rejects.toThrow(
    /does not open again/,
  );
  const months = await service.listMonths(finance);
  expect(months.map(({ month, state }) => [month, state])).toEqual([['2026-11', 'closed']]);
});

test('months close in their order, and only the office closes them', async () => {
  world.clock.set(new Date('2027-02-02T12:00:00Z'));
  await world.record(saleOf(ana, 1_000n, { paidAt: new Date('2026-12-05T15:00:00Z') }));
  expect(await code(world.close('2027-01'))).toBe('commissions.earlier_month_open');
  const seller = await actingPerson(world.db, { id: ana, kind: 'partner' }, 'partner_admin');
  expect(await code(world.service.closeMonth(seller, '2026-12'))).toBe('commissions.forbidden');
});

test('in a statement each cent names its sale, rule, rate and date; others have none', async () => {
  const seller = await actingPerson(world.db, { id: ana, kind: 'partner' }, 'partner_seller');
  const sponsor = await actingPerson(world.db, { id: bea, kind: 'partner' }, 'partner_admin');
  const statement = await world.service.statementOf(seller, ana, '2026-11', 0n, 200);
  expect(statement.snapshot).toMatchObject({ salesCounted: 6, tier: 'basic', certification: 'silver' });
  const sum = statement.page.items.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  expect(sum).toBe(statement.totals[0]!.earnedMinor + statement.totals[0]!.reversedMinor);
  expect(statement.totals[0]).toMatchObject({ isFinal: true, lineCount: statement.page.items.length });
  for (const line of statement.page.items) {
    expect(line.saleExternalId).toMatch(/^N\d$/);
    expect(line.rule).not.toBe('');
    expect([100_000, 165_000]).toContain(line.ratePpm);
    expect(line.occurredAt).toBeInstanceOf(Date);
    expect(line.ledgerTxId).not.toBeNull();
  }
  const overrides = await world.service.statementOf(sponsor, bea, '2026-11', 0n, 200);
  expect(new Set(overrides.page.items.map(({ kind, sellerId }) => `${kind} ${sellerId}`))).toEqual(
    new Set([`override ${ana}`]),
  );
  expect(await code(world.service.statementOf(sponsor, ana, '2026-11', 0n, 200))).toBe(
    'commissions.statement_not_found',
  );
  // Nor past the service: the database shows a partner its own lines, and the sales behind them.
  const own = await world.db.database.withActor<{ commissionLines: { beneficiaryId: string } }, string[]>(
    sponsor,
    async (tx) => {
      const rows = await tx.selectFrom('commissionLines').select('beneficiaryId').distinct().execute();
      return rows.map(({ beneficiaryId }) => beneficiaryId);
    },
  );
  expect(own).toEqual([bea]);
});

test('the plan that was in force simulates to what was paid; another one says what it would have paid', async () => {
  const { service, finance } = world;
  const same = await service.simulate(finance, shippedPlan, ['2026-11']);
  expect(same.sales).toBe(6);
  for (const { kind, paidMinor, wouldMinor } of same.totals) expect([kind, wouldMinor]).toEqual([kind, paidMinor]);
  const flat = structuredClone(shippedPlan) as { kinds: { affiliate: { tiers: object[] } } };
  flat.kinds.affiliate.tiers = [{ name: 'start', from: 0, lowPpm: 200_000, highPpm: 200_000 }];
  const direct = (await service.simulate(finance, flat, ['2026-11'])).totals.find(({ kind }) => kind === 'direct')!;
  // Six at 20 % of 333.33 = 66.67, the first less a third: 22.22.
  expect(direct.wouldMinor).toBe(6n * 6_667n - 2_222n);
});

test('a plan is checked, activated once, begins after every recorded sale, and never changes', async () => {
  const { service, finance, owner } = world;
  const { plans, asOffice } = service;
  expect(
    await code(asOffice(finance, (tx) => plans.draft(tx, finance, { plan: { name: 'x' }, isGeneral: true }))),
  ).toBe('request.invalid');
  const next = { ...structuredClone(shippedPlan), name: 'Next', mode: 'marginal' };
  const draft = await asOffice(finance, (tx) => plans.draft(tx, finance, { plan: next, isGeneral: true }));
  const activate = (time: string) => asOffice(owner, (tx) => plans.activate(tx, owner, draft.id, new Date(time)));
  expect(await code(activate('2026-11-15T00:00:00Z'))).toBe('commissions.plan_start');
  await activate('2027-02-01T00:00:00Z');
  expect(await code(activate('2027-03-01T00:00:00Z'))).toBe('commissions.plan_active');
  expect(
    await code(asOffice(owner, (tx) => plans.changeDraft(tx, draft.id, null, { plan: next, isGeneral: true }))),
  ).toBe('commissions.plan_active');
  await expect(world.db.asOwner('update plan_versions set name = $2 where id = $1', [draft.id, 'y'])).rejects.toThrow(
    /stays as it is/,
  );
  // Marginal: the month's count lifts nobody who was paid before.
  const cid = world.addPartner('Cid');
  for (let day = 1; day <= 5; day += 1)
    await world.record(saleOf(cid, 10_000n, { paidAt: new Date(`2027-02-01T1${day}:00:00Z`) }));
  expect((await world.balances(cid)).accrued).toBe(4n * 1_000n + 1_500n);
  world.clock.set(new Date('2027-03-02T12:00:00Z'));
  for (const month of ['2026-12', '2027-02']) await world.close(month);
  const statement = await service.statementOf(owner, cid, '2027-02', 0n, 200);
  expect(statement.page.items.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
    ...Array.from({ length: 4 }, () => ['direct', 1_000n]),
    ['direct', 1_500n],
  ]);
});

test('a contract names its own plan, and it alone applies', async () => {
  const { service, owner } = world;
  const contract = structuredClone(shippedPlan);
  contract.name = 'Contract';
  for (const tier of contract.kinds.affiliate.tiers) Object.assign(tier, { lowPpm: 300_000, highPpm: 300_000 });
  const plan = await service.asOffice(owner, async (tx) => {
    const draft = await service.plans.draft(tx, owner, { plan: contract, isGeneral: false });
    return await service.plans.activate(tx, owner, draft.id, new Date('2020-01-01T00:00:00Z'));
  });
  const dan = world.addPartner('Dan', { contractPlanVersionId: plan.id });
  const sale = saleOf(dan, 20_000n, { paidAt: new Date('2027-03-01T15:00:00Z') });
  await world.record(sale);
  expect((await world.balances(dan)).accrued).toBe(6_000n);
  await world.refund(refundAll(sale.externalId, new Date('2027-03-02T10:00:00Z')));
  expect((await world.balances(dan)).accrued).toBe(0n);
  world.partners.get(dan)!.contractPlanVersionId = newId();
  expect(await code(world.record(saleOf(dan, 20_000n, { paidAt: new Date('2027-03-01T16:00:00Z') })))).toBe(
    'commissions.plan_not_found',
  );
});
