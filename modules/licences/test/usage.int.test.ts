import type { Tx } from '@nexus/db';
import { newId } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LicencesFixture, startLicences } from './licences-fixture.ts';

let hub: LicencesFixture;
beforeAll(async () => {
  hub = await startLicences();
});
afterAll(async () => await hub?.close());

const asFinance = <R>(run: (tx: Tx) => Promise<R>) => hub.db.database.withActor<unknown, R>(hub.people.finance, run);

describe('usage', () => {
  async function active(seats = 1) {
    const { content, licenceId } = await hub.issue({ seats });
    const machine = hub.machine(content);
    const { activationId } = await hub.module.activations.accept(hub.people.support, machine.request);
    return { content, licenceId, machine, activationId };
  }
  const accept = (file: string) => hub.module.usage.accept(hub.people.finance, file);
  const settle = (licenceId: string, invoiceId = newId()) =>
    asFinance((tx) => hub.module.flow.settle(tx, hub.people.finance, { licenceId, invoiceId, period: '2026-11' }));

  test('is what no invoice has asked for, counted once whatever comes twice or late', async () => {
    const { licenceId, machine, activationId } = await active();
    const [first, second, third] = [10, 25, 40].map((count) =>
      machine.report(activationId, { ai_query: count, gb: 3 }),
    ) as [string, string, string];
    expect(await accept(first)).toMatchObject({
      outcome: 'accepted',
      missing: 0,
      isNewEpoch: true,
      consumption: { ai_query: 10, gb: 3 },
    });
    expect(hub.used.at(-1)).toMatchObject({
      licenceId,
      partnerId: hub.partnerId,
      consumption: { ai_query: 10, gb: 3 },
    });
    const invoiceId = newId();
    expect((await settle(licenceId, invoiceId)).consumption).toEqual({ ai_query: 10, gb: 3 });
    expect((await settle(licenceId, invoiceId)).consumption).toEqual({ ai_query: 10, gb: 3 });
    const calls = hub.used.length;
    expect(await accept(first)).toMatchObject({ outcome: 'replayed', consumption: {} });
    expect(hub.used.length).toBe(calls);
    expect(await accept(third)).toMatchObject({ outcome: 'accepted', missing: 1, consumption: { ai_query: 30 } });
    expect(await accept(second)).toMatchObject({ outcome: 'accepted', missing: 0, consumption: { ai_query: 30 } });
    expect((await settle(licenceId)).consumption).toEqual({ ai_query: 30 });
    expect((await settle(licenceId)).consumption).toEqual({});
  });

  test('of a restored machine begins again and is added; of two machines it is summed; a receipt counts, too', async () => {
    const { licenceId, machine, activationId, content } = await active(2);
    await accept(machine.report(activationId, { ai_query: 100 }));
    machine.restore();
    expect(await accept(machine.report(activationId, { ai_query: 7 }))).toMatchObject({
      isNewEpoch: true,
      isTwin: false,
      consumption: { ai_query: 107 },
    });
    const other = hub.machine(content);
    const second = await hub.module.activations.accept(hub.people.support, other.request);
    await accept(other.report(second.activationId, { ai_query: 50 }));
    await hub.module.activations.acceptReceipt(
      hub.people.support,
      other.receipt(second.activationId, { ai_query: 60 }),
    );
    expect((await settle(licenceId)).consumption).toEqual({ ai_query: 167 });
  });

  test('that contradicts what was read is kept as refused and shows the copy of a machine', async () => {
    const { licenceId, machine, activationId } = await active();
    const clone = { ...machine };
    await accept(machine.report(activationId, { ai_query: 10 }));
    const { reports } = await hub.module.service.get(hub.people.owner, licenceId);
    // The copy counts on from the same report, and so does the original.
    const copied = clone.report(activationId, { ai_query: 15 }, { seq: 2 });
    const original = machine.report(activationId, { ai_query: 30 }, { seq: 2, previous: reports[0]!.digest });
    expect(await accept(copied)).toMatchObject({ outcome: 'accepted' });
    expect(await accept(original)).toMatchObject({
      outcome: 'refused',
      fault: 'same_number_other_content',
      isClone: true,
    });
    const fallen = machine.report(activationId, { ai_query: 1 }, { seq: 9 });
    expect(await accept(fallen)).toMatchObject({ outcome: 'refused', fault: 'counters_fell', isClone: false });
    const after = await hub.module.service.get(hub.people.owner, licenceId);
    expect(after.activations[0]!.cloneSince).not.toBeNull();
    expect(after.reports.filter(({ state }) => state === 'refused')).toHaveLength(2);
    expect(after.unsettled).toEqual({ ai_query: 15 });
  });

  test('from two backups restored at once is taken and asked about', async () => {
    const { licenceId, machine, activationId } = await active();
    await accept(machine.report(activationId, { ai_query: 10 }));
    machine.restore();
    const twin = machine.report(activationId, { ai_query: 3 }, { epoch: newId(), seq: 1 });
    await accept(machine.report(activationId, { ai_query: 4 }, { seq: 1 }));
    expect(await accept(twin)).toMatchObject({ outcome: 'accepted', isTwin: true, consumption: { ai_query: 17 } });
    expect((await hub.module.service.get(hub.people.owner, licenceId)).activations[0]!.cloneSince).not.toBeNull();
  });

  test('signed by another machine is an error; a clock set back and a report after the end are shown', async () => {
    const { licenceId, machine, activationId, content } = await active();
    const foreign = hub.machine(content).report(activationId, { ai_query: 1 });
    await expect(accept(foreign)).rejects.toMatchObject({ code: 'licence.other_device' });
    await accept(machine.report(activationId, { ai_query: 1 }, { clock: '2026-01-01T00:00:00Z' }));
    await hub.module.activations.acceptReceipt(hub.people.support, machine.receipt(activationId, { ai_query: 1 }));
    hub.clock.advance(60_000);
    await accept(machine.report(activationId, { ai_query: 2 }));
    const { reports } = await hub.module.service.get(hub.people.owner, licenceId);
    expect(reports.map(({ isClockBehind, isAfterEnd }) => ({ isClockBehind, isAfterEnd }))).toEqual([
      { isClockBehind: false, isAfterEnd: true },
      { isClockBehind: true, isAfterEnd: false },
    ]);
  });
});
