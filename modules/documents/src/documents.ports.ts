import type { Sealer } from '@nexus/crypto';
import type { Tx } from '@nexus/db';
import type { Actor } from '@nexus/kernel';
import type { Passage } from '@nexus/search';
import type { SpaceRole } from './documents.policy.ts';

export type KeyringPort = { forSpace(spaceId: string): Promise<Sealer> };

export type SpacesPort = {
  /** Role of the acting person in the space, and the label for what enters it; null when not a member. */
  findMembership(tx: Tx, personId: string, spaceId: string): Promise<{ role: SpaceRole; labelId: string } | null>;
  /** The label for what the server itself brings into the space. */
  labelOf(tx: Tx, spaceId: string): Promise<string>;
};

export type AuditEntry = {
  actor: Actor;
  action: string;
  outcome: 'success' | 'denied' | 'failed';
  spaceId?: string;
  labelId?: string;
  objects?: readonly { kind: string; id: string }[];
  reason?: string;
  details?: Record<string, unknown>;
};

export type AuditPort = {
  record(tx: Tx, entry: AuditEntry): Promise<void>;
  /** All of them in one statement, in this order. */
  recordAll(tx: Tx, entries: readonly AuditEntry[]): Promise<void>;
};

/** A version of a document as the index takes it. `sourceId` is the version's id. */
export type SourceDocument = {
  sourceId: string;
  documentId: string;
  title: string;
  language: 'es' | 'en' | 'und';
  kind: string;
  day: number | null;
  folderId: string | null;
  /** Read more than once; a large document's are unpacked as they are read. */
  passages: Iterable<Passage> & { readonly length: number };
};

export type IndexCell = { spaceId: string; labelId: string };

export type PassageIndexPort = {
  /**
   * Changes one cell in one transaction: `alongside` runs first and says which of the offered sources are still wanted and which older ones go;
   * passages, index and whatever `alongside` wrote become visible together or not at all.
   */
  change(
    job: string,
    cell: IndexCell,
    offered: readonly SourceDocument[],
    alongside: (tx: Tx) => Promise<{ accepted: ReadonlySet<string>; removed: readonly string[] }>,
  ): Promise<void>;
};

export type JobsPort = {
  /** At least once, after the caller's transaction: a lost hint is found again by the reconciler. */
  sendAll(queue: string, jobs: readonly { versionId: string }[]): Promise<void>;
};
