import type { BlobStore } from '@nexus/blobs';
import type { Database, Tx } from '@nexus/db';
import { type Clock, newId, type PersonActor } from '@nexus/kernel';
import {
  AboveCeilingError,
  DocumentActionForbiddenError,
  FileTooLargeError,
  LabelNotFoundError,
  SpaceUnreachableError,
} from '../documents.errors.ts';
import { mayChangeDocuments } from '../documents.policy.ts';
import type { AccessPort, KeyringPort, LabelsPort, LicencePort, SpacesPort } from '../documents.ports.ts';
import { parseFilePath } from '../file-path.ts';
import type { Upload, Uploader } from '../use-cases/upload-document.ts';
import {
  TooManyUploadsError,
  UploadIncompleteError,
  UploadNotFoundError,
  UploadOffsetError,
} from './uploads.errors.ts';
import * as repository from './uploads.repository.ts';
import type { PieceRow, UploadRow, UploadsTables, UploadsTx } from './uploads.tables.ts';

export type UploadsDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  blobs: BlobStore;
  keyring: KeyringPort;
  spaces: SpacesPort;
  accessOf: AccessPort;
  labels: Pick<LabelsPort, 'isAllowedBelow'>;
  licence: LicencePort;
  clock: Clock;
  maxFileBytes: number;
  upload: (uploader: Uploader, upload: Upload) => Promise<FinishedUpload>;
};

export type FinishedUpload = { documentId: string; versionId: string; outcome: string };
export type UploadStatus = { id: string; sizeBytes: number; receivedBytes: number; finished: FinishedUpload | null };

/** A piece is held on disk only; the bound keeps one request from being a whole file after all. */
export const maxPieceBytes = 64 * 1024 ** 2;
const maxOpenUploads = 200;
const keepMs = 7 * 24 * 3_600_000;
const prefix = 'uploads';

export function pieceKey(blobId: string): string {
  return `${prefix}/${blobId.slice(-2)}/${blobId}`;
}

/**
 * Files that arrive in pieces and go on after a cut line or a restart of the server. Each piece is sealed while it arrives, under a key context of
 * its own. When all are there, they are opened one after the other into the same door as every other upload, and removed.
 */
export function createUploadsService(dependencies: UploadsDependencies) {
  const { database, blobs, keyring, spaces, accessOf, labels, licence, clock, maxFileBytes, upload } = dependencies;
  const act = <R>(actor: PersonActor, run: (tx: UploadsTx) => Promise<R>) =>
    database.withActor<UploadsTables, R>(actor, run);

  async function begin(
    actor: PersonActor,
    spaceId: string,
    file: { path: string; sizeBytes: number; labelId?: string | undefined },
  ): Promise<UploadStatus> {
    parseFilePath(file.path);
    await licence.ensureNewWork('documents');
    if (file.sizeBytes > maxFileBytes) throw new FileTooLargeError(maxFileBytes);
    const sealer = await keyring.forSpace(spaceId).catch(() => null);
    const id = newId();
    return await act(actor, async (tx) => {
      const membership = await spaces.findMembership(tx as Tx, actor.personId, spaceId);
      if (!membership || !sealer) throw new SpaceUnreachableError();
      if (!mayChangeDocuments(membership.role)) throw new DocumentActionForbiddenError();
      const labelId = file.labelId ?? membership.labelId;
      if (!(await accessOf(tx as Tx)).mayUse(labelId)) throw new LabelNotFoundError();
      if (!labels.isAllowedBelow(labelId, membership.ceilingLabelId)) throw new AboveCeilingError();
      if ((await repository.countOpenUploads(tx, actor.personId)) >= maxOpenUploads) throw new TooManyUploadsError();
      const now = clock.now();
      const row: UploadRow = {
        id,
        spaceId,
        labelId,
        createdBy: actor.personId,
        path: sealer.sealText({ kind: 'unfinished_uploads.path', objectId: id }, file.path),
        sizeBytes: BigInt(file.sizeBytes),
        receivedBytes: 0n,
        documentId: null,
        versionId: null,
        outcome: null,
        createdAt: now,
        touchedAt: now,
      };
      await repository.insertUpload(tx, row);
      return statusOf(row);
    });
  }

  async function getRow(actor: PersonActor, uploadId: string): Promise<UploadRow> {
    return await act(actor, async (tx) => {
      const row = await repository.findUpload(tx, uploadId);
      if (row?.createdBy !== actor.personId) throw new UploadNotFoundError();
      const membership = await spaces.findMembership(tx as Tx, actor.personId, row.spaceId);
      const access = await accessOf(tx as Tx);
      if (!mayChangeDocuments(membership?.role ?? null) || !access.mayUse(row.labelId)) throw new UploadNotFoundError();
      return row;
    });
  }

  async function get(actor: PersonActor, uploadId: string): Promise<UploadStatus> {
    return statusOf(await getRow(actor, uploadId));
  }

  /** @throws UploadOffsetError when the piece does not begin where the upload stands; what it brought is dropped. */
  async function append(
    actor: PersonActor,
    uploadId: string,
    offset: number,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<UploadStatus> {
    const row = await getRow(actor, uploadId);
    if (row.outcome !== null || BigInt(offset) !== row.receivedBytes) throw new UploadOffsetError(row.receivedBytes);
    const sealer = await keyring.forSpace(row.spaceId);
    const room = Math.min(Number(row.sizeBytes) - offset, maxPieceBytes);
    const blobId = newId();
    let size = 0;
    async function* measured() {
      for await (const chunk of bytes) {
        size += chunk.length;
        if (size > room) throw new FileTooLargeError(maxFileBytes);
        yield chunk;
      }
    }
    await blobs.write(pieceKey(blobId), sealer.sealStream({ kind: 'upload_piece', objectId: blobId }, measured()));
    const blobKeyId = Buffer.from(sealer.keyId);
    const piece: PieceRow = { uploadId, startByte: BigInt(offset), sizeBytes: BigInt(size), blobId, blobKeyId };
    const isAppended =
      size > 0 &&
      (await act(actor, (tx) => repository.appendPiece(tx, piece, clock.now())).catch(async (error: unknown) => {
        await blobs.remove(pieceKey(blobId));
        throw error;
      }));
    if (isAppended) return statusOf({ ...row, receivedBytes: BigInt(offset + size) });
    await blobs.remove(pieceKey(blobId));
    const now = await getRow(actor, uploadId);
    if (size === 0) return statusOf(now);
    throw new UploadOffsetError(now.receivedBytes);
  }

  /** Makes the document. Asked again, it says the same again. */
  async function finish(actor: PersonActor, uploadId: string): Promise<FinishedUpload> {
    const row = await getRow(actor, uploadId);
    const known = statusOf(row).finished;
    if (known) return known;
    if (row.receivedBytes !== row.sizeBytes) throw new UploadIncompleteError();
    const pieces = await act(actor, (tx) => repository.listPieces(tx, uploadId));
    const sealer = await keyring.forSpace(row.spaceId);
    const path = sealer.openText({ kind: 'unfinished_uploads.path', objectId: row.id }, row.path);
    async function* whole(): AsyncGenerator<Uint8Array> {
      for (const { blobId } of pieces) {
        yield* sealer.openStream({ kind: 'upload_piece', objectId: blobId }, blobs.read(pieceKey(blobId)));
      }
    }
    const made = await upload({ actor }, { spaceId: row.spaceId, labelId: row.labelId, path, bytes: whole() });
    const { documentId, versionId, outcome } = made;
    const finished = { documentId, versionId, outcome };
    const isFirst = await act(actor, (tx) => repository.settleUpload(tx, uploadId, finished, clock.now()));
    await removePieces(pieces);
    return isFirst ? finished : (statusOf(await getRow(actor, uploadId)).finished ?? finished);
  }

  /** Gives an upload up; a finished one keeps its document. */
  async function cancel(actor: PersonActor, uploadId: string): Promise<void> {
    await getRow(actor, uploadId);
    const pieces = await act(actor, async (tx) => {
      const found = await repository.listPieces(tx, uploadId);
      await repository.deleteUpload(tx, uploadId);
      return found;
    });
    await removePieces(pieces);
  }

  /** Removes what nobody has gone on with for a week, and pieces on disk that no row names because the server died in between. */
  async function sweep(): Promise<void> {
    const work = <R>(run: (tx: UploadsTx) => Promise<R>) => database.withWorker<UploadsTables, R>('sweep-uploads', run);
    const before = new Date(clock.now().getTime() - keepMs);
    for (const { id } of await work((tx) => repository.listStaleUploads(tx, before))) {
      const pieces = await work(async (tx) => {
        const found = await repository.listPieces(tx, id);
        await repository.deleteUpload(tx, id);
        return found;
      });
      await removePieces(pieces);
    }
    const onDisk: string[] = [];
    for await (const key of blobs.list(prefix)) onDisk.push(key.slice(key.lastIndexOf('/') + 1));
    const known = new Set(await work((tx) => repository.listKnownPieces(tx, onDisk)));
    for (const blobId of onDisk) {
      // A piece younger than an hour may be waiting for its row.
      if (!known.has(blobId) && bornAt(blobId) < clock.now().getTime() - 3_600_000)
        await blobs.remove(pieceKey(blobId));
    }
  }

  async function removePieces(pieces: readonly PieceRow[]): Promise<void> {
    for (const { blobId } of pieces) await blobs.remove(pieceKey(blobId));
  }

  return { begin, get, append, finish, cancel, sweep };
}

export type UploadsService = ReturnType<typeof createUploadsService>;

function statusOf(row: UploadRow): UploadStatus {
  const { documentId, versionId, outcome } = row;
  return {
    id: row.id,
    sizeBytes: Number(row.sizeBytes),
    receivedBytes: Number(row.receivedBytes),
    finished: documentId && versionId && outcome ? { documentId, versionId, outcome } : null,
  };
}

/** Milliseconds since 1970, from the first 48 bits of a UUIDv7. */
function bornAt(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}
