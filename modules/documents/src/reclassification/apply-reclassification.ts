import { type Database, retrySerializable, type Tx } from '@nexus/db';
import { type Clock, ConflictError, type Logger, newId } from '@nexus/kernel';
import { languageOf } from '../documents.cards.ts';
import { folderPath } from '../documents.opening.ts';
import type { AuditPort, DerivedPort, KeyringPort, LabelsPort, PassageIndexPort } from '../documents.ports.ts';
import type { DocumentRow, DocumentsTables, ReclassificationRow } from '../documents.tables.ts';
import { ensureFolders, findFoldersUpwards } from '../folders.repository.ts';
import { indexFolderOf } from '../index-folder.ts';
import { listPlaces, lockDocuments } from '../places.repository.ts';
import * as repository from './reclassifications.repository.ts';

export type ApplyDependencies = {
  database: Pick<Database, 'withWorker'>;
  keyring: KeyringPort;
  labels: LabelsPort;
  derived: DerivedPort;
  index: PassageIndexPort;
  audit: Pick<AuditPort, 'record'>;
  clock: Clock;
  logger: Logger;
};

const job = 'reclassify';

class OvertakenError extends Error {}

/**
 * Carries out what was decided. A document with its passages, index entries, folders and what was derived from it changes its label in one
 * transaction, or not at all. What was attached to it is raised first, each in a transaction of its own: a crash in between leaves them too high, never
 * too low, and the next start goes on (`reconcile`).
 */
export function createApplyReclassification(dependencies: ApplyDependencies) {
  const { database, keyring, labels, derived, index, audit, clock, logger } = dependencies;
  const work = <R>(run: (tx: Tx<DocumentsTables>) => Promise<R>) => database.withWorker<DocumentsTables, R>(job, run);
  /** Asked for by a person and by the reconciler at once: done once. */
  const underWay = new Map<string, Promise<void>>();

  /**
   * Safe to run twice, and from two sides at once.
   * @throws ConflictError when another document has one of the places under the new label: the request is overtaken, nothing has changed
   */
  function apply(id: string): Promise<void> {
    const running = underWay.get(id) ?? carryOut(id).finally(() => underWay.delete(id));
    underWay.set(id, running);
    return running;
  }

  async function carryOut(id: string): Promise<void> {
    const request = await work((tx) => repository.findReclassification(tx, id));
    if (request?.state !== 'approved') return;
    try {
      for (const child of await work((tx) => repository.listDescendants(tx, request.documentId)))
        await raiseAlong(request, child);
      await move(request);
    } catch (error) {
      if (!(error instanceof ConflictError || error instanceof OvertakenError)) throw error;
      await work((tx) => repository.moveReclassification(tx, id, ['approved'], { state: 'overtaken' }));
      logger.warn('reclassification overtaken', { reclassificationId: id, error });
      if (error instanceof ConflictError) throw error;
    }
  }

  /** What was attached carries at least what carries it. */
  async function raiseAlong(request: ReclassificationRow, child: DocumentRow): Promise<void> {
    if (labels.isCovered(request.toLabelId, child.labelId)) return;
    const own = await work(async (tx) => {
      // Another process may be at it: whoever comes second finds the request of the first.
      await repository.lockReclassification(tx, request.id);
      const known = await repository.findApprovedFor(tx, child.id);
      if (known && labels.isCovered(request.toLabelId, known.toLabelId)) return known;
      const { id: toLabelId } = await labels.joinOf(tx as Tx, [child.labelId, request.toLabelId]);
      const row: ReclassificationRow = {
        ...request,
        id: newId(),
        documentId: child.id,
        fromLabelId: child.labelId,
        toLabelId,
        kind: 'raise',
        reason: null,
        decidedBy: null,
        decidedAt: null,
        decisionNote: null,
        appliedAt: null,
      };
      await repository.overtakeOthers(tx, child.id, row.id);
      await repository.insertReclassification(tx, row);
      return row;
    });
    await move(own).catch(async (error: unknown) => {
      const now = await work((tx) => repository.findLabelOf(tx, child.id));
      const isRaised = now === null || labels.isCovered(request.toLabelId, now);
      if (!(error instanceof OvertakenError && isRaised)) throw error;
    });
  }

  async function move(request: ReclassificationRow): Promise<void> {
    const { spaceId, fromLabelId, toLabelId } = request;
    const [from, to] = [
      { spaceId, labelId: fromLabelId },
      { spaceId, labelId: toLabelId },
    ];
    await retrySerializable(() => index.move(job, from, to, (tx) => relabel(tx as Tx<DocumentsTables>, request)));
  }

  /** Everything but passages and index. */
  async function relabel(tx: Tx<DocumentsTables>, request: ReclassificationRow) {
    const { id, documentId, spaceId, fromLabelId, toLabelId } = request;
    const [document] = await lockDocuments(tx, [documentId]);
    if (document?.labelId !== fromLabelId) throw new OvertakenError('the document is gone or has another label by now');
    const sealer = await keyring.forSpace(spaceId);
    const places = await listPlaces(tx, [documentId]);
    const folderIds = [...new Set([document, ...places].flatMap(({ folderId }) => folderId ?? []))];
    const folders = await findFoldersUpwards(tx, folderIds);
    const paths = new Map(folderIds.map((folderId) => [folderId, folderPath(sealer, folderId, folders).split('/')]));
    const cell = { spaceId, labelId: toLabelId };
    const idOf = await ensureFolders(tx, sealer, cell, [...paths.values()], clock.now());
    const folderOf = new Map([...paths].map(([folderId, path]) => [folderId, idOf(path) ?? folderId]));
    await repository.relabelDocument(tx, documentId, toLabelId, folderOf);
    await derived.relabel(tx as Tx, documentId, toLabelId);
    const applied = { state: 'applied' as const, appliedAt: clock.now() };
    if (!(await repository.moveReclassification(tx, id, ['approved'], applied)))
      throw new OvertakenError('the request was applied or overtaken by now');
    await audit.record(tx as Tx, {
      actor: { kind: 'system', job },
      action: 'document.relabelled',
      outcome: 'success',
      spaceId,
      labelId: toLabelId,
      objects: [
        { kind: 'document', id: documentId },
        { kind: 'reclassification', id },
      ],
      details: { from: fromLabelId, to: toLabelId, kind: request.kind },
    });
    const version = await repository.findIndexedVersion(tx, documentId);
    if (!version) return null;
    const moved = places.map(({ folderId }) => ({ folderId: folderId && (folderOf.get(folderId) ?? folderId) }));
    return {
      sourceId: version.id,
      documentId,
      language: languageOf(version.language),
      kind: version.format ?? 'text',
      day: version.day,
      folderId: indexFolderOf(documentId, moved),
    };
  }

  /** Goes on with what was approved and not carried out. */
  async function reconcile(): Promise<void> {
    for (const { id } of await work((tx) => repository.listApproved(tx)))
      await apply(id).catch((error: unknown) =>
        logger.warn('reclassification not applied', { reclassificationId: id, error }),
      );
  }

  return { apply, reconcile };
}
