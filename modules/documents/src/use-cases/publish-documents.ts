import type { Tx } from '@nexus/db';
import type { Clock, Logger } from '@nexus/kernel';
import type { AuditPort, JobsPort, KeyringPort } from '../documents.ports.ts';
import type { DocumentsTables } from '../documents.tables.ts';
import { listOtherPlacesBelow } from '../ingest.repository.ts';
import type { ReadDocument } from '../ingest-committer.ts';
import { ingestEntry } from '../ingest-entry.ts';
import * as repository from '../publish.repository.ts';
import { leavePlaces } from './leave-places.ts';
import { ingestQueue } from './upload-document.ts';

export type PublishDependencies = {
  keyring: KeyringPort;
  audit: Pick<AuditPort, 'recordAll'>;
  jobs: JobsPort;
  /** Removes documents that are marked as going. */
  purge: (documentIds: readonly string[]) => Promise<void>;
  clock: Clock;
  logger: Logger;
};

/** What is left to do once the transaction of a publication has been committed. */
export type Aftermath = { goingIds: string[]; requeuedVersionIds: string[] };

/** Makes documents that were read the ones that are shown: their rows, their parts and their audit entries, all of them in a few statements. */
export function createPublishDocuments({ keyring, audit, jobs, purge, clock, logger }: PublishDependencies) {
  const aftermaths = new WeakMap<ReadDocument, Aftermath>();

  /** In the transaction that also changes the index. Safe to run again when that was rolled back. */
  async function publish(anyTx: Tx, documents: readonly ReadDocument[]) {
    const tx = anyTx as Tx<DocumentsTables>;
    const published = await repository.publishVersions(tx, documents);
    const accepted = documents.filter(({ version }) => published.get(version.id)?.isAccepted);
    await repository.replaceParts(
      tx,
      accepted.map(({ version }) => version.id),
      accepted.flatMap(({ parts }) => parts),
    );
    for (const document of accepted) {
      aftermaths.delete(document);
      if (published.get(document.version.id)?.replacedVersionId)
        aftermaths.set(document, await dropOthers(tx, document));
    }
    for (const document of documents)
      if (published.get(document.version.id)?.isRequeued)
        aftermaths.set(document, { goingIds: [], requeuedVersionIds: [document.version.id] });
    await audit.recordAll(
      anyTx,
      accepted.map(({ version, change }) =>
        ingestEntry('document.ingested', 'success', version, { passages: change.passages, parts: change.parts }),
      ),
    );
    return published;
  }

  /** What only the older version carried goes with it. */
  async function dropOthers(tx: Tx<DocumentsTables>, { version, attachmentIds }: ReadDocument): Promise<Aftermath> {
    const placeIds = await listOtherPlacesBelow(tx, version.documentId, attachmentIds);
    if (placeIds.length === 0) return { goingIds: [], requeuedVersionIds: [] };
    const leaving = { placeIds, labelIds: [version.labelId] };
    return await leavePlaces(tx, await keyring.forSpace(version.spaceId), leaving, clock.now());
  }

  /** After the commit. */
  async function finish(document: ReadDocument, isAccepted: boolean): Promise<void> {
    const { goingIds, requeuedVersionIds } = aftermaths.get(document) ?? { goingIds: [], requeuedVersionIds: [] };
    if (requeuedVersionIds.length > 0)
      await jobs.sendAll(
        ingestQueue,
        requeuedVersionIds.map((versionId) => ({ versionId })),
      );
    if (goingIds.length > 0) await purge(goingIds);
    if (!isAccepted) logger.info('document not wanted any more', { versionId: document.version.id });
  }

  return { publish, finish };
}
