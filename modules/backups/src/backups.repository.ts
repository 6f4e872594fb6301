import { sql } from 'kysely';
import type { BackupsTx } from './backups.ports.ts';
import type {
  BackupGenerationRow,
  BackupPruningRow,
  BackupRunRow,
  BackupTargetRow,
  DrillQuestionRow,
  RunKind,
  RunState,
} from './backups.tables.ts';

export async function insertTarget(tx: BackupsTx, row: BackupTargetRow): Promise<void> {
  await tx.insertInto('backupTargets').values(row).execute();
}

export async function listTargets(tx: BackupsTx): Promise<BackupTargetRow[]> {
  return await tx.selectFrom('backupTargets').selectAll().where('state', '=', 'active').orderBy('id').execute();
}

export async function findTarget(tx: BackupsTx, targetId: string): Promise<BackupTargetRow | null> {
  const found = tx.selectFrom('backupTargets').selectAll().where('id', '=', targetId).where('state', '=', 'active');
  return (await found.executeTakeFirst()) ?? null;
}

export async function updateTarget(
  tx: BackupsTx,
  targetId: string,
  change: Partial<Omit<BackupTargetRow, 'id'>>,
): Promise<boolean> {
  const result = await tx
    .updateTable('backupTargets')
    .set(change)
    .where('id', '=', targetId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** False when the same kind is waiting or running at this place. */
export async function insertRun(tx: BackupsTx, row: BackupRunRow): Promise<boolean> {
  const result = await tx
    .insertInto('backupRuns')
    .values({ ...row, result: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n) === 1;
}

export async function listRuns(tx: BackupsTx, limit: number): Promise<BackupRunRow[]> {
  return await tx.selectFrom('backupRuns').selectAll().orderBy('requestedAt', 'desc').limit(limit).execute();
}

export async function findRun(tx: BackupsTx, runId: string): Promise<BackupRunRow | null> {
  return (await tx.selectFrom('backupRuns').selectAll().where('id', '=', runId).executeTakeFirst()) ?? null;
}

export async function listWaitingRuns(tx: BackupsTx): Promise<BackupRunRow[]> {
  return await tx.selectFrom('backupRuns').selectAll().where('state', '=', 'queued').orderBy('requestedAt').execute();
}

/** The newest of a kind at a place that ended so. */
export async function findLastRun(
  tx: BackupsTx,
  targetId: string,
  kind: RunKind,
  states: readonly RunState[],
): Promise<BackupRunRow | null> {
  const found = await tx
    .selectFrom('backupRuns')
    .selectAll()
    .where('targetId', '=', targetId)
    .where('kind', '=', kind)
    .where('state', 'in', states)
    .orderBy('requestedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return found ?? null;
}

export type RunChange = Partial<
  Pick<BackupRunRow, 'state' | 'stage' | 'bytesDone' | 'bytesTotal' | 'startedAt' | 'finishedAt' | 'problem'>
> & { result?: object };

export async function moveRun(
  tx: BackupsTx,
  runId: string,
  from: readonly RunState[],
  { result, ...change }: RunChange,
): Promise<boolean> {
  const changed = await tx
    .updateTable('backupRuns')
    .set({ ...change, ...(result ? { result: JSON.stringify(result) } : {}) })
    .where('id', '=', runId)
    .where('state', 'in', from)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** What a dead process had in hand waits again. */
export async function releaseRuns(tx: BackupsTx): Promise<void> {
  await tx.updateTable('backupRuns').set({ state: 'queued', stage: null }).where('state', '=', 'running').execute();
}

export async function insertGeneration(tx: BackupsTx, row: BackupGenerationRow): Promise<void> {
  await tx
    .insertInto('backupGenerations')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function listGenerations(tx: BackupsTx): Promise<BackupGenerationRow[]> {
  return await tx
    .selectFrom('backupGenerations')
    .selectAll()
    .where('state', '=', 'kept')
    .orderBy('takenAt', 'desc')
    .execute();
}

export async function markVerified(
  tx: BackupsTx,
  generations: readonly { id: string; isWhole: boolean }[],
  at: Date,
): Promise<void> {
  for (const { id, isWhole } of generations)
    await tx.updateTable('backupGenerations').set({ verifiedAt: at, isWhole }).where('id', '=', id).execute();
}

export async function markPruned(tx: BackupsTx, targetId: string, before: number): Promise<void> {
  await tx
    .updateTable('backupGenerations')
    .set({ state: 'pruned' })
    .where('targetId', '=', targetId)
    .where('sequence', '<', before)
    .where('state', '=', 'kept')
    .execute();
}

export async function insertPruning(tx: BackupsTx, row: BackupPruningRow): Promise<boolean> {
  const result = await tx
    .insertInto('backupPrunings')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n) === 1;
}

export async function listPrunings(tx: BackupsTx): Promise<BackupPruningRow[]> {
  return await tx.selectFrom('backupPrunings').selectAll().orderBy('askedAt', 'desc').limit(50).execute();
}

export async function movePruning(
  tx: BackupsTx,
  pruningId: string,
  from: readonly BackupPruningRow['state'][],
  change: Partial<Pick<BackupPruningRow, 'state' | 'confirmedBy' | 'notBefore' | 'finishedAt'>>,
): Promise<boolean> {
  const result = await tx
    .updateTable('backupPrunings')
    .set(change)
    .where('id', '=', pruningId)
    .where('state', 'in', from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function insertDrillQuestion(tx: BackupsTx, row: DrillQuestionRow): Promise<void> {
  await tx.insertInto('drillQuestions').values(row).execute();
}

export async function listDrillQuestions(tx: BackupsTx): Promise<DrillQuestionRow[]> {
  return await tx.selectFrom('drillQuestions').selectAll().orderBy('id').execute();
}

export async function deleteDrillQuestion(tx: BackupsTx, questionId: string): Promise<boolean> {
  const result = await tx.deleteFrom('drillQuestions').where('id', '=', questionId).executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** Takes or keeps the lead for so long; false while another process has it. The clock is the database's: that of a process may be wrong. */
export async function holdLead(tx: BackupsTx, holder: string, seconds: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update backup_leader set holder = ${holder}, until = now() + make_interval(secs => ${seconds})
     where holder = ${holder} or until < now()`.execute(tx);
  return numAffectedRows === 1n;
}

export async function leaveLead(tx: BackupsTx, holder: string): Promise<void> {
  await sql`update backup_leader set holder = null, until = '-infinity' where holder = ${holder}`.execute(tx);
}

/** Whether the server still keeps the log that a place has not got yet, and how far behind it is. */
export async function findSlot(
  tx: BackupsTx,
  slot: string,
): Promise<{ status: string | null; behindBytes: bigint | null } | null> {
  const { rows } = await sql<{ status: string | null; behindBytes: bigint | null }>`
    select wal_status as status, (pg_current_wal_lsn() - restart_lsn)::bigint as "behindBytes"
      from pg_replication_slots where slot_name = ${slot}`.execute(tx);
  return rows[0] ?? null;
}

export async function readServerMajor(tx: BackupsTx): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select current_setting('server_version_num')::int as version`.execute(tx);
  return Math.floor(rows[0]!.version / 10_000);
}
