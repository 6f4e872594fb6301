import { newId } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MoneyWorld, openMoneyWorld, refundAll, saleOf } from './money-world.ts';

let world: MoneyWorld;
beforeAll(async () => {
  world = await openMoneyWorld();
});
afterAll(() => world.db.close());

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: { code?: string }) => error.code,
  );

describe('a sale', () => {
  test('pays the seller, three sponsors and the holder of the knowledge at once', async () => {
    const [d, c, b] = ['Dan', 'Cid', 'Bea'].map((name) => world.addPartner(name)) as [string, string, string];
    const founder = world.addPartner('Founder');
    const ana = world.addPartner('Ana', { sponsors: [b, c, d] });
    world.royalties.set('course', { assetId: 'method', holders: [{ partnerId: founder, sharePpm: 1_000_000 }] });
    const lines = [{ productRef: 'course', description: 'Course', netMinor: 100_000n, taxMinor: 16_000n }];
    await world.record(saleOf(ana, 1n, { lines }));
    const accrued = await Promise.all([ana, b, c, d, founder].map(async (id) => (await world.balances(id)).accrued));
    expect(accrued).toEqual([10_000n, 5_000n, 2_000n, 1_000n, 5_000n]);
  });

  test('of fifty clients at once is recorded once, and so is its refund', async () => {
    const ana = world.addPartner('Ana');
    const sale = saleOf(ana, 50_000n);
    const answers = await Promise.all(Array.from({ length: 50 }, () => world.record(sale)));
    expect(answers.filter(([one]) => one!.isNew)).toHaveLength(1);
    expect((await world.balances(ana)).accrued).toBe(5_000n);
    const refund = { ...refundAll(sale.externalId, sale.paidAt), lines: [{ line: 1, netMinor: 20_000n }] };
    const refunds = await Promise.all(Array.from({ length: 50 }, () => world.refund(refund)));
    expect(refunds.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect((await world.balances(ana)).accrued).toBe(3_000n);
    // Fifty different refunds of what is left: as many as it takes, not one more.
    const rest = await Promise.all(
      Array.from({ length: 50 }, () => code(world.refund({ ...refund, externalId: newId() }))),
    );
    expect(rest.filter((answer) => answer === 'none')).toHaveLength(1);
    expect((await world.balances(ana)).accrued).toBe(1_000n);
  });

  test('of fifty different ones at once, each moves the tier by one', async () => {
    const ana = world.addPartner('Ana');
    await Promise.all(Array.from({ length: 50 }, () => world.record(saleOf(ana, 10_000n))));
    // 4 at 10 %, 10 at 15 %, 35 at 20 %, 1 at 25 %, whoever came when.
    expect((await world.balances(ana)).accrued).toBe(4n * 1_000n + 10n * 1_500n + 35n * 2_000n + 2_500n);
  });

  test('with the same name and other content is refused', async () => {
    const sale = saleOf(world.addPartner('Ana'), 50_000n);
    await world.record(sale);
    expect(await code(world.record({ ...sale, orderRef: 'other' }))).toBe('commissions.sale_differs');
    expect(await code(world.record({ ...sale, lines: [{ ...sale.lines[0]!, netMinor: 1n }] }))).toBe(
      'commissions.sale_differs',
    );
    const refund = refundAll(sale.externalId, sale.paidAt);
    await world.refund(refund);
    const other = { ...refund, lines: [{ line: 1, netMinor: 1n }] };
    expect(await code(world.refund(other))).toBe('commissions.refund_differs');
  });

  test.each([
    ['nothing', 0n, 0n],
    ['less than nothing', -1n, 0n],
    ['a negative tax', 1n, -1n],
  ])('of %s is refused', async (_, netMinor, taxMinor) => {
    const sale = saleOf(world.addPartner('Ana'), 1n, {
      lines: [{ productRef: 'vault', description: '', netMinor, taxMinor }],
    });
    expect(await code(world.record(sale))).toBe('commissions.sale_invalid');
  });

  test('in the future, without a plan, or of a currency that nobody has a rate for is refused', async () => {
    const ana = world.addPartner('Ana');
    const at = (time: string) => saleOf(ana, 50_000n, { paidAt: new Date(time) });
    expect(await code(world.record(at('2027-01-01T00:00:00Z')))).toBe('commissions.sale_invalid');
    expect(await code(world.record(at('2019-01-01T00:00:00Z')))).toBe('commissions.no_plan');
    expect(await code(world.record(saleOf(ana, 50_000n, { currency: 'VES' })))).toBe('commissions.rate_missing');
  });

  test('counts once an order, and only from 100 EUR', async () => {
    const ana = world.addPartner('Ana');
    const customerId = newId();
    for (let index = 0; index < 4; index += 1)
      await world.record(saleOf(ana, 10_000n, { customerId, orderRef: 'same' }));
    for (let index = 0; index < 4; index += 1) await world.record(saleOf(ana, 9_999n));
    for (let index = 0; index < 3; index += 1) await world.record(saleOf(ana, 10_000n));
    const before = (await world.balances(ana)).accrued;
    await world.record(saleOf(ana, 10_000n));
    expect((await world.balances(ana)).accrued - before).toBe(1_500n);
  });
});

test('the database keeps sales, lines and refunds as they are', async () => {
  for (const table of ['sales', 'sale_lines', 'commission_lines', 'sale_refunds', 'sale_refund_lines']) {
    await expect(world.db.asOwner(`delete from ${table}`)).rejects.toThrow(/append-only/);
  }
  await expect(world.db.asOwner('update commission_lines set amount_minor = 0')).rejects.toThrow(/append-only/);
});
