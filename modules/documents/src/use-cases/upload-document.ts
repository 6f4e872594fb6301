import type { BlobStore } from '@nexus/blobs';
import type { Sealer } from '@nexus/crypto';
import { type Database, OutcomeUnknownError, type Tx } from '@nexus/db';
import { type Actor, type Clock, type Logger, newId, type PersonActor } from '@nexus/kernel';
import {
  AboveCeilingError,
  DocumentActionForbiddenError,
  DocumentNotFoundError,
  FileTooLargeError,
  LabelNotFoundError,
  SpaceUnreachableError,
} from '../documents.errors.ts';
import { mayChangeDocuments } from '../documents.policy.ts';
import type {
  AccessPort,
  AuditEntry,
  AuditPort,
  JobsPort,
  KeyringPort,
  LabelsPort,
  LicencePort,
  SpacesPort,
} from '../documents.ports.ts';
import { findActiveDocuments, holdActive } from '../documents.repository.ts';
import type { DocumentsTables } from '../documents.tables.ts';
import { parseFilePath } from '../file-path.ts';
import { createGroupCommit } from '../group-commit.ts';
import { type PlacedFile, placeFiles, type StoredFile } from './place-files.ts';

export type UploadFile = {
  /** Relative path with the file's name. */
  path: string;
  bytes: AsyncIterable<Uint8Array>;
};

/** Where to; the label of the space's default when none is given. */
export type UploadTarget = { spaceId: string; labelId?: string | undefined };

export type Upload = UploadFile & UploadTarget;

/**
 * `created`; a new `version` of the document at the same place; a further `place` of a document with the same bytes; or `duplicate`: the same
 * bytes at the same place.
 */
export type UploadOutcome = PlacedFile;

/** Who brings the file: a person through the API, or a job of the server (watched folder, attachment of a mail). */
export type Uploader = { actor: PersonActor } | { job: string; parentDocumentId?: string };

export const ingestQueue = 'ingest';

export type UploadDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  blobs: BlobStore;
  keyring: KeyringPort;
  spaces: SpacesPort;
  accessOf: AccessPort;
  labels: Pick<LabelsPort, 'isAllowedBelow'>;
  licence: LicencePort;
  audit: Pick<AuditPort, 'recordAll'>;
  jobs: JobsPort;
  clock: Clock;
  logger: Logger;
  maxFileBytes: number;
};

export function blobKey(blobId: string): string {
  return `blobs/${blobId.slice(-2)}/${blobId}`;
}

/** What one upload needs for its rows; a group has one uploader, one space and one label. */
type Ready = { uploader: Uploader; spaceId: string; labelId: string; sealer: Sealer; file: StoredFile };

/** Rows of so many files are written in one transaction, and so many files of one request wait for theirs while the next one arrives. */
const filesAtOnce = 64;
const lingerMs = 100;

/**
 * Stores files and queues them for reading. The bytes go sealed to the disk while they arrive; the rows that make a document exist are written only
 * after the last byte is safe, so an upload that is cut off leaves nothing. Files that one person brings to one space at about the same time
 * share a transaction.
 */
export function createUploadDocument(dependencies: UploadDependencies) {
  const { database, blobs, keyring, spaces, accessOf, labels, licence, audit, jobs, clock, logger, maxFileBytes } =
    dependencies;
  const groups = createGroupCommit<Ready, UploadOutcome>({
    run: writeRows,
    keyOf: ({ uploader, spaceId, labelId }) => groupKey(uploader, spaceId, labelId),
    markOf: ({ file }) => file.placeFingerprint.toString('hex'),
    most: filesAtOnce,
    lingerMs,
  });

  async function uploadDocument(uploader: Uploader, { path, bytes, ...to }: Upload): Promise<UploadOutcome> {
    const [outcome] = await uploadAll(uploader, to, one({ path, bytes }));
    return outcome!;
  }

  /** One after the other as they arrive; outcomes in their order. When one fails, those before it are kept and the rest is not read. */
  async function uploadAll(
    uploader: Uploader,
    to: UploadTarget,
    files: AsyncIterable<UploadFile>,
  ): Promise<UploadOutcome[]> {
    const { spaceId } = to;
    // What the server brings in belongs to something that is there already, or was let in by whoever scans.
    if ('actor' in uploader) await licence.ensureNewWork('documents');
    const labelId = await inUploaderTx(uploader, (tx) => ensureMayUpload(tx, uploader, to));
    const sealer = await keyring.forSpace(spaceId);
    const outcomes: Promise<UploadOutcome>[] = [];
    const waiting = new Set<Promise<unknown>>();
    let failed = false;
    const coming = groups.announce(groupKey(uploader, spaceId, labelId));
    try {
      for await (const { path, bytes } of files) {
        const file = await store(uploader, sealer, path, bytes);
        const outcome = settle({ uploader, spaceId, labelId, sealer, file });
        outcomes.push(outcome);
        const seen = outcome.then(
          () => {},
          () => {
            failed = true;
          },
        );
        waiting.add(seen);
        void seen.finally(() => waiting.delete(seen));
        if (waiting.size >= filesAtOnce) await Promise.race(waiting);
        if (failed) break;
      }
    } finally {
      coming.callOff();
      await Promise.all(waiting);
    }
    return await Promise.all(outcomes);
  }

  return { uploadDocument, uploadAll };

  /** A blob that no row names goes again, unless it is unknown whether one does: then the sweep at the next start decides. */
  async function settle(ready: Ready): Promise<UploadOutcome> {
    const key = blobKey(ready.file.blobId);
    try {
      const outcome = await groups.add(ready);
      if (outcome.outcome === 'duplicate' || outcome.outcome === 'place') await blobs.remove(key);
      return outcome;
    } catch (error) {
      if (!(error instanceof OutcomeUnknownError)) await blobs.remove(key);
      throw error;
    }
  }

  function inUploaderTx<R>(uploader: Uploader, run: (tx: Tx<DocumentsTables>) => Promise<R>): Promise<R> {
    return 'actor' in uploader
      ? database.withActor<DocumentsTables, R>(uploader.actor, run)
      : database.withWorker<DocumentsTables, R>(uploader.job, run);
  }

  /**
   * The label under which the files come in. Decided before a gigabyte is taken in, and again when the rows are written, by row-level security, too.
   * What was attached carries the label of what it was attached to.
   */
  async function ensureMayUpload(tx: Tx<DocumentsTables>, uploader: Uploader, to: UploadTarget): Promise<string> {
    if ('job' in uploader) {
      if (!uploader.parentDocumentId) return to.labelId ?? (await spaces.labelOf(tx as Tx, to.spaceId));
      const [parent] = await findActiveDocuments(tx, [uploader.parentDocumentId]);
      if (!parent) throw new DocumentNotFoundError();
      return parent.labelId;
    }
    const membership = await spaces.findMembership(tx as Tx, uploader.actor.personId, to.spaceId);
    if (!membership) throw new SpaceUnreachableError();
    if (!mayChangeDocuments(membership.role)) throw new DocumentActionForbiddenError();
    const labelId = to.labelId ?? membership.labelId;
    const access = await accessOf(tx as Tx);
    if (!access.mayUse(labelId)) throw new LabelNotFoundError();
    if (!labels.isAllowedBelow(labelId, membership.ceilingLabelId)) throw new AboveCeilingError();
    return labelId;
  }

  async function store(
    uploader: Uploader,
    sealer: Sealer,
    filePath: string,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<StoredFile> {
    const path = parseFilePath(filePath);
    const blobId = newId();
    const fingerprint = sealer.fingerprintStream('documents.content');
    let size = 0;
    async function* measured() {
      for await (const chunk of bytes) {
        size += chunk.length;
        if (size > maxFileBytes) throw new FileTooLargeError(maxFileBytes);
        fingerprint.update(chunk);
        yield chunk;
      }
    }
    await blobs.write(blobKey(blobId), sealer.sealStream({ kind: 'blob', objectId: blobId }, measured()));
    const place = [parentOf(uploader) ?? '', ...path.folders, path.fileName].join('/');
    return {
      path,
      blobId,
      blobKeyId: Buffer.from(sealer.keyId),
      sizeBytes: BigInt(size),
      contentFingerprint: fingerprint.digest(),
      placeFingerprint: sealer.fingerprint('documents.place', place),
    };
  }

  async function writeRows(group: readonly Ready[]): Promise<readonly UploadOutcome[]> {
    const { uploader, spaceId, labelId, sealer } = group[0]!;
    const parentDocumentId = parentOf(uploader);
    const createdBy = 'actor' in uploader ? uploader.actor.personId : null;
    const { placed, requeuedVersionIds } = await inUploaderTx(uploader, async (tx) => {
      // Without it a mail that is deleted while it is read would leave an attachment behind that nothing leads to.
      if (parentDocumentId && !(await holdActive(tx, parentDocumentId))) throw new DocumentNotFoundError();
      await ensureMayUpload(tx, uploader, { spaceId, labelId });
      const placing = { spaceId, labelId, parentDocumentId, createdBy, now: clock.now() };
      const result = await placeFiles(
        tx,
        sealer,
        placing,
        group.map(({ file }) => file),
      );
      await audit.recordAll(tx as Tx, entriesOf(uploader, { spaceId, labelId }, result));
      return result;
    });
    const unread = placed.flatMap(({ outcome, versionId }) =>
      outcome === 'created' || outcome === 'version' ? [versionId] : [],
    );
    const versionIds = [...unread, ...requeuedVersionIds];
    // The files are safe from here on: an upload is not refused because the queue is away.
    await jobs
      .sendAll(
        ingestQueue,
        versionIds.map((versionId) => ({ versionId })),
      )
      .catch((error: unknown) => logger.warn('files wait for the reconciler', { count: versionIds.length, error }));
    return placed;
  }
}

function groupKey(uploader: Uploader, spaceId: string, labelId: string): string {
  const who =
    'actor' in uploader
      ? [uploader.actor.personId, uploader.actor.sessionId]
      : [uploader.job, uploader.parentDocumentId ?? ''];
  return [...who, spaceId, labelId].join(' ');
}

function parentOf(uploader: Uploader): string | null {
  return 'job' in uploader ? (uploader.parentDocumentId ?? null) : null;
}

const actionOf = {
  created: 'document.uploaded',
  version: 'document.version_added',
  place: 'document.place_added',
} as const;

function entriesOf(
  uploader: Uploader,
  cell: { spaceId: string; labelId: string },
  { placed, lostBy }: { placed: readonly PlacedFile[]; lostBy: readonly string[] },
): AuditEntry[] {
  const actor: Actor = 'actor' in uploader ? uploader.actor : { kind: 'system', job: uploader.job };
  const added = placed.flatMap(({ documentId, versionId, outcome }): AuditEntry[] => {
    if (outcome === 'duplicate') return [];
    const objects = [
      { kind: 'document', id: documentId },
      { kind: 'document_version', id: versionId },
    ];
    return [{ actor, action: actionOf[outcome], outcome: 'success', ...cell, objects }];
  });
  const lost = lostBy.map(
    (id): AuditEntry => ({
      actor,
      action: 'document.place_removed',
      outcome: 'success',
      ...cell,
      objects: [{ kind: 'document', id }],
      reason: 'other_bytes',
    }),
  );
  return [...added, ...lost];
}

async function* one<T>(item: T): AsyncGenerator<T> {
  yield item;
}
