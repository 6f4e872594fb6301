import { createHash } from 'node:crypto';
import type { SaleEvent } from '@nexus/commissions';
import { decimalOf, newId, parseMoney } from '@nexus/kernel';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MoneyWorld, openMoneyWorld, saleOf } from './money-world.ts';
import { type Row, readWorkedExamples, type WorkedExample } from './worked-examples.ts';

let world: MoneyWorld;
let ids: Map<string, string>;

beforeEach(async () => {
  world = await openMoneyWorld(new Date('2026-10-01T12:00:00Z'));
  ids = new Map();
});
afterEach(() => world.db.close());

const cents = (text: string, currency = 'EUR') => parseMoney(text, currency).minor;
const noon = (day: string) => new Date(`${day}T16:00:00Z`);

function arrange({ who }: WorkedExample): void {
  for (const { partner, kind, certification } of who)
    ids.set(
      partner!,
      world.addPartner(partner!, { kind: kind!, certification: certification === '' ? null : certification! }),
    );
  for (const { partner, sponsors } of who)
    world.partners.get(ids.get(partner!)!)!.sponsors =
      sponsors === '' ? [] : sponsors!.split(', ').map((name) => ids.get(name)!);
}

async function happen({ day, event, partner, sale, amount, with: extra = '' }: Row): Promise<void> {
  // A fact may become known after later ones; the clock only goes on.
  if (noon(day!) > world.clock.now()) world.clock.set(noon(day!));
  const { service, finance, owner } = world;
  switch (event) {
    case 'sale':
      await world.record(saleFor(ids.get(partner!)!, sale!, cents(amount!), noon(day!), extra));
      return;
    case 'refund': {
      const lines = amount === 'all' ? ('all' as const) : [{ line: 1, netMinor: cents(amount!) }];
      await world.refund({
        externalId: newId(),
        saleExternalId: sale!,
        occurredAt: new Date(noon(day!).getTime() + 3_600_000),
        lines,
      });
      return;
    }
    case 'close':
      await world.close(sale!);
      return;
    case 'release':
      await service.releaseNow();
      return;
    case 'goal':
      await service.agreeGoal(owner, {
        partnerId: ids.get(partner!)!,
        quarter: sale!,
        currency: 'EUR',
        goalMinor: cents(amount!),
      });
      return;
    case 'bonus':
      await service.accrueBonus(finance, sale!);
      return;
    case 'rate': {
      const [base, quote] = sale!.split(' ') as [string, string];
      const [whole, decimals = ''] = extra.split('.') as [string, string?];
      const ratio = { numerator: BigInt(whole + decimals), denominator: 10n ** BigInt(decimals.length) };
      await service.recordRate(finance, { source: 'BCV', base, quote, ...ratio, at: noon(day!) });
      return;
    }
    case 'settles in':
      world.bank.set(ids.get(partner!)!, {
        state: 'usable',
        currency: sale!,
        account: { method: 'local_account', holder: partner!, bank: 'Banco', account: '0102', holderId: null },
      });
      return;
    case 'payout':
    case 'payout fails':
      await payOut(event === 'payout', amount ?? '');
      return;
    default:
      throw new Error(`The table says "${event}".`);
  }
}

function saleFor(partnerId: string, name: string, net: bigint, paidAt: Date, extra: string): SaleEvent {
  const change: Partial<SaleEvent> = { externalId: name, orderRef: name, paidAt };
  const joint = /^joint product with (\w+), costs ([\d.]+)$/.exec(extra);
  const market = /^marketplace (\w+)$/.exec(extra);
  const label = /^white label ([\d.]+) %$/.exec(extra);
  if (joint)
    change.terms = {
      type: 'joint_product',
      directCostsMinor: cents(joint[2]!),
      parties: [partnerId, ids.get(joint[1]!)!],
    };
  if (market) change.terms = { type: 'marketplace', listingClass: market[1]! };
  if (label) change.terms = { type: 'white_label', sharePpm: Math.round(Number(label[1]) * 10_000) };
  if (extra.startsWith('knowledge ')) {
    const holders = extra
      .slice('knowledge '.length)
      .split(', ')
      .map((part) => /^(\w+) (\d+) %$/.exec(part)!)
      .map(([, holder, percent]) => ({ partnerId: ids.get(holder!)!, sharePpm: Number(percent) * 10_000 }));
    world.royalties.set('vault', { assetId: 'method', holders });
  }
  return saleOf(partnerId, net, change);
}

async function payOut(arrives: boolean, amount: string): Promise<void> {
  const { finance, owner } = world;
  const batch = await world.prepare(finance);
  await world.approve(owner, batch.id);
  for (const payout of batch.payouts) {
    if (amount !== '') expect(decimalOf({ minor: payout.settleMinor, currency: payout.settleCurrency })).toBe(amount);
    if (arrives) await world.pay(finance, payout.id, 'bank statement', createHash('sha256').update('receipt').digest());
    else await world.fail(finance, payout.id);
  }
}

async function linesOf(example: WorkedExample): Promise<string[]> {
  const names = new Map([...ids].map(([name, id]) => [id, name]));
  const rows = await world.db.asOwner<{ beneficiary_id: string; sale: string | null; kind: string; amounts: string[] }>(
    `select l.beneficiary_id, s.external_id as sale, l.kind, array_agg(l.amount_minor::text order by l.ordinal) as amounts
     from commission_lines l left join sale_lines sl on sl.id = l.sale_line_id left join sales s on s.id = sl.sale_id
     group by l.beneficiary_id, s.external_id, l.kind`,
  );
  expect(rows.length).toBe(example.lines.length);
  return rows
    .map(({ beneficiary_id, sale, kind, amounts }) => {
      const texts = amounts.map((minor) => decimalOf({ minor: BigInt(minor), currency: 'EUR' }));
      return [names.get(beneficiary_id), sale ?? '', kind, texts.join(', ')].join(' | ');
    })
    .sort();
}

async function accountOf(name: string): Promise<Row> {
  const id = ids.get(name)!;
  const { accrued, payable, in_payout, clawback_receivable } = await world.balances(id);
  const [paid] = await world.db.asOwner<{ sum: string }>(
    "select coalesce(sum(amount_minor), 0) as sum from payouts where partner_id = $1 and state = 'paid'",
    [id],
  );
  const text = (minor: bigint) => decimalOf({ minor, currency: 'EUR' });
  return {
    partner: name,
    'on hold': text(accrued),
    payable: text(payable),
    'in payout': text(in_payout),
    owes: text(clawback_receivable),
    paid: text(BigInt(paid!.sum)),
  };
}

const examples = readWorkedExamples();

test('there are at least twelve', () => {
  expect(examples.length).toBeGreaterThanOrEqual(12);
});

describe('worked example', () => {
  test.each(examples.map((example) => [example.title, example] as const))('%s', async (_, example) => {
    arrange(example);
    for (const event of example.events) await happen(event);
    const expected = example.lines.map(({ partner, sale, kind, amounts }) =>
      [partner, sale, kind, amounts].join(' | '),
    );
    expect(await linesOf(example)).toEqual(expected.sort());
    for (const account of example.accounts) expect(await accountOf(account['partner']!)).toEqual(account);
  });
});
