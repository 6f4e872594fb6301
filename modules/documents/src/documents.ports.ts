import type { Sealer } from '@nexus/crypto';
import type { Tx } from '@nexus/db';
import type { Actor, PersonActor } from '@nexus/kernel';
import type { Passage } from '@nexus/search';
import type { SpaceRole } from './documents.policy.ts';

export type KeyringPort = { forSpace(spaceId: string): Promise<Sealer> };

export type SpacesPort = {
  /** Role of the acting person in the space, the label for what enters it, and its ceiling; null when not a member. */
  findMembership(
    tx: Tx,
    personId: string,
    spaceId: string,
  ): Promise<{ role: SpaceRole; labelId: string; ceilingLabelId: string | null } | null>;
  /** The label for what the server itself brings into the space. */
  labelOf(tx: Tx, spaceId: string): Promise<string>;
};

/** What the actor of a transaction may read: their spaces and the labels that their clearance dominates. */
export type Access = {
  spaceIds: readonly string[];
  labelIds: readonly string[];
  mayRead(spaceId: string, labelId: string): boolean;
  /** Whether the person may write this label on content: they read what they write. */
  mayUse(labelId: string): boolean;
};
export type AccessPort = (tx: Tx) => Promise<Access>;

export type LabelView = {
  id: string;
  text: string;
  textEn: string;
  portionMark: string;
  rank: number;
  colour: string;
};

export type LabelsPort = {
  /** As it is shown; who may see it is up to the caller. */
  viewOf(labelId: string): LabelView;
  /** The least label that covers all of the given ones. */
  joinOf(tx: Tx, labelIds: readonly string[]): Promise<LabelView>;
  /** Whether whoever reads `upper` reads `lower`. */
  isCovered(lower: string, upper: string): boolean;
  isAllowedBelow(labelId: string, ceilingLabelId: string | null): boolean;
  /** The label that a text says of itself; null when it says none. */
  suggest(sample: {
    lines: readonly string[];
    paragraphs: readonly string[];
  }): Promise<{ labelId: string; written: string; kind: 'banner' | 'portion'; unknown: readonly string[] } | null>;
};

/** What others have derived from a document, in the transaction that changes its label. */
export type DerivedPort = { relabel(tx: Tx, documentId: string, labelId: string): Promise<void> };

export type PeoplePort = {
  /** Display names, for people whom the caller shares a space with. Unknown ids are left out. */
  namesOf(actor: PersonActor, personIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
};

/** Whether the licence of this server allows something new. */
export type LicencePort = { ensureNewWork(module: 'documents'): Promise<void> };

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
  /** Moves one source between two cells of a space, in one transaction with what `alongside` writes; null when the index knows nothing of it. */
  move(
    job: string,
    from: IndexCell,
    to: IndexCell,
    alongside: (tx: Tx) => Promise<Omit<SourceDocument, 'title' | 'passages'> | null>,
  ): Promise<void>;
};

export type JobsPort = {
  /** At least once, after the caller's transaction: a lost hint is found again by the reconciler. */
  sendAll(queue: string, jobs: readonly { versionId: string }[]): Promise<void>;
};
