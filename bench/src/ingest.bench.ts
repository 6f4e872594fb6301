import { readdirSync, readFileSync, statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, relative } from 'node:path';
import type { ApiClient } from '@nexus/vault';
import type { Bench, BenchOptions, Figures } from './bench.ts';
import { findDefaultData } from './sets/default-data.ts';
import { type MadeFile, type MadeFormat, makeFiles, makePages } from './vault/made-files.ts';
import { type MemoryPeak, watchMemory } from './vault/process-memory.ts';
import { type ByPart, cpuSecondsOf } from './vault/process-tree.ts';
import { makeScans } from './vault/scanned-pages.ts';
import { type UploadFile, uploadAndAwait } from './vault/upload-files.ts';
import { inScratchFolder, nodeFlagsOf, setUpClient, startVaultProcess } from './vault/vault-process.ts';

const formats: readonly MadeFormat[] = ['text', 'docx', 'pdf'];

/**
 * `--files 150` (of each format), `--pages 8` (a file), `--small 10000` (documents of one page; the memory of all processes is watched meanwhile),
 * `--scans 16`, `--only text,pdf,docx,mixed,small,ocr`. With `--data <folder>`, the files of that folder alone.
 */
export const bench: Bench = {
  name: 'ingest',
  summary: 'pages a second from upload to durable and searchable, through the API of a whole server; its memory',
  run: (options) =>
    inScratchFolder(async (folder) => {
      const server = await startVaultProcess(folder, nodeFlagsOf(options.flags));
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

async function measureGenerated(measuring: Measuring): Promise<Figures> {
  const { pid, options } = measuring;
  const flag = (name: string, otherwise: number) => Number(options.flags[name] ?? otherwise);
  const only = options.flags['only']?.split(',');
  const isAsked = (part: string) => only === undefined || only.includes(part);
  const pages = makePages(findDefaultData('qa_squad/es'), flag('seed', 1));
  const pagesPerFile = flag('pages', 8);
  const make = (format: MadeFormat, files: number) => makeFiles(pages, { format, files, pagesPerFile });
  const figures: Figures = {};

  for (const format of formats) {
    if (!isAsked(format)) continue;
    const rate = await measurePages(measuring, format, await make(format, flag('files', 150)));
    figures[`pages_per_s_${format}`] = rate.pagesPerSecond;
    figures[`cpu_ms_per_page_${format}`] = rate.cpuMsPerPage;
  }
  if (isAsked('mixed')) {
    const made: MadeFile[][] = [];
    for (const format of formats) made.push(await make(format, Math.ceil(flag('files', 150) / formats.length)));
    const mixed = made[0]!.flatMap((_, i) => made.map((some) => some[i]!));
    const rate = await measurePages(measuring, 'mixed', mixed);
    figures['pages_per_s'] = rate.pagesPerSecond;
    figures['cpu_ms_per_page'] = rate.cpuMsPerPage;
  }
  if (isAsked('small')) {
    const small = await makeFiles(pages, { format: 'text', files: flag('small', 10_000), pagesPerFile: 1 });
    const memory = watchMemory(pid);
    const rate = await measurePages(measuring, 'small', small, 50);
    figures['documents_per_s'] = rate.pagesPerSecond;
    figures['cpu_ms_per_document'] = rate.cpuMsPerPage;
    const peak = memory.stop();
    addMemory(figures, peak);
    options.log(
      `small: ${peak.totalMb.toFixed(0)} MiB at most, ${peak.firstHalfMb.toFixed(0)} in the first half of the time`,
    );
  }
  if (isAsked('ocr')) {
    const rate = await measurePages(measuring, 'ocr', makeScans(flag('scans', 16)));
    figures['ocr_pages_per_s'] = rate.pagesPerSecond;
    figures['ocr_cpu_ms_per_page'] = rate.cpuMsPerPage;
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

/** `cpuMsPerPage` is what all of the server's processes worked: on a busy machine it says more than the clock does. */
type Rate = { pagesPerSecond: number; cpuMsPerPage: number };

async function measurePages(
  { client, pid, options: { log } }: Measuring,
  name: string,
  files: readonly MadeFile[],
  filesPerRequest = 10,
): Promise<Rate> {
  const space = await client.post<{ id: string }>('/spaces', { name });
  const pages = files.reduce((sum, file) => sum + file.pages, 0);
  const cpuBefore = cpuSecondsOf(pid);
  const { uploadSeconds, readySeconds } = await uploadAndAwait(client, space.id, files, { filesPerRequest });
  const cpu = cpuSecondsOf(pid);
  const perPage = (part: keyof ByPart) => ((cpu[part] - cpuBefore[part]) * 1_000) / pages;
  const [server, readers, database] = [perPage('server'), perPage('readers'), perPage('database')];
  const cpuMsPerPage = server + readers + database;
  const pagesPerSecond = pages / readySeconds;
  log(
    `${name}: ${files.length} files, ${pages} pages, sent in ${uploadSeconds.toFixed(1)} s, ready in ${readySeconds.toFixed(1)} s: ` +
      `${pagesPerSecond.toFixed(0)} pages/s, ${cpuMsPerPage.toFixed(1)} ms of processor a page ` +
      `(server ${server.toFixed(1)}, readers ${readers.toFixed(1)}, database ${database.toFixed(1)}), load ${loadavg()[0]!.toFixed(1)}`,
  );
  return { pagesPerSecond, cpuMsPerPage };
}

function addMemory(figures: Figures, { totalMb, serverMb, readersMb, databaseMb }: MemoryPeak): void {
  Object.assign(figures, {
    rss_peak_mb: totalMb,
    rss_server_mb: serverMb,
    rss_readers_mb: readersMb,
    rss_database_mb: databaseMb,
  });
}
