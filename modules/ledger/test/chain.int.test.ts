import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '@nexus/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accrual, november, openLedger, owned } from './ledger-setting.ts';

let setting: Awaited<ReturnType<typeof openLedger>>;
beforeAll(async () => {
  setting = await openLedger();
});
afterAll(() => setting.db.close());

/** Seals until `count` are sealed: any transaction on the server, also of another test, makes the sealer come again later. */
async function sealed(count: number): Promise<number> {
  let total = 0;
  for (let attempt = 0; attempt < 200 && total < count; attempt += 1) {
    total += await setting.ledger.seal();
    if (total < count) await sleep(50);
  }
  return total;
}

/** Past every trigger, as somebody who owns the machine could. */
const tamper = (sql: string) =>
  setting.db.asOwner(
    `alter table ledger_entries disable trigger user; ${sql}; alter table ledger_entries enable trigger user`,
  );

test('what is posted is sealed in blocks, and the balances stay what they were', async () => {
  const partner = newId();
  await setting.post(accrual(partner, 10n), accrual(partner, 20n));
  expect(await sealed(2)).toBe(2);
  expect(await setting.ledger.seal()).toBe(0);
  await setting.post(accrual(partner, 30n));
  expect(await setting.balance(partner, 'accrued')).toBe(60n);
  expect(await sealed(1)).toBe(1);
  expect(await setting.balance(partner, 'accrued')).toBe(60n);
  expect(await setting.ledger.check()).toMatchObject({ blocks: 2, txs: 3, fault: null, differences: [] });
});

test('a number that is still being written is waited for, and a number that was rolled back is not', async () => {
  const partner = newId();
  const { database } = setting.db;
  // An account's first posting makes others to it wait; not the subject here.
  await setting.post(accrual(partner, 16n));
  await sealed(1);
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let isPosted = () => {};
  const posted = new Promise<void>((resolve) => {
    isPosted = resolve;
  });
  const slow = database.withWorker('test.slow', async (tx) => {
    await setting.ledger.service.post(tx, [accrual(partner, 1n)]);
    isPosted();
    await held;
  });
  await posted;
  await setting.post(accrual(partner, 2n));
  expect(await setting.ledger.seal()).toBe(0);
  await database
    .withWorker('test.undone', async (tx) => {
      await setting.ledger.service.post(tx, [accrual(partner, 4n)]);
      throw new Error('undone');
    })
    .catch(() => {});
  goOn();
  await slow;
  expect(await sealed(2)).toBe(2);
  await setting.post(accrual(partner, 8n));
  expect(await sealed(1)).toBe(1);
  expect(await setting.balance(partner, 'accrued')).toBe(27n);
  expect((await setting.ledger.check()).fault).toBeNull();
});

test('sealing and posting at once lose nothing', async () => {
  const partners = Array.from({ length: 5 }, () => newId());
  const posts = Array.from({ length: 60 }, (_, index) =>
    setting.post(accrual(partners[index % 5]!, BigInt(index + 1))),
  );
  const seals = Array.from({ length: 10 }, () => setting.ledger.seal());
  await Promise.all([...posts, ...seals]);
  const release = partners.map((partner) => ({
    key: newId(),
    kind: 'hold_released' as const,
    effectiveAt: november,
    entries: [owned(partner, 'accrued', -100n), owned(partner, 'payable', 100n)],
  }));
  await Promise.all([setting.post(...release), setting.ledger.seal()]);
  await sealed(1);
  const sums = await Promise.all(partners.map((partner) => setting.balance(partner, 'accrued')));
  expect(sums.reduce((a, b) => a + b, 0n)).toBe((60n * 61n) / 2n - 500n);
  expect(await setting.ledger.check()).toMatchObject({ fault: null, differences: [] });
});

test('a changed amount is found by the chain, and a changed balance by its entries', async () => {
  const partner = newId();
  const [posted] = await setting.post(accrual(partner, 1_000n));
  await sealed(1);
  await setting.db.asOwner(
    'update ledger_balances set folded_minor = folded_minor + 1 where account_id in (select id from ledger_accounts where owner_id = $1)',
    [partner],
  );
  expect((await setting.ledger.check()).differences).toHaveLength(1);
  expect(await setting.ledger.rebuildBalances()).toBe(1);
  expect(await setting.ledger.check()).toMatchObject({ fault: null, differences: [] });

  await tamper(`update ledger_entries set minor = minor * 2 where tx_id = ${posted!.txId}`);
  const found = await setting.ledger.check();
  expect(found.fault?.what).toBe('content_changed');
  expect(found.differences.length).toBeGreaterThan(0);
  await tamper(`update ledger_entries set minor = minor / 2 where tx_id = ${posted!.txId}`);
  expect((await setting.ledger.check()).fault).toBeNull();

  await setting.db.asOwner(`alter table ledger_blocks disable trigger user;
    update ledger_blocks set hash = sha256('x') where number = 2; alter table ledger_blocks enable trigger user`);
  expect((await setting.ledger.check()).fault).toEqual({ block: 2n, what: 'hash_wrong' });
  expect(setting.recorded).toContain('ledger.check_failed');
});
