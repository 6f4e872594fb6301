import { createHash } from 'node:crypto';
import type { BlobStore } from '@nexus/blobs';
import { sealedStreamSize } from '@nexus/crypto';
import type { Database, Tx } from '@nexus/db';
import type { Clock, PersonActor } from '@nexus/kernel';
import { byteRangeOf } from './byte-range.ts';
import { type DocumentAccess, getReadable } from './documents.access.ts';
import { RangeUnsatisfiableError } from './documents.errors.ts';
import type { AccessPort, AuditPort, KeyringPort, SpacesPort } from './documents.ports.ts';
import type { DocumentsTables } from './documents.tables.ts';
import { blobKey } from './use-cases/upload-document.ts';

export type OriginalsDependencies = {
  database: Pick<Database, 'withActor'>;
  blobs: Pick<BlobStore, 'read' | 'readRange'>;
  keyring: KeyringPort;
  spaces: SpacesPort;
  accessOf: AccessPort;
  audit: AuditPort;
  clock: Clock;
};

export type Original = {
  fileName: string;
  sizeBytes: number;
  /** Null when the whole file comes. */
  range: { start: number; end: number } | null;
  bytes: AsyncIterable<Uint8Array> | Buffer;
};

export type OriginalsService = ReturnType<typeof createOriginalsService>;

/** A viewer fetches a long file in hundreds of pieces: reading on counts as one look at it for this long. */
const oneLookMs = 10 * 60_000;
const mostLooks = 10_000;

/** The files as they came in, opened piece by piece. */
export function createOriginalsService(dependencies: OriginalsDependencies) {
  const { database, blobs, keyring, spaces, accessOf, audit, clock } = dependencies;
  const lookedAt = new Map<string, number>();

  /** True once per person, version and while: a list that is full forgets the oldest look, which writes one entry more and never one less. */
  function isNewLook(actor: PersonActor, versionId: string): boolean {
    const key = `${actor.personId} ${versionId}`;
    const now = clock.now().getTime();
    if (now - (lookedAt.get(key) ?? Number.NEGATIVE_INFINITY) < oneLookMs) return false;
    lookedAt.delete(key);
    lookedAt.set(key, now);
    if (lookedAt.size > mostLooks) lookedAt.delete(lookedAt.keys().next().value!);
    return true;
  }

  const access = (actor: PersonActor, documentId: string, versionId: string | undefined, isPiece: boolean) =>
    database.withActor<DocumentsTables, DocumentAccess>(actor, async (tx) => {
      const found = await getReadable(tx, { spaces, accessOf }, actor, documentId, versionId);
      if (isPiece && !isNewLook(actor, found.latest.id)) return found;
      await audit.record(tx as Tx, {
        actor,
        action: isPiece ? 'document.original_viewed' : 'document.downloaded',
        outcome: 'success',
        spaceId: found.document.spaceId,
        labelId: found.document.labelId,
        objects: [
          { kind: 'document', id: found.document.id },
          { kind: 'document_version', id: found.latest.id },
        ],
      });
      return found;
    });

  /**
   * The original file of a version, or the bytes that a `Range` header asks for.
   * @throws DocumentNotFoundError, RangeUnsatisfiableError
   */
  async function open(
    actor: PersonActor,
    documentId: string,
    options: { versionId?: string | undefined; rangeHeader?: string | undefined } = {},
  ): Promise<Original> {
    const isPiece = byteRangeOf(options.rangeHeader, Number.MAX_SAFE_INTEGER) !== null;
    const { document, latest } = await access(actor, documentId, options.versionId, isPiece);
    const sealer = await keyring.forSpace(document.spaceId);
    const fileName = sealer.openText({ kind: 'documents.file_name', objectId: document.id }, document.fileName);
    const context = { kind: 'blob', objectId: latest.blobId };
    const key = blobKey(latest.blobId);
    const sizeBytes = Number(latest.sizeBytes);
    const range = byteRangeOf(options.rangeHeader, sizeBytes);
    if (range === 'unsatisfiable') throw new RangeUnsatisfiableError();
    if (range === null) return { fileName, sizeBytes, range, bytes: sealer.openStream(context, blobs.read(key)) };
    const readSealed = (offset: number, length: number) => blobs.readRange(key, offset, length);
    const sealedSize = sealedStreamSize(sizeBytes);
    const bytes = await sealer.openRange(context, sealedSize, readSealed, range.start, range.end);
    return { fileName, sizeBytes, range, bytes };
  }

  /** SHA-256 of the file as it came in, so that it can be compared with a copy elsewhere. Reads all of it. */
  async function digest(actor: PersonActor, documentId: string, versionId?: string): Promise<string> {
    const { document, latest } = await access(actor, documentId, versionId, true);
    const sealer = await keyring.forSpace(document.spaceId);
    const hash = createHash('sha256');
    const sealed = blobs.read(blobKey(latest.blobId));
    for await (const piece of sealer.openStream({ kind: 'blob', objectId: latest.blobId }, sealed)) hash.update(piece);
    return hash.digest('hex');
  }

  return { open, digest };
}
