import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { ActivationRow, ClockRow, LicenceFileRow, LicenceTx, RevocationsRow } from './licence.tables.ts';

/** The licence that holds: the one that became current last. */
export async function findCurrentFile(tx: LicenceTx): Promise<LicenceFileRow | null> {
  const found = tx
    .selectFrom('licenceFiles')
    .selectAll()
    .orderBy('currentSince', 'desc')
    .orderBy('serial', 'desc')
    .limit(1);
  return (await found.executeTakeFirst()) ?? null;
}

export async function findNewestFile(tx: LicenceTx, licenceId: string): Promise<LicenceFileRow | null> {
  const found = tx
    .selectFrom('licenceFiles')
    .selectAll()
    .where('licenceId', '=', licenceId)
    .orderBy('seq', 'desc')
    .limit(1);
  return (await found.executeTakeFirst()) ?? null;
}

export async function findFirstFile(tx: LicenceTx, licenceId: string): Promise<LicenceFileRow | null> {
  const found = tx.selectFrom('licenceFiles').selectAll().where('licenceId', '=', licenceId).orderBy('seq').limit(1);
  return (await found.executeTakeFirst()) ?? null;
}

export async function insertFile(tx: LicenceTx, row: LicenceFileRow): Promise<void> {
  await tx
    .insertInto('licenceFiles')
    .values({ ...row, usageBase: JSON.stringify(row.usageBase) as unknown as LicenceFileRow['usageBase'] })
    .execute();
}

export async function makeCurrent(tx: LicenceTx, serial: string, currentSince: Date): Promise<void> {
  await tx.updateTable('licenceFiles').set({ currentSince }).where('serial', '=', serial).execute();
}

/** The latest moment at which anything that is installed was issued. */
export async function findLatestIssue(tx: LicenceTx): Promise<Date | null> {
  const [file, list] = await Promise.all([
    tx.selectFrom('licenceFiles').select('issuedAt').orderBy('issuedAt', 'desc').limit(1).executeTakeFirst(),
    tx.selectFrom('licenceRevocations').select('issuedAt').orderBy('issuedAt', 'desc').limit(1).executeTakeFirst(),
  ]);
  const moments = [file, list].flatMap((row) => (row ? [row.issuedAt.getTime()] : []));
  return moments.length === 0 ? null : new Date(Math.max(...moments));
}

export async function findActivation(tx: LicenceTx, state: 'requested' | 'active'): Promise<ActivationRow | null> {
  const found = tx.selectFrom('licenceActivations').selectAll().where('state', '=', state);
  return (await found.executeTakeFirst()) ?? null;
}

/** The last of a licence that was ever answered. */
export async function findLastActivation(tx: LicenceTx, licenceId: string): Promise<ActivationRow | null> {
  const found = tx
    .selectFrom('licenceActivations')
    .selectAll()
    .where('licenceId', '=', licenceId)
    .where('activationId', 'is not', null)
    .orderBy('activatedAt', 'desc')
    .limit(1);
  return (await found.executeTakeFirst()) ?? null;
}

export async function insertActivation(tx: LicenceTx, row: ActivationRow): Promise<void> {
  await tx
    .insertInto('licenceActivations')
    .values({ ...row, fingerprint: JSON.stringify(row.fingerprint) as unknown as ActivationRow['fingerprint'] })
    .execute();
}

export async function updateActivation(
  tx: LicenceTx,
  id: string,
  change: Partial<Omit<ActivationRow, 'id' | 'fingerprint'>> & { fingerprint?: ActivationRow['fingerprint'] },
): Promise<void> {
  const { fingerprint, ...rest } = change;
  const marks = fingerprint
    ? { fingerprint: JSON.stringify(fingerprint) as unknown as ActivationRow['fingerprint'] }
    : {};
  await tx
    .updateTable('licenceActivations')
    .set({ ...rest, ...marks })
    .where('id', '=', id)
    .execute();
}

export async function findNewestRevocations(tx: LicenceTx): Promise<RevocationsRow | null> {
  const found = tx.selectFrom('licenceRevocations').selectAll().orderBy('seq', 'desc').limit(1);
  return (await found.executeTakeFirst()) ?? null;
}

export async function insertRevocations(tx: LicenceTx, row: RevocationsRow): Promise<void> {
  await tx.insertInto('licenceRevocations').values(row).execute();
}

/** Locked: two processes that look at the clock at once do so one after the other. */
export async function holdClock(tx: LicenceTx): Promise<ClockRow> {
  return await tx.selectFrom('licenceClock').selectAll().forUpdate().executeTakeFirstOrThrow();
}

export async function readClockRow(tx: LicenceTx): Promise<ClockRow> {
  return await tx.selectFrom('licenceClock').selectAll().executeTakeFirstOrThrow();
}

export async function updateClock(tx: LicenceTx, change: Partial<Omit<ClockRow, 'isOnly'>>): Promise<void> {
  await tx.updateTable('licenceClock').set(change).execute();
}

/** The history that the database stands in: a recovery ends on one of its own. The first eight signs of a segment's name. */
export async function readTimeline(tx: Tx): Promise<string> {
  const { rows } = await sql<{ segment: string }>`select pg_walfile_name(pg_current_wal_lsn()) as segment`.execute(tx);
  return rows[0]!.segment.slice(0, 8);
}
