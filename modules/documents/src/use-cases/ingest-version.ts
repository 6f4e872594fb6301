import type { BlobStore } from '@nexus/blobs';
import type { Sealer } from '@nexus/crypto';
import type { Database, Tx } from '@nexus/db';
import { AppError, type Clock, type Logger, NotFoundError } from '@nexus/kernel';
import type { DocumentMetadata, FailureReason, Parser } from '@nexus/parsing';
import { createPassageBuilder } from '@nexus/search';
import type { AuditPort, KeyringPort } from '../documents.ports.ts';
import { moveVersion } from '../documents.repository.ts';
import type { DocumentsTables, PartRow, VersionRow } from '../documents.tables.ts';
import * as repository from '../ingest.repository.ts';
import type { createIngestCommitter } from '../ingest-committer.ts';
import { createPartCollector } from '../part-collector.ts';
import { createPassagePile, type PassageList } from '../passage-pile.ts';
import { type AttachmentIntake, createAttachmentIntake } from './take-attachments.ts';
import { blobKey, type Upload, type Uploader, type UploadOutcome } from './upload-document.ts';

export type IngestDependencies = {
  database: Pick<Database, 'withWorker'>;
  blobs: BlobStore;
  keyring: KeyringPort;
  parser: Pick<Parser, 'parse'>;
  committer: ReturnType<typeof createIngestCommitter>;
  upload: (uploader: Uploader, upload: Upload) => Promise<UploadOutcome>;
  /** Removes documents that are marked as going. */
  purge: (documentIds: readonly string[]) => Promise<void>;
  audit: AuditPort;
  clock: Clock;
  logger: Logger;
};

/** A file that took the whole process down more than this many times is given up, so that it cannot do so for ever. */
const maxAttempts = 3;
/** A mail in a mail in a mail: what lies deeper is kept, not read. */
const maxAttachmentDepth = 8;
const progressEveryMs = 1_000;
/** About 13,000 pages. The index of one document is built in one go, during which nobody else is served: some seconds at this length. */
const limits = { maxCharacters: 40_000_000 };

type Failure = { reason: FailureReason | 'missing_blob'; detail: string };
type Reading = { metadata: DocumentMetadata; warnings: readonly string[]; passages: PassageList; parts: PartRow[] };

/** Reads one version of a document from its blob and makes it searchable, or leaves it in a named state. Safe to run twice. */
export function createIngestVersion(dependencies: IngestDependencies) {
  const { database, blobs, keyring, parser, committer, upload, purge, audit, clock, logger } = dependencies;
  const work = <R>(run: (tx: Tx<DocumentsTables>) => Promise<R>) =>
    database.withWorker<DocumentsTables, R>('ingest', run);

  return async function ingestVersion(versionId: string, signal: AbortSignal): Promise<void> {
    const claimed = await work(async (tx) => {
      const version = await repository.claimVersion(tx, versionId);
      const document = version && (await repository.findActiveDocument(tx, version.documentId));
      if (!version || !document) return null;
      return { version, document, depth: document.parentDocumentId ? await repository.depthOf(tx, document.id) : 0 };
    });
    if (!claimed) return;
    const { version, document, depth } = claimed;
    const sealer = await keyring.forSpace(version.spaceId);
    const fileName = sealer.openText({ kind: 'documents.file_name', objectId: document.id }, document.fileName);
    if (version.attempts > maxAttempts) {
      return await fail(version, sealer, { reason: 'crashed', detail: `given up after ${maxAttempts} attempts` });
    }

    if (depth > maxAttachmentDepth) {
      const detail = `attached at depth ${depth}; the limit is ${maxAttachmentDepth}`;
      return await fail(version, sealer, { reason: 'too_deep', detail });
    }

    try {
      const attachments = createAttachmentIntake(version, upload);
      const outcome = await read(version, sealer, fileName, attachments, signal);
      // A cancelled job leaves the state to whoever cancelled it; a stopping server leaves it to its next start.
      if (signal.aborted) return;
      if ('reason' in outcome) return await fail(version, sealer, outcome);
      await publish(version, document.folderId, sealer, fileName, outcome, attachments);
    } catch (error) {
      // A full disk or a database that is away says nothing about the file: that attempt does not count against it.
      if (error instanceof AppError && error.status >= 500) {
        await work((tx) => repository.giveAttemptBack(tx, version.id)).catch(() => {});
      }
      throw error;
    }
  };

  async function read(
    version: VersionRow,
    sealer: Sealer,
    fileName: string,
    attachments: AttachmentIntake,
    signal: AbortSignal,
  ): Promise<Reading | Failure> {
    const passages = createPassagePile();
    const parts = createPartCollector(version, sealer);
    const builder = createPassageBuilder({ part: parts.qualityOf });
    let reportedAt = 0;
    let result: Reading | Failure = { reason: 'crashed', detail: 'the reader ended without a result' };
    try {
      const sealed = blobs.read(blobKey(version.blobId));
      const bytes = sealer.openStream({ kind: 'blob', objectId: version.blobId }, sealed);
      // To its end, also after `done`: leaving early gives the file up, and the parser then ends the process that read it.
      for await (const event of parser.parse({ name: fileName, bytes, signal, limits })) {
        if (event.type === 'blocks') {
          parts.addBlocks(event.blocks);
          passages.add(builder.add(event.blocks));
        } else if (event.type === 'quality') {
          parts.addQuality(event.parts);
        } else if (event.type === 'attachment') {
          await attachments.take(event.attachment);
        } else if (event.type === 'progress') {
          const now = clock.now().getTime();
          if (now - reportedAt < progressEveryMs) continue;
          reportedAt = now;
          await work((tx) => repository.updateProgress(tx, version.id, event.done, event.total));
        } else if (event.type === 'failed') {
          result = { reason: event.reason, detail: event.detail };
        } else {
          passages.add(builder.finish());
          const { metadata, warnings } = event;
          if (passages.length === 0) result = { reason: 'no_text', detail: warnings.join('; ') };
          else result = { metadata, warnings, passages, parts: await parts.rows() };
        }
      }
      return result;
    } catch (error) {
      if (error instanceof NotFoundError) return { reason: 'missing_blob', detail: error.detail };
      throw error;
    }
  }

  async function publish(
    version: VersionRow,
    folderId: string | null,
    sealer: Sealer,
    fileName: string,
    reading: Reading,
    attachments: AttachmentIntake,
  ): Promise<void> {
    const { metadata, passages, parts } = reading;
    const warnings = [...reading.warnings, ...attachments.warnings];
    const day = dayOf(metadata.modified ?? metadata.created);
    const title = metadata.title?.trim() || withoutExtension(fileName);
    const sealedMetadata = sealer.sealJson(
      { kind: 'document_versions.metadata', objectId: version.id },
      { title, author: metadata.author, created: metadata.created, modified: metadata.modified, warnings },
    );
    const change = {
      format: metadata.format,
      language: metadata.language,
      parts: metadata.parts,
      passages: passages.length,
      day,
      metadata: sealedMetadata,
      finishedAt: clock.now(),
    };
    const { spaceId, labelId, documentId } = version;
    let dropped: string[] = [];
    const isAccepted = await committer.commit({
      cell: { spaceId, labelId },
      source: {
        sourceId: version.id,
        documentId,
        title,
        language: metadata.language,
        kind: metadata.format,
        day,
        folderId,
        passages,
      },
      publish: async (tx) => {
        const ingest = tx as Tx<DocumentsTables>;
        const result = await repository.publishVersion(ingest, version, change);
        dropped = [];
        if (result.isAccepted) {
          // What only the older version carried goes with it.
          if (result.replacedVersionId)
            dropped = await repository.markOtherChildrenDeleting(ingest, documentId, attachments.documentIds);
          await repository.replaceParts(ingest, version.id, parts);
          await audit.record(
            tx,
            entry('document.ingested', 'success', version, { passages: passages.length, parts: metadata.parts }),
          );
        }
        return result;
      },
    });
    if (dropped.length > 0) await purge(dropped);
    logger.info('document read', { documentId, versionId: version.id, isAccepted, passages: passages.length });
  }

  async function fail(version: VersionRow, sealer: Sealer, failure: Failure): Promise<void> {
    const detail = sealer.sealText(
      { kind: 'document_versions.detail', objectId: version.id },
      failure.detail.slice(0, 2_000),
    );
    await work(async (tx) => {
      const change = { state: 'failed' as const, reason: failure.reason, detail, finishedAt: clock.now() };
      if (!(await moveVersion(tx, version.id, ['reading'], change))) return;
      await audit.record(tx as Tx, { ...entry('document.ingest_failed', 'failed', version), reason: failure.reason });
    });
    logger.warn('document not read', { documentId: version.documentId, versionId: version.id, reason: failure.reason });
  }

  function entry(
    action: string,
    outcome: 'success' | 'failed',
    version: VersionRow,
    details: Record<string, unknown> = {},
  ) {
    return {
      actor: { kind: 'system' as const, job: 'ingest' },
      action,
      outcome,
      spaceId: version.spaceId,
      labelId: version.labelId,
      objects: [
        { kind: 'document', id: version.documentId },
        { kind: 'document_version', id: version.id },
      ],
      details,
    };
  }
}

function dayOf(time: string | undefined): number | null {
  const ms = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isFinite(ms) ? Math.floor(ms / 86_400_000) : null;
}

function withoutExtension(fileName: string): string {
  return fileName.replace(/\.[\p{L}\p{N}]{1,8}$/u, '');
}
