import { anonymous, newId, type PersonActor } from '@nexus/kernel';
import { LedgerKeyReusedError, LedgerMonthClosedError, type Posting } from '@nexus/ledger';
import { actingPerson, networkOrganisation } from '@nexus/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accrual, expense, november, openLedger, owned } from './ledger-setting.ts';

let setting: Awaited<ReturnType<typeof openLedger>>;
let finance: PersonActor;

beforeAll(async () => {
  setting = await openLedger();
  finance = await actingPerson(setting.db, networkOrganisation, 'finance');
});
afterAll(() => setting.db.close());

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: { code?: string }) => error.code,
  );

describe('a posting', () => {
  test('moves amounts, once, however often it is repeated', async () => {
    const partner = newId();
    const sale = accrual(partner, 1_000n);
    const [first] = await setting.post(sale);
    const [again] = await setting.post(sale);
    expect(first!.isNew).toBe(true);
    expect(again).toEqual({ txId: first!.txId, isNew: false });
    expect(await setting.balance(partner, 'accrued')).toBe(1_000n);
  });

  test('of fifty clients at once is one posting', async () => {
    const partner = newId();
    const sale = accrual(partner, 7n);
    const posted = await Promise.all(Array.from({ length: 50 }, () => setting.post(sale)));
    expect(posted.filter(([one]) => one!.isNew)).toHaveLength(1);
    expect(new Set(posted.map(([one]) => one!.txId)).size).toBe(1);
    expect(await setting.balance(partner, 'accrued')).toBe(7n);
  });

  test('with a key that was used for something else is refused', async () => {
    const sale = accrual(newId(), 1_000n);
    await setting.post(sale);
    const other: Posting = { ...sale, entries: [expense(-1n), owned(newId(), 'accrued', 1n)] };
    await expect(setting.post(other)).rejects.toThrow(LedgerKeyReusedError);
  });

  test.each<[string, (partner: string) => Posting['entries'], string]>([
    ['does not sum to zero', (p) => [expense(-10n), owned(p, 'accrued', 11n)], 'ledger.unbalanced'],
    [
      'sums to zero only across currencies',
      (p) => [expense(-10n, 'USD'), owned(p, 'accrued', 10n)],
      'ledger.unbalanced',
    ],
    ['moves what its kind may not', (p) => [expense(-10n), owned(p, 'payable', 10n)], 'ledger.flow_not_allowed'],
    ['takes where it may only add', (p) => [expense(10n), owned(p, 'accrued', -10n)], 'ledger.flow_not_allowed'],
    ['moves nothing', (p) => [owned(p, 'accrued', 0n)], 'ledger.posting_invalid'],
    [
      'gives the network an account of a partner',
      () => [expense(-1n), { account: { ownerId: null, purpose: 'accrued' as never, currency: 'EUR' }, minor: 1n }],
      'ledger.account_owner',
    ],
  ])('that %s is refused', async (_, entries, expected) => {
    const posting = { ...accrual(newId(), 1n), entries: entries(newId()) };
    expect(await code(setting.post(posting))).toBe(expected);
  });

  test('is of the worker, of finance and the owner, and of nobody else', async () => {
    const partnerId = newId();
    const seller = await actingPerson(setting.db, { id: partnerId, kind: 'partner' }, 'partner_admin');
    const support = await actingPerson(setting.db, networkOrganisation, 'support');
    const as = (actor: Parameters<typeof setting.db.database.withActor>[0], posting: Posting) =>
      setting.db.database.withActor(actor, (tx) => setting.ledger.service.post(tx, [posting]));
    await as(finance, accrual(partnerId, 1n));
    for (const actor of [seller, support, anonymous]) await expect(as(actor, accrual(partnerId, 1n))).rejects.toThrow();
    const credit = (minor: bigint, owner = partnerId): Posting => ({
      key: newId(),
      kind: minor > 0n ? 'credit_earned' : 'credit_spent',
      effectiveAt: november,
      entries: [
        owned(owner, 'knowledge_credit', minor, 'XNC'),
        { account: { ownerId: null, purpose: 'knowledge_pool', currency: 'XNC' }, minor: -minor },
      ],
    });
    const [other] = [newId()];
    await setting.post(credit(5n), credit(5n, other));
    // Its own credits a partner may spend, others' not, and give itself none.
    await as(seller, credit(-2n));
    await expect(as(seller, credit(-2n, other))).rejects.toThrow();
    await expect(as(seller, credit(2n))).rejects.toThrow();
    expect(await setting.balance(partnerId, 'knowledge_credit', 'XNC')).toBe(3n);
  });
});

describe('the database itself', () => {
  test('refuses to change or remove what is written, also to its owner', async () => {
    await setting.post(accrual(newId(), 3n));
    for (const table of ['ledger_txs', 'ledger_entries', 'ledger_accounts'])
      await expect(setting.db.asOwner(`delete from ${table}`)).rejects.toThrow(/append-only/);
    await expect(setting.db.asOwner('update ledger_entries set minor = 1')).rejects.toThrow(/append-only/);
    await expect(setting.db.asOwner('truncate ledger_entries')).rejects.toThrow(/append-only/);
  });

  test('refuses a transaction without entries, and entries that come later', async () => {
    const insert = `insert into ledger_txs (idempotency_key, request_hash, kind, effective_at, reference)
      values ('late', sha256('x'), 'sale_accrued', '2026-11-15', '') returning id`;
    await expect(setting.db.asOwner(insert)).rejects.toThrow(/no entries/);
    const [posted] = await setting.post(accrual(newId(), 3n));
    const accounts = await setting.db.asOwner<{ account_id: string }>(
      'select account_id from ledger_entries where tx_id = $1 order by minor',
      [posted!.txId],
    );
    await expect(
      setting.db.asOwner('insert into ledger_entries values ($1, 3, $2, -5), ($1, 4, $3, 5)', [
        posted!.txId,
        ...accounts.map(({ account_id }) => account_id),
      ]),
    ).rejects.toThrow(/never added to/);
  });

  test('lets no account pass its bound, with fifty takers at once', async () => {
    const partner = newId();
    await setting.post(accrual(partner, 100n));
    const release = (minor: bigint): Posting => ({
      key: newId(),
      kind: 'hold_released',
      effectiveAt: november,
      entries: [owned(partner, 'accrued', -minor), owned(partner, 'payable', minor)],
    });
    const answers = await Promise.all(Array.from({ length: 50 }, () => code(setting.post(release(30n)))));
    expect(answers.filter((answer) => answer === 'none')).toHaveLength(3);
    expect(new Set(answers)).toEqual(new Set(['none', 'ledger.bound']));
    expect(await setting.balance(partner, 'accrued')).toBe(10n);
    const owed: Posting = {
      ...release(1n),
      kind: 'clawback_netted',
      entries: [owned(partner, 'payable', -1n), owned(partner, 'clawback_receivable', 1n)],
    };
    expect(await code(setting.post(owed))).toBe('ledger.bound');
  });

  test('gives nobody more back than was posted, with fifty reversals at once', async () => {
    const [partner, other] = [newId(), newId()];
    const [sale] = await setting.post(accrual(partner, 100n));
    await setting.post(accrual(partner, 500n), accrual(other, 500n));
    const reversal = (owner: string, minor: bigint, reverses = sale!.txId): Posting => ({
      key: newId(),
      kind: 'sale_reversed',
      effectiveAt: november,
      reverses,
      entries: [expense(minor), owned(owner, 'accrued', -minor)],
    });
    const answers = await Promise.all(Array.from({ length: 50 }, () => code(setting.post(reversal(partner, 40n)))));
    expect(answers.filter((answer) => answer === 'none')).toHaveLength(2);
    expect(await code(setting.post(reversal(other, 1n)))).toBe('ledger.reversal_exceeds');
    const [last] = await setting.post(reversal(partner, 20n));
    expect(await code(setting.post(reversal(partner, 1n)))).toBe('ledger.reversal_exceeds');
    expect(await code(setting.post(reversal(partner, 1n, last!.txId)))).toBe('ledger.reversal_unknown');
    expect(await setting.balance(partner, 'accrued')).toBe(500n);
  });
});

test('a closed month takes nothing more, in the time zone of the programme', async () => {
  const partner = newId();
  const at = (time: string) => ({ ...accrual(partner, 1n), effectiveAt: new Date(time) });
  await setting.post(at('2026-09-30T23:00:00Z'));
  await setting.db.database.withWorker('test.close', (tx) => setting.ledger.service.closeMonth(tx, '2026-09'));
  await setting.db.database.withWorker('test.close', (tx) => setting.ledger.service.closeMonth(tx, '2026-09'));
  // Caracas is four hours behind: October begins at 04:00 UTC.
  await expect(setting.post(at('2026-10-01T03:59:59Z'))).rejects.toThrow(LedgerMonthClosedError);
  await setting.post(at('2026-10-01T04:00:00Z'));
  await expect(
    setting.db.asOwner("update ledger_periods set closed_at = null where month = '2026-09'"),
  ).rejects.toThrow(/closed month/);
});

test('people see their own accounts, finance and the owner see all', async () => {
  const [mine, others] = [newId(), newId()];
  await setting.post(accrual(mine, 5n), accrual(others, 6n));
  const seller = await actingPerson(setting.db, { id: mine, kind: 'partner' }, 'partner_seller');
  const { service } = setting.ledger;
  const own = await service.listAccounts(seller, {}, 0n, 50);
  expect(own.page.items.map(({ ownerId, balance }) => [ownerId, balance])).toEqual([[mine, 5n]]);
  expect((await service.listAccounts(seller, { ownerId: others }, 0n, 50)).page.items).toEqual([]);
  const theirs = (await service.listAccounts(finance, { ownerId: others }, 0n, 50)).page.items[0]!;
  await expect(service.statementOf(seller, theirs.id, null, 10)).rejects.toThrow(/no such account/);
  const { page } = await service.statementOf(finance, theirs.id, null, 10);
  await expect(service.getTx(seller, page.items[0]!.txId)).rejects.toThrow(/no such transaction/);
  const statement = await service.statementOf(seller, own.page.items[0]!.id, null, 10);
  const shown = await service.getTx(seller, statement.page.items[0]!.txId);
  // The network's side of the transaction is the network's.
  expect(shown.entries.map(({ ownerId }) => ownerId)).toEqual([mine]);
  await expect(service.trialBalance(seller, null)).rejects.toThrow(/finance/);
});

test('a statement has running balances, page by page', async () => {
  const partner = newId();
  for (const minor of [1n, 2n, 3n, 4n, 5n]) await setting.post(accrual(partner, minor));
  const { service } = setting.ledger;
  const [account] = (await service.listAccounts(finance, { ownerId: partner }, 0n, 1)).page.items;
  const first = await service.statementOf(finance, account!.id, null, 2);
  expect(first.page.items.map(({ minor, balanceAfter }) => [minor, balanceAfter])).toEqual([
    [5n, 15n],
    [4n, 10n],
  ]);
  const last = first.page.items[1]!;
  const second = await service.statementOf(finance, account!.id, last, 9);
  expect(second.page.items.map(({ balanceAfter }) => balanceAfter)).toEqual([6n, 3n, 1n]);
});

test('the trial balance sums to zero in every currency, now and at any instant', async () => {
  for (const at of [null, new Date('2026-10-15T00:00:00Z'), new Date('2027-01-01T00:00:00Z')]) {
    const sums = new Map<string, bigint>();
    for (const { currency, balance } of await setting.ledger.service.trialBalance(finance, at))
      sums.set(currency, (sums.get(currency) ?? 0n) + balance);
    for (const sum of sums.values()) expect(sum).toBe(0n);
  }
});
