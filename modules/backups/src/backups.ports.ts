import type { BlobStore } from '@nexus/blobs';
import type { Sealer } from '@nexus/crypto';
import type { ConnectionSettings, Database, Tx } from '@nexus/db';
import type { Actor, Clock, Logger, PersonActor } from '@nexus/kernel';
import type { BackupsAction } from './backups.actions.ts';
import type { BackupsTables } from './backups.tables.ts';
import type { HeldBlobs } from './making/held-blobs.ts';
import type { TargetConfig } from './targets/open-target.ts';

export type BackupsTx = Tx<BackupsTables>;

export type AuditPort = {
  record(
    tx: BackupsTx,
    entry: {
      actor: Actor;
      action: BackupsAction;
      outcome: 'success' | 'denied' | 'failed';
      objects?: { kind: string; id: string }[];
      reason?: string;
      details?: Record<string, string | number | boolean>;
    },
  ): Promise<void>;
};

/** The key that wraps those of the stores, and the system's own sealer. */
export type KeysPort = {
  deriveRootPurposeKey(purpose: 'backup'): Buffer;
  system(): Sealer;
};

export type DocumentsPort = {
  /** Whether the acting person may read it. */
  isReadable(actor: PersonActor, documentId: string): Promise<boolean>;
};

/** Where the server may connect to. */
export type DestinationsPort = {
  allow(destination: { purpose: string; protocol: 'tcp'; host: string; port: number }): () => void;
};

export type DrillQuestion = { id: string; text: string; documentId: string; personId: string };

export type DrillAnswer = { questionId: string; isRight: boolean; answered: boolean; milliseconds: number };

export type DrillResult = {
  generationId: string;
  until: string;
  restoreSeconds: number;
  answeringSeconds: number;
  rows: number;
  tables: number;
  indexes: number;
  blobs: number;
  missingBlobs: number;
  auditEntries: number;
  auditFaults: number;
  questions: DrillAnswer[];
};

/** Restores into a scratch instance that acts on nothing, asks, and leaves nothing behind. */
export type DrillPort = {
  run(options: {
    target: TargetConfig;
    questions: readonly DrillQuestion[];
    signal: AbortSignal;
    onProgress(progress: { stage: string; bytes: number; totalBytes: number }): void;
  }): Promise<DrillResult>;
};

export type BackupsDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  /** Credentials of the replication protocol; null when nobody configured them. */
  replication: ConnectionSettings | null;
  /** Whose files these are: removals wait for the backups. */
  held: HeldBlobs;
  blobs: Pick<BlobStore, 'list' | 'read'>;
  keys: KeysPort;
  audit: AuditPort;
  documents: DocumentsPort;
  destinations: DestinationsPort;
  drill: DrillPort;
  /** Small files that a restore puts back, such as the wrapped root key. */
  extras(): Promise<{ name: string; bytes: Uint8Array }[]>;
  dataDir: string;
  /** Folders below which backups may be written; an administrator of the system sets them. */
  roots: readonly string[];
  clock: Clock;
  logger: Logger;
};
