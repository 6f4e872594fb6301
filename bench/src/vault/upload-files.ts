import { setTimeout as wait } from 'node:timers/promises';
import type { ApiClient } from '@nexus/vault';

export type UploadFile = { name: string; bytes: Uint8Array };

export type UploadOptions = {
  /** Requests at the same time. */
  atOnce?: number;
  /** Files in one request. */
  filesPerRequest?: number;
  /** Files of people may be broken; made ones may not. */
  mayFail?: boolean;
  log?: (line: string) => void;
};

export type Uploaded = {
  /** From the first byte sent until the last answer, and until everything is ready, in seconds. */
  uploadSeconds: number;
  readySeconds: number;
};

type Counts = { queued: number; reading: number; ready: number; failed: number };

const pollMs = 100;

/**
 * Sends files through the public API and waits until each is read, indexed and durable. @throws Error when one failed: a rate over files that were
 * refused would mean nothing.
 */
export async function uploadAndAwait(
  client: ApiClient,
  spaceId: string,
  files: readonly UploadFile[],
  { atOnce = 4, filesPerRequest = 10, mayFail = false, log }: UploadOptions = {},
): Promise<Uploaded> {
  const before = await countsOf(client, spaceId);
  const batches = inBatches(files, filesPerRequest).values();
  const startedAt = performance.now();
  const since = () => (performance.now() - startedAt) / 1_000;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const batch of batches) await send(client, spaceId, batch);
    }),
  );
  const uploadSeconds = since();
  while (true) {
    const counts = await countsOf(client, spaceId);
    if (counts.failed > before.failed && !mayFail)
      throw new Error(`${counts.failed - before.failed} files could not be read`);
    const ready = counts.ready - before.ready;
    const isSettled = counts.queued + counts.reading === 0;
    if (ready === files.length || (mayFail && isSettled)) return { uploadSeconds, readySeconds: since() };
    if (isSettled) throw new Error(`${ready} of ${files.length} files arrived`);
    log?.(`  ${ready}/${files.length} ready after ${since().toFixed(0)} s`);
    await wait(log ? 2_000 : pollMs);
  }
}

function countsOf(client: ApiClient, spaceId: string): Promise<Counts> {
  return client.get<Counts>(`/spaces/${spaceId}/ingest`);
}

async function send(client: ApiClient, spaceId: string, files: readonly UploadFile[]): Promise<void> {
  const form = new FormData();
  for (const { name, bytes } of files) {
    form.append('path', name);
    form.append('file', new Blob([new Uint8Array(bytes)]), name.slice(name.lastIndexOf('/') + 1));
  }
  await client.send('POST', `/spaces/${spaceId}/documents`, { body: form });
}

function inBatches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
