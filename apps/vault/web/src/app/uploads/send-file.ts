import { ApiProblem } from '@nexus/page/api';
import type { createBegunUploads } from './begun-uploads.ts';
import { fingerprintOf } from './begun-uploads.ts';
import type { sendRequest } from './send-request.ts';
import type { SentFile, Transfer } from './upload-queue.ts';

/** Up to this size a file goes in one request; above, in pieces of it. */
export const pieceBytes = 8 * 1024 ** 2;

type Status = { id: string; sizeBytes: number; receivedBytes: number; finished: SentFile | null };

export type SendFileDependencies = { send: typeof sendRequest; begun: ReturnType<typeof createBegunUploads> };
type Upload = Parameters<Transfer>[0];
type Options = Parameters<Transfer>[1];

/** Brings one file to the server. What a large one has already sent is not sent again, neither after a cut line nor after a closed window. */
export function createSendFile({ send, begun }: SendFileDependencies) {
  return async function sendFile(upload: Upload, options: Options): Promise<SentFile> {
    return upload.file.size <= pieceBytes ? await sendWhole(upload, options) : await sendPieces(upload, options);
  };

  async function sendWhole(
    { spaceId, path, file, labelId, idempotencyKey }: Upload,
    options: Options,
  ): Promise<SentFile> {
    const form = new FormData();
    form.set('path', path);
    form.set('file', file, file.name);
    const query = labelId === null ? '' : `?labelId=${labelId}`;
    const { files } = await send<{ files: SentFile[] }>('POST', `/api/v1/spaces/${spaceId}/documents${query}`, {
      headers: { 'idempotency-key': idempotencyKey },
      body: form,
      ...options,
    });
    return sentOf(files[0]!);
  }

  async function sendPieces(upload: Upload, { signal, onProgress }: Options): Promise<SentFile> {
    const { file } = upload;
    const fingerprint = identify(upload);
    let status = await stand(upload, fingerprint, signal);
    while (status.finished === null && status.receivedBytes < file.size) {
      const from = status.receivedBytes;
      onProgress(from);
      try {
        status = await send<Status>('PATCH', `/api/v1/uploads/${status.id}?offset=${from}`, {
          headers: { 'content-type': 'application/octet-stream' },
          body: file.slice(from, from + pieceBytes),
          signal,
          onProgress: (sent) => onProgress(Math.min(file.size, from + sent)),
        });
      } catch (error) {
        // Another window sends the same file: go on from where it stands now.
        if (!(error instanceof ApiProblem) || error.code !== 'documents.upload_offset') throw error;
        status = await send<Status>('GET', `/api/v1/uploads/${status.id}`, { signal });
      }
    }
    const finished =
      status.finished ?? (await send<SentFile>('POST', `/api/v1/uploads/${status.id}/finish`, { signal }));
    begun.forget(fingerprint);
    return sentOf(finished);
  }

  /** The upload that was begun for this file earlier, or a new one. */
  async function stand(upload: Upload, fingerprint: string, signal: AbortSignal): Promise<Status> {
    const known = begun.find(fingerprint);
    if (known !== null) {
      try {
        const status = await send<Status>('GET', `/api/v1/uploads/${known}`, { signal });
        // A finished one is from another day: the file is uploaded anew and recognised by its content.
        if (status.sizeBytes === upload.file.size && status.finished === null) return status;
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.status !== 404) throw error;
      }
    }
    const status = await send<Status>('POST', `/api/v1/spaces/${upload.spaceId}/uploads`, {
      headers: { 'content-type': 'application/json', 'idempotency-key': upload.idempotencyKey },
      body: JSON.stringify({
        path: upload.path,
        sizeBytes: upload.file.size,
        ...(upload.labelId === null ? {} : { labelId: upload.labelId }),
      }),
      signal,
    });
    begun.remember(fingerprint, status.id);
    return status;
  }
}

/** Tells the server that a file that was given up will not come. */
export function createDiscard({ send, begun }: SendFileDependencies) {
  return function discard(upload: Pick<Upload, 'spaceId' | 'path' | 'file' | 'labelId'>): void {
    const fingerprint = identify(upload);
    const known = begun.find(fingerprint);
    if (known === null) return;
    begun.forget(fingerprint);
    // Not heard: the server sweeps it away after a week.
    send('DELETE', `/api/v1/uploads/${known}`, { signal: new AbortController().signal }).catch(() => {});
  };
}

function identify({ spaceId, path, file, labelId }: Pick<Upload, 'spaceId' | 'path' | 'file' | 'labelId'>): string {
  return fingerprintOf({ spaceId, path, labelId, sizeBytes: file.size, modifiedMs: file.lastModified });
}

function sentOf({ documentId, outcome }: SentFile): SentFile {
  return { documentId, outcome };
}
