import type { Database, Tx } from '@nexus/db';
import { type Actor, type Clock, newId, type PersonActor, systemActor } from '@nexus/kernel';
import { armour, openByDevice, signByDevice } from '@nexus/licence-file';
import type { WrittenFile } from '../files/activation.service.ts';
import { instant } from '../files/instant.ts';
import type { SealedFiles } from '../files/sealed-files.ts';
import { NoLicenceError, NotActivatedError, ReportNotFoundError } from '../licence.errors.ts';
import type { AuditPort, ProgramPort } from '../licence.ports.ts';
import * as repository from '../licence.repository.ts';
import type { ActivationRow, LicenceTables, LicenceTx, ReportRow } from '../licence.tables.ts';
import { countersOf } from './counters.ts';
import { monthBefore, monthOf } from './months.ts';
import * as usage from './usage.repository.ts';

export type ReportsDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  files: SealedFiles;
  program: ProgramPort;
  audit: AuditPort;
  clock: Clock;
};

export type Report = Pick<ReportRow, 'id' | 'seq' | 'period' | 'isMonthClosed' | 'counters' | 'writtenAt'> & {
  epochNumber: number;
};

const job = 'licence';
const listed = 60;

/** Signed files that say how much was used. One closes each month by itself; people may ask for one at any time. */
export function createReportsService({ database, files, program, audit, clock }: ReportsDependencies) {
  /** One that says how it stands now; the month stays open. */
  async function write(actor: PersonActor): Promise<{ report: Report; file: WrittenFile }> {
    return await database.withActor<LicenceTables, { report: Report; file: WrittenFile }>(actor, async (tx) => {
      const active = await repository.findActivation(tx, 'active');
      if (!active) throw (await repository.findCurrentFile(tx)) ? new NotActivatedError() : new NoLicenceError();
      return await writeIn(tx, actor, active, { period: monthOf(clock.now()), isMonthClosed: false });
    });
  }

  /** Closes months that are over and that no report has closed yet. A machine that was off for a while closes them in one: totals say it all. */
  async function closeMonths(): Promise<void> {
    await database.withWorker<LicenceTables, void>(job, async (tx) => {
      const active = await repository.findActivation(tx, 'active');
      if (!active?.activationId) return;
      const period = monthBefore(monthOf(clock.now()));
      if (period < monthOf(active.activatedAt!)) return;
      const closed = await usage.findLastClosedPeriod(tx, active.activationId);
      if (closed !== null && closed >= period) return;
      await writeIn(tx, systemActor(job), active, { period, isMonthClosed: true });
    });
  }

  async function writeIn(
    tx: LicenceTx,
    actor: Actor,
    active: ActivationRow,
    { period, isMonthClosed }: Pick<ReportRow, 'period' | 'isMonthClosed'>,
  ): Promise<{ report: Report; file: WrittenFile }> {
    const { highWater } = await repository.holdClock(tx);
    const { epoch: id } = (await usage.findLatestEpoch(tx))!;
    const epoch = await usage.holdEpoch(tx, id);
    const row = await repository.findCurrentFile(tx);
    const counters = await countersOf(tx as Tx, epoch, row ? files.openLicence(row).content.meteredUnits : []);
    const now = clock.now();
    const key = files.signingKeyOf(active);
    const seq = epoch.reports + 1;
    const bytes = signByDevice(
      'usage-report',
      {
        issuedAt: instant(now),
        activationId: active.activationId!,
        licenceId: active.licenceId,
        product: program.product,
        version: program.version,
        period,
        isMonthClosed,
        epoch: epoch.epoch,
        epochNumber: epoch.number,
        epochReason: epoch.reason,
        seq,
        previous: epoch.lastDigest,
        counters,
        clock: instant(now),
        highWater: instant(highWater > now ? highWater : now),
      },
      key,
    );
    const { digest } = openByDevice('usage-report', bytes, key);
    const report = { id: newId(now.getTime()), seq, period, isMonthClosed, counters, writtenAt: now };
    await usage.insertReport(tx, { ...report, epoch: epoch.epoch, file: files.sealReport(report.id, bytes) });
    await usage.updateEpoch(tx, epoch.epoch, { reports: seq, lastDigest: digest });
    await record(tx, actor, 'usage_report.written', report.id, { seq, isMonthClosed });
    return { report: { ...report, epochNumber: epoch.number }, file: { name: nameOf(report), text: armour(bytes) } };
  }

  async function list(actor: PersonActor): Promise<Omit<Report, 'epochNumber'>[]> {
    return await database.withActor<LicenceTables, ReportRow[]>(actor, (tx) => usage.listReports(tx, listed));
  }

  async function open(actor: PersonActor, reportId: string): Promise<WrittenFile> {
    return await database.withActor<LicenceTables, WrittenFile>(actor, async (tx) => {
      const row = await usage.findReport(tx, reportId);
      if (!row) throw new ReportNotFoundError();
      await record(tx, actor, 'usage_report.downloaded', reportId, { seq: row.seq });
      return { name: nameOf(row), text: files.openReport(row) };
    });
  }

  function record(
    tx: LicenceTx,
    actor: Actor,
    action: 'usage_report.written' | 'usage_report.downloaded',
    id: string,
    details: Record<string, number | boolean>,
  ): Promise<void> {
    return audit.record(tx as Tx, {
      actor,
      action,
      outcome: 'success',
      objects: [{ kind: 'usage_report', id }],
      details,
    });
  }

  return { write, closeMonths, list, open };
}

function nameOf({ period, seq }: Pick<ReportRow, 'period' | 'seq'>): string {
  return `nexus-uso-${period}-${String(seq).padStart(3, '0')}.txt`;
}
