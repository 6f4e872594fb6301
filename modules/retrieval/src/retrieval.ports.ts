import type { Sealer } from '@nexus/crypto';
import type { Tx } from '@nexus/db';
import type { Actor } from '@nexus/kernel';

export type KeyringPort = { forSpace(spaceId: string): Promise<Sealer> };
export type FingerprintPort = { system(): Pick<Sealer, 'fingerprint' | 'sealText' | 'openText'> };

/** What the actor of a transaction may read: their spaces and the labels that their clearance dominates. */
export type Access = {
  spaceIds: readonly string[];
  labelIds: readonly string[];
  mayRead(spaceId: string, labelId: string): boolean;
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
};

/** What a hit shows of the document that it stands in. */
export type DocumentCard = {
  id: string;
  spaceId: string;
  labelId: string;
  versionId: string;
  fileName: string;
  folderPath: string;
  title: string;
  format: string | null;
  language: string | null;
  documentDate: string | null;
};

export type CardsPort = {
  /** By id of the version. In the reader's transaction: what the reader may not see is left out. */
  cardsOf(tx: Tx, versionIds: readonly string[]): Promise<ReadonlyMap<string, DocumentCard>>;
  /** Those of the given versions that are the current one of a document that is not being deleted. */
  /** Folders whose name or path is one of the given ones, with everything below them, as far as the actor may read them. */
  findFolderIds(tx: Tx, names: readonly string[], spaceIds: readonly string[] | null): Promise<string[]>;
  listCurrent(tx: Tx, versionIds: readonly string[]): Promise<ReadonlyMap<string, { day: number | null }>>;
};

export type AuditPort = {
  record(
    tx: Tx,
    entry: {
      actor: Actor;
      action: string;
      outcome: 'success' | 'denied' | 'failed';
      spaceId?: string;
      labelId?: string;
      objects?: readonly { kind: string; id: string }[];
      reason?: string;
      details?: Record<string, unknown>;
    },
  ): Promise<void>;
};

export type SourcesPort = {
  /** The versions that belong in the index of a cell, without their passages; in the order of their ids. */
  listSources(
    tx: Tx,
    cell: { spaceId: string; labelId: string },
  ): Promise<
    { sourceId: string; language: 'es' | 'en' | 'und'; kind: string; day: number | null; folderId: string | null }[]
  >;
};

export type JobsPort = { send(queue: string, data: { rebuildId: string }): Promise<void> };
