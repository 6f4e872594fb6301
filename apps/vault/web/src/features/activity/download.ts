import { saveFile } from '@nexus/page';
import { ApiProblem } from '@nexus/page/api';

export type DownloadOptions = { name: string; signal?: AbortSignal; onBytes?(bytes: number): void };

/** Fetches a file with the session of the page and hands it to the browser to be saved, telling how many bytes have come. */
export async function download(path: string, { name, signal, onBytes }: DownloadOptions): Promise<void> {
  const response = await fetch(path, { signal: signal ?? null }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiProblem(0, { code: 'offline' });
  });
  if (!response.ok || response.body === null) {
    const isProblem = response.headers.get('content-type')?.includes('json') ?? false;
    throw new ApiProblem(response.status, isProblem ? await response.json() : {});
  }
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    bytes += value.length;
    onBytes?.(bytes);
  }
  saveFile(new Blob(parts), name);
}
