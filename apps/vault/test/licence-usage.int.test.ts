import { consumedSince, judgeReport, openByDevice } from '@nexus/licence-file';
import { beforeEach, describe, expect, test } from 'vitest';
import { type LicensedVault, startLicensedVault } from './licensed-vault.ts';

let v: LicensedVault;
beforeEach(async () => {
  v = await startLicensedVault();
  return v.close;
});

describe('what is used', () => {
  const metered = () =>
    v.file({
      kind: 'consumption',
      expires: null,
      meteredUnits: ['ai_query', 'active_user', 'gb', 'patient'],
    });

  test('is counted in the transaction of what is counted, reported at the month’s end and read back by the issuer', async () => {
    await v.take('fianza.txt', 'La fianza asciende a 93.000 euros.');
    await v.ask();
    await v.install(metered());
    const device = await v.activate();
    await v.ask();
    await v.ask();
    await expect(v.vault.answers.askQuestion(v.owner, { text: '¿?', spaceIds: null })).rejects.toThrow();
    await v.vault.licence.measure('gb', 7);
    await v.vault.licence.measure('gb', 3);
    await v.db.database.withWorker('test', async (tx) => v.vault.licence.metering.count(tx, 'patient', 12));
    await expect(
      v.db.database.withWorker('test', async (tx) => {
        await v.vault.licence.metering.count(tx, 'patient', 100);
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    for (const job of v.vault.licence.jobs) await job.run();
    const { report, file: interim } = await v.vault.licence.reports.write(v.owner);
    // The question before the licence, and the person who asked it this month already, are no business of the issuer.
    expect(report.counters).toEqual({ ai_query: 2, active_user: 0, gb: 7, patient: 12 });
    const first = openByDevice('usage-report', interim.text, device);
    expect(JSON.stringify(first.content)).not.toMatch(/fianza|Ana|Expedientes/);

    v.clock.set(new Date('2026-12-01T00:05:00Z'));
    await v.ask();
    for (const job of v.vault.licence.jobs) await job.run();
    for (const job of v.vault.licence.jobs) await job.run();
    const reports = await v.vault.licence.reports.list(v.owner);
    expect(reports.map(({ period, isMonthClosed }) => ({ period, isMonthClosed }))).toEqual([
      { period: '2026-11', isMonthClosed: true },
      { period: '2026-11', isMonthClosed: false },
    ]);
    const second = openByDevice(
      'usage-report',
      (await v.vault.licence.reports.open(v.owner, reports[0]!.id)).text,
      device,
    );
    expect(second.content.previous).toBe(first.digest);
    const known = {
      epochs: [first.content],
      same: null,
      before: { ...first.content, digest: first.digest },
      after: null,
    };
    expect(judgeReport(second.content, second.digest, known)).toMatchObject({ verdict: 'accepted', missing: 0 });
    expect(consumedSince(first.content.counters, second.content.counters)).toMatchObject({
      ai_query: 1,
      active_user: 1,
      patient: 0,
    });
  });

  test('stays counted, whoever edits the tables; requests can only add', async () => {
    await v.ask();
    await v.vault.licence.jobs[1]!.run();
    await expect(v.db.asOwner("update usage_totals set total = 0 where unit = 'ai_query'")).rejects.toThrow(
      'stays counted',
    );
    await expect(v.db.asOwner('delete from usage_people')).rejects.toThrow('stays counted');
    const asPerson = v.db.database.withActor(v.owner, (tx) => tx.deleteFrom('usageTotals' as never).execute());
    await expect(asPerson).rejects.toThrow();
  });

  test('a restored database begins an epoch with totals from nothing; a drill does not, and is not restricted', async () => {
    await v.install(metered());
    const device = await v.activate();
    await v.ask();
    const before = openByDevice('usage-report', (await v.vault.licence.reports.write(v.owner)).file.text, device);
    v.around.timeline = '00000002';
    await v.vault.licence.start();
    await v.ask();
    const after = openByDevice('usage-report', (await v.vault.licence.reports.write(v.owner)).file.text, device);
    expect(after.content).toMatchObject({
      epochNumber: 2,
      epochReason: 'restored',
      seq: 1,
      previous: before.digest,
      counters: { ai_query: 1 },
    });
    const known = { epochs: [before.content], same: null, before: null, after: null };
    expect(judgeReport(after.content, after.digest, known)).toEqual({
      verdict: 'accepted',
      isNewEpoch: true,
      missing: 0,
      isTwin: false,
    });

    await v.vault.licence.activation.deactivate(v.owner);
    await expect(v.ask()).rejects.toMatchObject({ code: 'licence.restricted' });
    const drill = await v.compose(true);
    const answer = await drill.answers.askQuestion(v.owner, { text: '¿A cuánto asciende la fianza?', spaceIds: null });
    expect(answer.outcome).toBeDefined();
    await drill.retrieval.close();
  });
});
