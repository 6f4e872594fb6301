import type { Database, Tx } from '@nexus/db';
import {
  type Actor,
  AppError,
  type Clock,
  decodeCursor,
  InvalidInputError,
  isUuid,
  newId,
  type Page,
  type PersonActor,
  pageOf,
} from '@nexus/kernel';
import { type AuditEntryInput, encodeEntry } from './audit.entry.ts';
import { AuditDiskFullError } from './audit.errors.ts';
import {
  type ActivityPosition,
  type ActivityRow,
  type AnyTx,
  type EntryFilter,
  type EntryRow,
  listActivity,
  listEntries,
  stageEntries,
} from './audit.repository.ts';
import type { AuditTables } from './audit.tables.ts';
import type { RecordingGate } from './log/recording-gate.ts';

export type PageRequest = { cursor?: string | undefined; limit: number };

export type AuditService = {
  /**
   * Stages an entry in the caller's transaction: when this fails, or the transaction does, neither the action nor the entry happened.
   * The actor must be the one of the transaction (for `withWorker`: a system actor), or the database refuses.
   * @throws AuditEntryRefusedError for an entry that is not content-free; AuditLogBrokenError while the log does not agree with its checkpoints;
   * AuditDiskFullError
   */
  record(tx: AnyTx, entry: AuditEntryInput): Promise<void>;
  /** Several entries in one statement: all are staged, in this order, or none. */
  recordAll(tx: AnyTx, entries: readonly AuditEntryInput[]): Promise<void>;
  /** Stages an entry in a transaction of its own, durable when it returns. */
  recordNow(entry: AuditEntryInput): Promise<void>;
  /** For refusals, whose own transaction is rolled back. When this fails the request fails: no entry, no answer. */
  recordDenial(actor: Actor, denial: Omit<AuditEntryInput, 'actor' | 'outcome'>): Promise<void>;
  /** Newest first. Reading the log is itself recorded, before the first row is read. For holders of the role auditor. */
  listEntries(actor: PersonActor, filter: EntryFilter, page: PageRequest): Promise<Page<EntryRow>>;
  /** What the person did, and who signed in or tried to as that person, newest first. */
  listActivity(actor: PersonActor, page: PageRequest): Promise<Page<ActivityRow>>;
};

export type AuditServiceOptions = {
  database: Pick<Database, 'withActor' | 'withWorker' | 'withAuditor'>;
  clock: Clock;
  gate: Pick<RecordingGate, 'ensureOpenFor'>;
};

export function createAuditService({ database, clock, gate }: AuditServiceOptions): AuditService {
  const recordAll = async (tx: AnyTx, entries: readonly AuditEntryInput[]): Promise<void> => {
    for (const { action } of entries) gate.ensureOpenFor(action);
    const now = clock.now();
    const encoded = entries.map((entry) => encodeEntry(entry, newId(now.getTime()), now));
    if (encoded.length === 0) return;
    await stageEntries(tx, encoded, explainFullDisk).catch((error: unknown) => {
      throw explainFullDisk(error);
    });
  };
  const record = (tx: AnyTx, entry: AuditEntryInput): Promise<void> => recordAll(tx, [entry]);
  const recordNow = (entry: AuditEntryInput): Promise<void> => {
    const { actor } = entry;
    if (actor.kind === 'system') return database.withWorker(actor.job, (tx) => record(tx, entry));
    return database.withActor(actor, (tx) => record(tx, entry));
  };

  return {
    record,
    recordAll,
    recordNow,
    recordDenial: (actor, denial) => recordNow({ ...denial, actor, outcome: 'denied' }),

    async listEntries(actor, filter, { cursor, limit }) {
      const before = cursor === undefined ? null : sequenceOf(cursor);
      await recordNow({ actor, action: 'audit.read', outcome: 'success', details: filterDetails(filter, limit) });
      const rows = await database.withAuditor(
        actor,
        (tx: Tx<AuditTables>) => listEntries(tx, filter, before, limit + 1),
        { readOnly: true },
      );
      return pageOf(rows, limit, (row) => [Number(row.sequence)]);
    },

    async listActivity(actor, { cursor, limit }) {
      const before = cursor === undefined ? null : positionOf(cursor);
      const rows = await database.withActor(actor, (tx: Tx<AuditTables>) => listActivity(tx, before, limit + 1), {
        readOnly: true,
      });
      return pageOf(rows, limit, (row) => [row.recordedAt.toISOString(), row.id]);
    },
  };
}

function filterDetails(filter: EntryFilter, limit: number) {
  const { from, to, ...rest } = filter;
  return { ...rest, from: from?.toISOString(), to: to?.toISOString(), limit };
}

function sequenceOf(cursor: string): bigint {
  const [sequence] = decodeCursor(cursor, 1);
  if (!Number.isSafeInteger(sequence)) throw foreignCursor();
  return BigInt(sequence!);
}

function positionOf(cursor: string): ActivityPosition {
  const [time, id] = decodeCursor(cursor, 2);
  const recordedAt = new Date(String(time));
  if (Number.isNaN(recordedAt.getTime()) || typeof id !== 'string' || !isUuid(id)) throw foreignCursor();
  return { recordedAt, id };
}

function foreignCursor(): InvalidInputError {
  return new InvalidInputError('The cursor is not valid; start again from the first page.', [
    { path: 'cursor', message: 'not a cursor of this list' },
  ]);
}

function explainFullDisk(error: unknown): unknown {
  const isFull = error instanceof AppError && error.meta['sqlState'] === '53100';
  return isFull ? new AuditDiskFullError({ cause: error }) : error;
}
