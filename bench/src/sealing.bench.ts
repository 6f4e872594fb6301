import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { unsealedNodeFlag } from '@nexus/testing';
import { type ApiClient, createApiClient } from '@nexus/vault';
import { type Bench, type BenchOptions, type Figures, numberOf } from './bench.ts';
import { percentile } from './peers/measure.ts';
import { chooseQuestions } from './scale/choose-questions.ts';
import { findDefaultData } from './sets/default-data.ts';
import { type MadeFile, makeFiles, makePages } from './vault/made-files.ts';
import { cpuSecondsOf } from './vault/process-tree.ts';
import { runAnswerServer } from './vault/run-answer-server.ts';
import { uploadAndAwait } from './vault/upload-files.ts';
import { inScratchFolder, nodeFlagsOf, startVaultProcess, type VaultProcess } from './vault/vault-process.ts';

/** `--passages 20000`, `--questions 100`, `--labels 8`, `--rounds 4`, `--files 60`, `--only query,ingest`. */
export const bench: Bench = {
  name: 'sealing',
  summary:
    'what sealing and labels cost: answers, searches, lists and reading in, beside the same server without either',
  run: (options) => inScratchFolder((folder) => compare(folder, options)),
};

type Side = { name: 'sealed' | 'plain'; server: VaultProcess; client: ApiClient; spaceId: string };

async function compare(folder: string, options: BenchOptions) {
  const data = options.data ?? findDefaultData('qa_squad/es');
  const isAsked = (part: string) => options.flags['only']?.split(',').includes(part) ?? true;
  const sides: Side[] = [];
  try {
    for (const name of ['sealed', 'plain'] as const)
      sides.push(await openSide(name, join(folder, name), data, options));
    const figures: Record<Side['name'], Figures> = { sealed: {}, plain: {} };
    const ratios: Figures = {};
    const rounds = numberOf(options, 'rounds', 4);
    if (isAsked('query')) await compareQueries(sides, data, rounds, options, figures, ratios);
    if (isAsked('ingest')) await compareReading(sides, data, rounds, options, figures, ratios);
    return {
      bench: 'sealing',
      data: data ?? 'generated',
      ours: { ...figures.sealed, ...ratios },
      peers: { 'neither sealed nor labelled': figures.plain },
    };
  } finally {
    for (const { server } of sides) await server.stop();
  }
}

/** A vault loaded with the passages: spread over labels all of which the person may read, or all under one; then a server of its own. */
async function openSide(
  name: Side['name'],
  dataDir: string,
  data: string | null,
  options: BenchOptions,
): Promise<Side> {
  mkdirSync(dataDir);
  const passages = numberOf(options, 'passages', 20_000);
  const labels = name === 'sealed' ? numberOf(options, 'labels', 8) : 1;
  options.log(`${name}: loading ${passages} passages under ${labels} ${labels === 1 ? 'label' : 'labels'} ...`);
  const questions = chooseQuestions(data, 20);
  const flags = [...(name === 'plain' ? [unsealedNodeFlag] : []), ...nodeFlagsOf(options.flags)];
  const { token } = await runAnswerServer({ dataDir, data, passages, questions, labels }, flags);
  const server = await startVaultProcess(dataDir, flags);
  const client = createApiClient(server.url, { token });
  const { items } = await client.get<{ items: { id: string }[] }>('/spaces');
  return { name, server, client, spaceId: items[0]!.id };
}

const kinds = ['answer', 'search', 'list', 'rows'] as const;

/** In turns, so that what else the machine does falls on both. */
async function compareQueries(
  sides: readonly Side[],
  data: string | null,
  rounds: number,
  options: BenchOptions,
  figures: Record<Side['name'], Figures>,
  ratios: Figures,
): Promise<void> {
  const questions = chooseQuestions(data, numberOf(options, 'questions', 100));
  const took = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, client, spaceId } of sides) {
      const steps: Record<(typeof kinds)[number], (text: string) => Promise<unknown>> = {
        answer: (text) => client.post('/questions', { text }),
        search: (text) => client.post('/search', { text }),
        list: () => client.get(`/spaces/${spaceId}/documents?limit=100`),
        rows: async () => (await client.send('GET', `/spaces/${spaceId}/documents/rows`)).text(),
      };
      for (const kind of kinds) {
        const times = took.get(`${kind} ${name}`) ?? [];
        for (const text of kind === 'rows' ? questions.slice(0, 3) : questions) {
          const startedAt = performance.now();
          await steps[kind](text);
          // The first round fills caches.
          if (round > 0) times.push(performance.now() - startedAt);
        }
        took.set(`${kind} ${name}`, times);
      }
    }
  }
  for (const kind of kinds) {
    for (const { name } of sides) {
      const times = took.get(`${kind} ${name}`)!;
      figures[name][`${kind}_p50_ms`] = percentile(times, 0.5);
      figures[name][`${kind}_p99_ms`] = percentile(times, 0.99);
    }
    ratios[`${kind}_ratio`] = figures.sealed[`${kind}_p50_ms`]! / figures.plain[`${kind}_p50_ms`]!;
  }
}

/** Text alone: what other formats cost besides is the same on both sides, and would hide what sealing costs. */
async function compareReading(
  sides: readonly Side[],
  data: string | null,
  rounds: number,
  options: BenchOptions,
  figures: Record<Side['name'], Figures>,
  ratios: Figures,
): Promise<void> {
  const pages = makePages(data, 1);
  const pagesPerFile = 8;
  const sum = { sealed: { seconds: 0, cpu: 0, pages: 0 }, plain: { seconds: 0, cpu: 0, pages: 0 } };
  for (let round = 0; round <= rounds; round += 1) {
    const files: MadeFile[] = await makeFiles(pages, {
      format: 'text',
      files: numberOf(options, 'files', 60),
      pagesPerFile,
    });
    for (const { name, server, client } of round % 2 === 0 ? sides : sides.toReversed()) {
      const space = await client.post<{ id: string }>('/spaces', { name: `lote ${round}` });
      const before = cpuSecondsOf(server.pid);
      const { readySeconds } = await uploadAndAwait(client, space.id, files);
      const after = cpuSecondsOf(server.pid);
      if (round === 0) continue;
      const side = sum[name];
      side.seconds += readySeconds;
      side.pages += files.length * pagesPerFile;
      for (const part of ['server', 'readers', 'database'] as const) side.cpu += after[part] - before[part];
    }
  }
  for (const { name } of sides) {
    figures[name]['ingest_pages_per_s'] = sum[name].pages / sum[name].seconds;
    figures[name]['ingest_cpu_ms_per_page'] = (sum[name].cpu * 1_000) / sum[name].pages;
  }
  ratios['ingest_ratio'] = sum.sealed.seconds / sum.plain.seconds;
  ratios['ingest_cpu_ratio'] = sum.sealed.cpu / sum.plain.cpu;
}
