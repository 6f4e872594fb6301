import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ApiClient } from '@nexus/vault';
import type { Bench, BenchOptions, Figures } from './bench.ts';
import { findDefaultData } from './sets/default-data.ts';
import { type MadeFile, makeFiles, makePages } from './vault/made-files.ts';
import { type MemoryPeak, watchMemory } from './vault/process-memory.ts';
import { makeScans } from './vault/scanned-pages.ts';
import { type UploadFile, uploadAndAwait } from './vault/upload-files.ts';
import { inScratchFolder, setUpClient, startVaultProcess } from './vault/vault-process.ts';

const pagesPerFile = 8;

/**
 * `--files 150` (of each format, 8 pages a file), `--small 10000` (documents of one page), `--scans 16`, `--only text,pdf,docx,mixed,small,ocr`. With
 * `--data <folder>`, the files of that folder alone.
 */
export const bench: Bench = {
  name: 'ingest',
  summary: 'pages a second from upload to durable and searchable, through the API of a whole server; its memory',
  run: (options) =>
    inScratchFolder(async (folder) => {
      const server = await startVaultProcess(folder, options.flags['node-flags']?.split(' '));
      try {
        const client = await setUpClient(server);
        const run = options.data ? measureFolder : measureGenerated;
        const ours = await run({ client, pid: server.pid, options });
        return { bench: 'ingest', data: options.data ?? 'generated', ours, peers: {} };
      } finally {
        await server.stop();
      }
    }),
};

type Measuring = { client: ApiClient; pid: number; options: BenchOptions };

async function measureGenerated({ client, pid, options }: Measuring): Promise<Figures> {
  const flag = (name: string, otherwise: number) => Number(options.flags[name] ?? otherwise);
  const only = options.flags['only']?.split(',');
  const isAsked = (part: string) => only === undefined || only.includes(part);
  const pages = makePages(findDefaultData('qa_squad/es'), flag('seed', 1));
  const files = flag('files', 150);
  const figures: Figures = {};

  for (const format of ['text', 'docx', 'pdf'] as const) {
    if (!isAsked(format)) continue;
    const made = await makeFiles(pages, { format, files, pagesPerFile });
    figures[`pages_per_s_${format}`] = await pagesPerSecond(client, format, made, options);
  }
  if (isAsked('mixed')) {
    const made: MadeFile[][] = [];
    for (const format of ['text', 'docx', 'pdf'] as const)
      made.push(await makeFiles(pages, { format, files: Math.ceil(files / 3), pagesPerFile }));
    const mixed = made[0]!.flatMap((_, i) => made.map((some) => some[i]!));
    figures['pages_per_s'] = await pagesPerSecond(client, 'mixed', mixed, options);
  }
  if (isAsked('small')) {
    const small = await makeFiles(pages, { format: 'text', files: flag('small', 10_000), pagesPerFile: 1 });
    const memory = watchMemory(pid);
    figures['documents_per_s'] = await pagesPerSecond(client, 'small', small, options, 50);
    addMemory(figures, memory.stop());
  }
  if (isAsked('ocr')) {
    figures['ocr_pages_per_s'] = await pagesPerSecond(client, 'ocr', makeScans(flag('scans', 16)), options);
  }
  return figures;
}

async function measureFolder({ client, pid, options }: Measuring): Promise<Figures> {
  const root = options.data!;
  const files: UploadFile[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ name: relative(root, path), bytes: readFileSync(path) }));
  const space = await client.post<{ id: string }>('/spaces', { name: 'folder' });
  const memory = watchMemory(pid);
  const { readySeconds } = await uploadAndAwait(client, space.id, files, { log: options.log, mayFail: true });
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 2 ** 20;
  const figures: Figures = {
    documents_per_s: files.length / readySeconds,
    mb_per_s: megabytes / readySeconds,
    ready_s: readySeconds,
  };
  addMemory(figures, memory.stop());
  return figures;
}

async function pagesPerSecond(
  client: ApiClient,
  name: string,
  files: readonly MadeFile[],
  { log }: BenchOptions,
  filesPerRequest = 10,
): Promise<number> {
  const space = await client.post<{ id: string }>('/spaces', { name });
  const pages = files.reduce((sum, file) => sum + file.pages, 0);
  const { uploadSeconds, readySeconds } = await uploadAndAwait(client, space.id, files, { filesPerRequest });
  const rate = pages / readySeconds;
  log(
    `${name}: ${files.length} files, ${pages} pages, sent in ${uploadSeconds.toFixed(1)} s, ready in ${readySeconds.toFixed(1)} s, ${rate.toFixed(0)} pages/s`,
  );
  return rate;
}

function addMemory(figures: Figures, { totalMb, serverMb, readersMb, databaseMb }: MemoryPeak): void {
  Object.assign(figures, {
    rss_peak_mb: totalMb,
    rss_server_mb: serverMb,
    rss_readers_mb: readersMb,
    rss_database_mb: databaseMb,
  });
}
