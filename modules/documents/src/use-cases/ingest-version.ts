import type { BlobStore } from '@nexus/blobs';
import type { Sealer } from '@nexus/crypto';
import type { Database, Tx } from '@nexus/db';
import { AppError, type Clock, type Logger, NotFoundError } from '@nexus/kernel';
import type { DocumentMetadata, FailureReason, Parser } from '@nexus/parsing';
import { createPassageBuilder } from '@nexus/search';
import type { AuditPort, KeyringPort, LabelsPort } from '../documents.ports.ts';
import { moveVersion } from '../documents.repository.ts';
import type { DocumentsTables, PartRow, VersionRow } from '../documents.tables.ts';
import { openFileName } from '../file-name.ts';
import * as repository from '../ingest.repository.ts';
import type { createIngestCommitter, ReadDocument } from '../ingest-committer.ts';
import { ingestEntry } from '../ingest-entry.ts';
import { createMarkingSample, type MarkedSample } from '../marking-sample.ts';
import { createPartCollector } from '../part-collector.ts';
import { createPassagePile, type PassageList } from '../passage-pile.ts';
import { type ClaimedVersion, createReadingLine } from '../reading-line.ts';
import { type AttachmentIntake, createAttachmentIntake } from './take-attachments.ts';
import { blobKey, type Upload, type Uploader, type UploadOutcome } from './upload-document.ts';

export type IngestDependencies = {
  database: Pick<Database, 'withWorker'>;
  blobs: BlobStore;
  keyring: KeyringPort;
  parser: Pick<Parser, 'parse'>;
  committer: ReturnType<typeof createIngestCommitter>;
  /** What a commit leaves to do. */
  finish: (document: ReadDocument, isAccepted: boolean) => Promise<void>;
  upload: (uploader: Uploader, upload: Upload) => Promise<UploadOutcome>;
  labels: Pick<LabelsPort, 'suggest' | 'isCovered'>;
  audit: Pick<AuditPort, 'record'>;
  clock: Clock;
  logger: Logger;
};

/** A file that took the whole process down more than this many times is given up, so that it cannot do so for ever. */
const maxAttempts = 3;
/** A mail in a mail in a mail: what lies deeper is kept, not read. */
const maxAttachmentDepth = 8;
const progressEveryMs = 1_000;
/** Versions that are claimed and not read yet. */
const claimedAtOnce = 16;
/** A document with more gives its place in line back only when it is committed: what waits for its commit is held in memory. */
const smallPassages = 200;
/** About 13,000 pages. The index of one document is built in one go, during which nobody else is served: some seconds at this length. */
const limits = { maxCharacters: 40_000_000 };

type Failure = { reason: FailureReason | 'missing_blob'; detail: string };
type Reading = {
  metadata: DocumentMetadata;
  warnings: readonly string[];
  passages: PassageList;
  parts: PartRow[];
  markings: MarkedSample;
};

/** Reads one version of a document from its blob and makes it searchable, or leaves it in a named state. Safe to run twice. */
export function createIngestVersion(dependencies: IngestDependencies) {
  const { database, blobs, keyring, parser, committer, finish, upload, labels, audit, clock, logger } = dependencies;
  const work = <R>(run: (tx: Tx<DocumentsTables>) => Promise<R>) =>
    database.withWorker<DocumentsTables, R>('ingest', run);
  const line = createReadingLine({
    claimVersions: (versionIds) => work((tx) => repository.claimVersions(tx, versionIds)),
    places: claimedAtOnce,
  });

  return async function ingestVersion(versionId: string, signal: AbortSignal): Promise<void> {
    const claimed = await line.claim(versionId, signal);
    if (!claimed) return;
    let isInLine = true;
    const leaveLine = () => {
      if (isInLine) line.leave();
      isInLine = false;
    };
    try {
      await ingest(claimed, signal, leaveLine);
    } catch (error) {
      // A full disk or a database that is away says nothing about the file: that attempt does not count against it.
      if (error instanceof AppError && error.status >= 500) {
        await work((tx) => repository.giveAttemptBack(tx, versionId)).catch(() => {});
      }
      throw error;
    } finally {
      leaveLine();
    }
  };

  async function ingest(
    { version, document }: ClaimedVersion,
    signal: AbortSignal,
    leaveLine: () => void,
  ): Promise<void> {
    const sealer = await keyring.forSpace(version.spaceId);
    const fileName = openFileName(sealer, document);
    if (version.attempts > maxAttempts) {
      return await fail(version, sealer, { reason: 'crashed', detail: `given up after ${maxAttempts} attempts` });
    }
    const depth = document.parentDocumentId ? await work((tx) => repository.depthOf(tx, document.id)) : 0;
    if (depth > maxAttachmentDepth) {
      const detail = `attached at depth ${depth}; the limit is ${maxAttachmentDepth}`;
      return await fail(version, sealer, { reason: 'too_deep', detail });
    }
    const attachments = createAttachmentIntake(version, upload);
    const outcome = await read(version, sealer, fileName, attachments, signal);
    // A cancelled job leaves the state to whoever cancelled it; a stopping server leaves it to its next start.
    if (signal.aborted) return;
    if ('reason' in outcome) return await fail(version, sealer, outcome);
    if (outcome.passages.length <= smallPassages) leaveLine();
    const suggestion = await suggestLabel(version, sealer, outcome.markings);
    const readDocument = { ...describe(version, sealer, fileName, outcome, attachments), suggestion };
    await finish(readDocument, await committer.commit(readDocument, { isAlone: line.isEmpty() }));
  }

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
    const markings = createMarkingSample();
    // Most files are read before anybody could look.
    let reportedAt = clock.now().getTime();
    let result: Reading | Failure = { reason: 'crashed', detail: 'the reader ended without a result' };
    try {
      const sealed = blobs.read(blobKey(version.blobId));
      const bytes = sealer.openStream({ kind: 'blob', objectId: version.blobId }, sealed);
      // To its end, also after `done`: leaving early gives the file up, and the parser then ends the process that read it.
      for await (const event of parser.parse({ name: fileName, bytes, signal, limits })) {
        if (event.type === 'blocks') {
          parts.addBlocks(event.blocks);
          markings.add(event.blocks);
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
          else result = { metadata, warnings, passages, parts: await parts.rows(), markings: markings.take() };
        }
      }
      return result;
    } catch (error) {
      if (error instanceof NotFoundError) return { reason: 'missing_blob', detail: error.detail };
      throw error;
    }
  }

  function describe(
    version: VersionRow,
    sealer: Sealer,
    fileName: string,
    { metadata, warnings, passages, parts }: Reading,
    attachments: AttachmentIntake,
  ): Omit<ReadDocument, 'suggestion'> {
    const { title: givenTitle, author, created, modified } = metadata;
    const title = givenTitle?.trim() || withoutExtension(fileName);
    const day = dayOf(modified ?? created);
    const kept = { title, author, created, modified, warnings: [...warnings, ...attachments.warnings] };
    return {
      cell: { spaceId: version.spaceId, labelId: version.labelId },
      version,
      change: {
        format: metadata.format,
        language: metadata.language,
        parts: metadata.parts,
        passages: passages.length,
        day,
        metadata: sealer.sealJson({ kind: 'document_versions.metadata', objectId: version.id }, kept),
        finishedAt: clock.now(),
      },
      source: {
        sourceId: version.id,
        documentId: version.documentId,
        title,
        language: metadata.language,
        kind: metadata.format,
        day,
        passages,
      },
      parts,
      attachmentIds: attachments.documentIds,
    };
  }

  /** What the text says of its own label, when that is more than the label that it has. Nothing changes before a person says so. */
  async function suggestLabel(
    version: VersionRow,
    sealer: Sealer,
    sample: MarkedSample,
  ): Promise<ReadDocument['suggestion']> {
    const found = await labels.suggest(sample);
    if (!found || labels.isCovered(found.labelId, version.labelId)) return null;
    const { labelId, written, kind, unknown } = found;
    const context = { kind: 'documents.suggestion', objectId: version.documentId };
    return { labelId, content: sealer.sealJson(context, { written, kind, unknown }) };
  }

  async function fail(version: VersionRow, sealer: Sealer, failure: Failure): Promise<void> {
    const detail = sealer.sealText(
      { kind: 'document_versions.detail', objectId: version.id },
      failure.detail.slice(0, 2_000),
    );
    await work(async (tx) => {
      const change = { state: 'failed' as const, reason: failure.reason, detail, finishedAt: clock.now() };
      if (!(await moveVersion(tx, version.id, ['reading'], change))) return;
      await audit.record(tx as Tx, {
        ...ingestEntry('document.ingest_failed', 'failed', version),
        reason: failure.reason,
      });
    });
    logger.warn('document not read', { documentId: version.documentId, versionId: version.id, reason: failure.reason });
  }
}

function dayOf(time: string | undefined): number | null {
  const ms = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isFinite(ms) ? Math.floor(ms / 86_400_000) : null;
}

function withoutExtension(fileName: string): string {
  return fileName.replace(/\.[\p{L}\p{N}]{1,8}$/u, '');
}
