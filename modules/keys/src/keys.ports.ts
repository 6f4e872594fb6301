import type { Sealer } from '@nexus/crypto';
import type { Actor } from '@nexus/kernel';
import type { KeysAction } from './keys.actions.ts';
import type { AnyTx } from './keys.repository.ts';

/** What the keyring needs of the database: transactions of its own job. */
export type KeysDatabase = {
  withWorker<Result>(
    job: string,
    run: (tx: AnyTx) => Promise<Result>,
    options?: { readOnly?: boolean },
  ): Promise<Result>;
};

/** What officers do is done in their own transaction. */
export type AdministrationDatabase = KeysDatabase & {
  withActor<Result>(
    actor: Actor,
    run: (tx: AnyTx) => Promise<Result>,
    options?: { readOnly?: boolean },
  ): Promise<Result>;
  listen(channel: string, onNotify: () => void): Promise<{ stop(): Promise<void> }>;
};

/** Sealed bytes with what it takes to open them. */
export type SealedSample = { context: { kind: string; objectId: string; version?: number }; sealed: Buffer };

/**
 * Everything that one module has sealed, for whoever replaces or destroys a key. Each module supplies its own, and a test fails for a column that
 * nobody answers for.
 */
export type SealedContent = {
  /** Objects of the space that another key than `keyId` sealed. */
  countOthers(tx: AnyTx, spaceId: string, keyId: Uint8Array): Promise<number>;
  /** One pass that seals them anew. Writers go on; what they write meanwhile is for the next pass. May be broken off anywhere and begun again. */
  reseal(spaceId: string, sealer: Sealer, onBatch: (objects: number) => Promise<void>): Promise<void>;
  /** Removes all of the space; how many objects. May be begun again. */
  erase(spaceId: string): Promise<number>;
  /** A few objects of the space, to prove later that they do not open. */
  sample(spaceId: string, perTable: number): Promise<SealedSample[]>;
};

export type JobsPort = {
  send(queue: string, data: { id: string }): Promise<unknown>;
};

type Entry = {
  actor: Actor;
  action: KeysAction;
  outcome: 'success' | 'denied' | 'failed';
  spaceId?: string;
  objects?: readonly { kind: string; id: string }[];
  reason?: string;
  details?: Record<string, string | number | boolean>;
};

export type AuditPort = {
  record(tx: AnyTx, entry: Entry): Promise<void>;
  recordNow(entry: Entry): Promise<void>;
};

/** A generation of backups in which an erased space can still be opened. */
export type BackupGeneration = { id: string; takenAt: string; expiresAt: string | null; place: string };

export type BackupsPort = {
  generationsThatHold(spaceId: string): Promise<BackupGeneration[]>;
};
