import type { NewSchedule } from '@nexus/invoices';
import { newId, type PersonActor } from '@nexus/kernel';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Setting, startInvoices } from './setting.ts';

let on: Setting;
beforeAll(async () => {
  on = await startInvoices();
});
afterAll(() => on.close());
beforeEach(() => on.clock.set(new Date('2026-12-01T15:00:00Z')));

const line = {
  productId: null,
  productCode: 'vault',
  productLine: 'vault',
  knowledgeAssetId: null,
  unit: 'contract',
  quantity: 1n,
};

function order(): NewSchedule & { orderId: string } {
  const orderId = newId();
  return {
    ...{ sourceKey: `order:${orderId}`, kind: 'sale', orderId, partnerId: on.partner.id },
    customer: { accountId: null, name: 'Hospital Central', address: '', country: 'VE', taxId: 'J-1' },
    ...{ currency: 'EUR', language: 'es' },
    lines: [
      {
        ...line,
        description: 'Licencia',
        orderLineId: newId(),
        netMinor: 100_000n,
        taxName: 'IVA',
        taxPpm: 160_000,
        taxMinor: 16_000n,
      },
      {
        ...line,
        description: 'Consultas',
        orderLineId: newId(),
        netMinor: 0n,
        taxName: 'IVA',
        taxPpm: 160_000,
        taxMinor: 0n,
      },
      {
        ...line,
        description: 'Capacitación',
        orderLineId: newId(),
        netMinor: 33_333n,
        taxName: 'IVA',
        taxPpm: 160_000,
        taxMinor: 5_333n,
      },
    ],
    instalments: [
      { label: 'Firma', issueOn: '2026-12-01', dueDays: 15, amountMinor: 51_556n },
      { label: 'Segundo año', issueOn: '2027-12-01', dueDays: 30, amountMinor: 51_555n },
      { label: 'Puesta en marcha', issueOn: null, dueDays: 30, amountMinor: 51_555n },
    ],
  };
}

const plan = (input: NewSchedule, actor: PersonActor = on.people.finance) =>
  on.db.database.withActor(actor, (tx) => on.module.door.schedule(tx, actor, input));
const invoicesOf = async (orderId: string) =>
  (await on.call('finance', 'GET', `/invoices?orderId=${orderId}`)).body.items;

it('invoices each instalment once: at once, on its day, or at its milestone; together they are the order', async () => {
  const input = order();
  const first = await plan(input);
  expect(first.map(({ totalMinor, dueOn, notes }) => [totalMinor, dueOn, notes])).toEqual([
    [51_556n, '2026-12-16', 'Firma'],
  ]);
  expect(await plan(input)).toEqual([]);
  const run = on.module.jobs.schedule.run;
  expect(await run()).toBe(0);
  on.clock.set(new Date('2027-12-01T15:00:00Z'));
  expect((await Promise.all([run(), run(), run()])).reduce((a, b) => a + b)).toBe(1);

  const [schedule] = (await on.call('finance', 'GET', `/orders/${input.orderId}/invoice-schedules`)).body.items;
  const reach = (who: 'finance' | 'partnerAdmin') =>
    on.call(who, 'POST', `/invoice-schedules/${schedule.id}/entries/3/milestone`);
  expect((await reach('partnerAdmin')).status).toBe(403);
  const answers = await Promise.all(Array.from({ length: 6 }, () => reach('finance')));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404, 404, 404, 404]);

  const made = await invoicesOf(input.orderId);
  const sum = (what: 'net' | 'tax' | 'total') =>
    made.reduce((all: bigint, one: Record<string, { minor: string }>) => all + BigInt(one[what]!.minor), 0n);
  expect([made.length, sum('net'), sum('tax'), sum('total')]).toEqual([3, 133_333n, 21_333n, 154_666n]);
});

it('is planned once, however many plan at once', async () => {
  const input = order();
  const planned = await Promise.all(Array.from({ length: 6 }, () => plan(input)));
  expect(planned.flat()).toHaveLength(1);
  expect(await invoicesOf(input.orderId)).toHaveLength(1);
});

it('refuses instalments that are not the order', async () => {
  const input = order();
  await expect(plan({ ...input, instalments: input.instalments.slice(1) })).rejects.toMatchObject({ status: 400 });
});
