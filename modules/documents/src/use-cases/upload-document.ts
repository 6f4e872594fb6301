import type { BlobStore } from '@nexus/blobs';
import type { Sealer } from '@nexus/crypto';
import type { Database, Tx } from '@nexus/db';
import { type Actor, type Clock, newId, type PersonActor } from '@nexus/kernel';
import {
  DocumentActionForbiddenError,
  DocumentNotFoundError,
  FileTooLargeError,
  SpaceUnreachableError,
} from '../documents.errors.ts';
import { mayChangeDocuments } from '../documents.policy.ts';
import type { AuditPort, JobsPort, KeyringPort, SpacesPort } from '../documents.ports.ts';
import * as repository from '../documents.repository.ts';
import type { DocumentsTables } from '../documents.tables.ts';
import { parseFilePath } from '../file-path.ts';
import { ensureFolder } from '../folders.repository.ts';

export type Upload = {
  spaceId: string;
  /** Relative path with the file's name. */
  path: string;
  bytes: AsyncIterable<Uint8Array>;
};

export type UploadOutcome = {
  documentId: string;
  versionId: string;
  /** `created`, a new `version` of the document at the same place, or `duplicate`: the same bytes are in the space already; nothing was stored. */
  outcome: 'created' | 'version' | 'duplicate';
};

/** Who brings the file: a person through the API, or a job of the server (watched folder, attachment of a mail). */
export type Uploader = { actor: PersonActor } | { job: string; parentDocumentId?: string };

export const ingestQueue = 'ingest';

export type UploadDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  blobs: BlobStore;
  keyring: KeyringPort;
  spaces: SpacesPort;
  audit: AuditPort;
  jobs: JobsPort;
  clock: Clock;
  maxFileBytes: number;
};

export function blobKey(blobId: string): string {
  return `blobs/${blobId.slice(-2)}/${blobId}`;
}

/**
 * Stores a file and queues it for reading. The bytes go sealed to the disk while they arrive; the rows that make the document exist are written
 * only after the last byte is safe, so an upload that is cut off leaves nothing.
 */
export function createUploadDocument(dependencies: UploadDependencies) {
  const { database, blobs, keyring, spaces, audit, jobs, clock, maxFileBytes } = dependencies;

  return async function uploadDocument(uploader: Uploader, upload: Upload): Promise<UploadOutcome> {
    const path = parseFilePath(upload.path);
    const labelId = await inUploaderTx(uploader, (tx) => ensureMayUpload(tx, uploader, upload.spaceId));
    const sealer = await keyring.forSpace(upload.spaceId);
    const stored = await storeSealed(sealer, upload.bytes);
    let result: UploadOutcome;
    try {
      result = await inUploaderTx(uploader, (tx) =>
        insertRows(tx, uploader, upload.spaceId, labelId, path, sealer, stored),
      );
    } catch (error) {
      await blobs.remove(blobKey(stored.blobId));
      throw error;
    }
    if (result.outcome === 'duplicate') await blobs.remove(blobKey(stored.blobId));
    else await jobs.send(ingestQueue, { versionId: result.versionId });
    return result;
  };

  function inUploaderTx<R>(uploader: Uploader, run: (tx: Tx<DocumentsTables>) => Promise<R>): Promise<R> {
    return 'actor' in uploader
      ? database.withActor<DocumentsTables, R>(uploader.actor, run)
      : database.withWorker<DocumentsTables, R>(uploader.job, run);
  }

  /** Decided before a gigabyte is taken in; row-level security decides again when the rows are written. */
  async function ensureMayUpload(tx: Tx<DocumentsTables>, uploader: Uploader, spaceId: string): Promise<string> {
    if ('job' in uploader) return await spaces.labelOf(tx as Tx, spaceId);
    const membership = await spaces.findMembership(tx as Tx, uploader.actor.personId, spaceId);
    if (!membership) throw new SpaceUnreachableError();
    if (!mayChangeDocuments(membership.role)) throw new DocumentActionForbiddenError();
    return membership.labelId;
  }

  async function storeSealed(sealer: Sealer, bytes: AsyncIterable<Uint8Array>) {
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
    return { blobId, size, contentFingerprint: fingerprint.digest() };
  }

  async function insertRows(
    tx: Tx<DocumentsTables>,
    uploader: Uploader,
    spaceId: string,
    labelId: string,
    path: { folders: string[]; fileName: string },
    sealer: Sealer,
    stored: { blobId: string; size: number; contentFingerprint: Buffer },
  ): Promise<UploadOutcome> {
    const actor: Actor = 'actor' in uploader ? uploader.actor : { kind: 'system', job: uploader.job };
    const createdBy = 'actor' in uploader ? uploader.actor.personId : null;
    const parentDocumentId = 'job' in uploader ? (uploader.parentDocumentId ?? null) : null;
    const now = clock.now();
    // Without it a mail that is deleted while it is read would leave an attachment behind that nothing leads to.
    if (parentDocumentId && !(await repository.holdActive(tx, parentDocumentId))) throw new DocumentNotFoundError();

    const place = [parentDocumentId ?? '', ...path.folders, path.fileName].join('/');
    const placeFingerprint = sealer.fingerprint('documents.place', place);
    await repository.lockUpload(tx, stored.contentFingerprint, placeFingerprint);
    const duplicate = await repository.findDuplicate(tx, spaceId, stored.contentFingerprint);
    if (duplicate) return { ...duplicate, outcome: 'duplicate' };

    const existing = await repository.findDocumentAtPlace(tx, spaceId, placeFingerprint);
    const documentId = existing?.id ?? newId();
    const versionId = newId();
    if (existing) {
      await repository.touchDocument(tx, documentId, now);
    } else {
      await repository.insertDocument(tx, {
        id: documentId,
        spaceId,
        labelId,
        folderId: await ensureFolder(tx, sealer, spaceId, path.folders, now),
        parentDocumentId,
        fileName: sealer.sealText({ kind: 'documents.file_name', objectId: documentId }, path.fileName),
        placeFingerprint,
        currentVersionId: null,
        state: 'active',
        version: 1,
        createdBy,
        createdAt: now,
        updatedAt: now,
      });
    }
    await repository.insertVersion(tx, {
      id: versionId,
      documentId,
      number: existing ? await repository.nextVersionNumber(tx, documentId) : 1,
      spaceId,
      labelId: existing?.labelId ?? labelId,
      blobId: stored.blobId,
      sizeBytes: BigInt(stored.size),
      contentFingerprint: stored.contentFingerprint,
      state: 'queued',
      reason: null,
      detail: null,
      format: null,
      language: null,
      parts: null,
      passages: null,
      day: null,
      metadata: null,
      progressDone: 0,
      progressTotal: null,
      attempts: 0,
      createdBy,
      createdAt: now,
      finishedAt: null,
    });
    await audit.record(tx as Tx, {
      actor,
      action: existing ? 'document.version_added' : 'document.uploaded',
      outcome: 'success',
      spaceId,
      labelId,
      objects: [
        { kind: 'document', id: documentId },
        { kind: 'document_version', id: versionId },
      ],
    });
    return { documentId, versionId, outcome: existing ? 'version' : 'created' };
  }
}
