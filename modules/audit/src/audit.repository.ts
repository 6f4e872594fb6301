import { runAlongside, type Tx } from '@nexus/db';
import { type QueryExecutorProvider, sql } from 'kysely';
import type { AuditAction } from './audit.actions.ts';
import type { AuditOutcome } from './audit.entry.ts';
import type { AuditEntriesTable, AuditTables } from './audit.tables.ts';

/** An open transaction of anybody, whatever tables it is typed with. */
export type AnyTx = QueryExecutorProvider & { readonly isTransaction: true };

/** With the commit at the latest it is told when they could not be staged, as `explain` says it. */
export async function stageEntries(
  tx: AnyTx,
  entries: readonly Buffer[],
  explain: (error: unknown) => unknown,
): Promise<void> {
  const statement = sql`insert into audit_staged (entry) select unnest(${entries}::bytea[])`;
  await runAlongside(tx, 'audit.stage', statement, explain);
}

/** How many entries were moved to the log; null when another process is doing it. */
export async function sequenceEntries(tx: AnyTx, most: number): Promise<number | null> {
  const { rows } = await sql<{ moved: number | null }>`
    select sequence_audit_entries(${most}::integer) as moved`.execute(tx);
  return rows[0]!.moved;
}

export type EntryFilter = {
  action?: AuditAction | undefined;
  personId?: string | undefined;
  spaceId?: string | undefined;
  objectId?: string | undefined;
  outcome?: AuditOutcome | undefined;
  /** Inclusive. */
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
};

export type EntryRow = Pick<AuditEntriesTable, 'sequence' | 'leafHash' | 'entry'>;

/** Newest first, below `before` when given. */
export async function listEntries(
  tx: Tx<AuditTables>,
  filter: EntryFilter,
  before: bigint | null,
  limit: number,
): Promise<EntryRow[]> {
  let query = tx.selectFrom('auditEntries').select(['sequence', 'leafHash', 'entry']);
  if (before !== null) query = query.where('sequence', '<', before);
  if (filter.action !== undefined) query = query.where('action', '=', filter.action);
  if (filter.personId !== undefined) query = query.where('actorPersonId', '=', filter.personId);
  if (filter.spaceId !== undefined) query = query.where('spaceId', '=', filter.spaceId);
  if (filter.objectId !== undefined)
    query = query.where(sql<boolean>`sequence in (select audit_places_of(${filter.objectId}))`);
  if (filter.outcome !== undefined) query = query.where('outcome', '=', filter.outcome);
  if (filter.from !== undefined) query = query.where('recordedAt', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('recordedAt', '<', filter.to);
  return query.orderBy('sequence', 'desc').limit(limit).execute();
}

export type ActivityRow = Pick<
  AuditEntriesTable,
  'id' | 'recordedAt' | 'actorPersonId' | 'action' | 'outcome' | 'spaceId' | 'objectIds'
>;

export type ActivityPosition = { recordedAt: Date; id: string };

/** What row-level security shows to the person of the transaction, newest first. */
export async function listActivity(
  tx: Tx<AuditTables>,
  before: ActivityPosition | null,
  limit: number,
): Promise<ActivityRow[]> {
  let query = tx
    .selectFrom('auditEntries')
    .select(['id', 'recordedAt', 'actorPersonId', 'action', 'outcome', 'spaceId', 'objectIds']);
  if (before !== null) query = query.where(sql<boolean>`(recorded_at, id) < (${before.recordedAt}, ${before.id})`);
  return query.orderBy('recordedAt', 'desc').orderBy('id', 'desc').limit(limit).execute();
}
