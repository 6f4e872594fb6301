import type { Tx } from '@nexus/db';
import { fold } from '@nexus/search';
import { type DocumentSummary, folderPath, openDocument } from './documents.opening.ts';
import type { AccessPort, KeyringPort, LabelsPort } from './documents.ports.ts';
import * as repository from './documents.repository.ts';
import type { DocumentsTables } from './documents.tables.ts';
import { findFoldersUpwards, listReadableFolders } from './folders.repository.ts';
import { listSpreadDocuments } from './places.repository.ts';

export type CardsDependencies = { keyring: KeyringPort; labels: Pick<LabelsPort, 'viewOf'>; accessOf: AccessPort };

/** What search and answers ask of documents, each in the transaction of whoever asks. */
export function createDocumentCards({ keyring, labels, accessOf }: CardsDependencies) {
  /** What a citation shows of its document. In the caller's transaction: what the reader may not see is left out. */
  async function cardsOf(tx: Tx, versionIds: readonly string[]): Promise<ReadonlyMap<string, DocumentSummary>> {
    const documents = tx as Tx<DocumentsTables>;
    const access = await accessOf(tx);
    const known = await repository.findVersions(documents, versionIds);
    const versions = known.filter(({ spaceId, labelId }) => access.mayRead(spaceId, labelId));
    const found = await repository.findActiveDocuments(
      documents,
      versions.map((version) => version.documentId),
    );
    const folders = await findFoldersUpwards(
      documents,
      found.map((document) => document.folderId),
    );
    const documentOf = new Map(found.map((document) => [document.id, document]));
    const cards = new Map<string, DocumentSummary>();
    for (const version of versions) {
      const document = documentOf.get(version.documentId);
      if (!document) continue;
      cards.set(
        version.id,
        openDocument(await keyring.forSpace(document.spaceId), labels, { document, latest: version }, folders),
      );
    }
    return cards;
  }

  /** Those of the given versions that are the current one of a document that is not being deleted. In the caller's transaction. */
  async function listCurrent(
    tx: Tx,
    versionIds: readonly string[],
  ): Promise<ReadonlyMap<string, { day: number | null }>> {
    const rows = await repository.listCurrentVersions(tx as Tx<DocumentsTables>, versionIds);
    return new Map(rows.map(({ id, day }) => [id, { day }]));
  }

  /** Folders whose path ends in one of the given names, with everything below them, among those that the actor may read. */
  async function findFolderIds(
    tx: Tx,
    names: readonly string[],
    spaceIds: readonly string[] | null,
  ): Promise<string[]> {
    const access = await accessOf(tx);
    const among = spaceIds ? access.spaceIds.filter((id) => spaceIds.includes(id)) : access.spaceIds;
    const rows = await listReadableFolders(tx as Tx<DocumentsTables>, among, access.labelIds);
    const wanted = names.map((name) => `/${fold(name)}`);
    const found: string[] = [];
    for (const [spaceId, folders] of Map.groupBy(rows, (row) => row.spaceId)) {
      const sealer = await keyring.forSpace(spaceId);
      for (const folder of folders) {
        const path = `/${fold(folderPath(sealer, folder.id, folders))}`;
        if (wanted.some((name) => path.endsWith(name) || path.includes(`${name}/`))) found.push(folder.id);
      }
    }
    return await inIndex(tx, found);
  }

  /** What a search in these folders asks the index for, so that it finds documents by any of their places. In the caller's transaction. */
  async function inIndex(tx: Tx, folderIds: readonly string[]): Promise<string[]> {
    return [...folderIds, ...(await listSpreadDocuments(tx as Tx<DocumentsTables>, { inFolders: folderIds }))];
  }

  /** The versions that belong in the index of a cell. In a transaction of the worker. */
  async function listSources(tx: Tx, cell: { spaceId: string; labelId: string }) {
    const rows = await repository.listIndexedVersions(tx as Tx<DocumentsTables>, cell);
    const spread = new Set(
      await listSpreadDocuments(tx as Tx<DocumentsTables>, { among: rows.map((row) => row.documentId) }),
    );
    return rows.map(({ id, documentId, language, format, day, folderId }) => {
      const inFolder = spread.has(documentId) ? documentId : folderId;
      return { sourceId: id, language: languageOf(language), kind: format ?? 'text', day, folderId: inFolder };
    });
  }

  return { cardsOf, listCurrent, findFolderIds, inIndex, listSources };
}

export function languageOf(language: string | null): 'es' | 'en' | 'und' {
  return language === 'es' || language === 'en' ? language : 'und';
}
