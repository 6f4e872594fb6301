import type { Sealer } from '@nexus/crypto';
import type { Database, Tx } from '@nexus/db';
import type { Actor } from '@nexus/kernel';
import type { QueryExecutorProvider } from 'kysely';
import type { AccountsAction } from './accounts.actions.ts';
import type { AccountsTables } from './accounts.tables.ts';

export type AccountsTx = Tx<AccountsTables>;

/** An open transaction of anybody, whatever tables it is typed with. */
export type AnyTx = QueryExecutorProvider & { readonly isTransaction: true };

export type AccountsDatabase = Pick<Database, 'withActor' | 'withWorker'>;

/** Of the system sealer. */
export type AccountsSealer = Pick<Sealer, 'sealText' | 'openText' | 'sealJson' | 'openJson' | 'fingerprint'>;

export type AuditEntry = {
  actor: Actor;
  action: AccountsAction;
  outcome: 'success' | 'denied' | 'failed';
  spaceId?: string;
  objects?: { kind: string; id: string }[];
  reason?: string;
  /** Content-free: names of routes, roles, counts. */
  details?: Record<string, string | number | boolean>;
};

/** Stages an entry in the caller's transaction; when it throws, what it would have recorded does not happen. */
export type AuditPort = { record(tx: AnyTx, entry: AuditEntry): Promise<void> };
