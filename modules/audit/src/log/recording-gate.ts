import type { AuditAction } from '../audit.actions.ts';
import { AuditLogBrokenError } from '../audit.errors.ts';

/** What does not agree, and where. Sizes and places are those of entries. */
export type LogBreak = {
  kind: /** The second place has seen a longer log: entries from `ourSize` on are gone. */
    | 'rolled_back'
    /** The log has other entries than those that were signed. */
    | 'forked'
    /** The second place belongs to another log, or this log was exchanged. */
    | 'replaced'
    /** Entries in the database are not those that the tree committed to. */
    | 'entries_changed';
  /** `database` or the name of the second place. */
  seenBy: string;
  /** Of the checkpoint that does not agree. */
  size: number;
  root: string;
  ourSize: number;
  /** The log agrees with what was signed at least up to here. */
  agreesUpTo: number;
  foundAt: Date;
};

/** While the log is broken, only what is needed to look into it can be recorded: signing in, and the log itself. */
const always: ReadonlySet<string> = new Set([
  'audit',
  'audit_key',
  'session',
  'second_factor',
  'passkey',
  'request',
  'system',
  'password',
]);

export type RecordingGate = {
  current(): LogBreak | null;
  close(found: LogBreak): void;
  open(): void;
  /** @throws AuditLogBrokenError for an action that must wait */
  ensureOpenFor(action: AuditAction): void;
};

/** Fails closed: what cannot be recorded in a log that holds is not done. One for each process; every process checks for itself. */
export function createRecordingGate(): RecordingGate {
  let found: LogBreak | null = null;
  return {
    current: () => found,
    close(how) {
      found ??= how;
    },
    open() {
      found = null;
    },
    ensureOpenFor(action) {
      if (found !== null && !always.has(action.slice(0, action.indexOf('.')))) throw new AuditLogBrokenError();
    },
  };
}
