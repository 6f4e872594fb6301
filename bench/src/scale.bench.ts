import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, BenchOptions, Figures } from './bench.ts';
import { percentile } from './peers/measure.ts';
import type { PeerRun } from './peers/peer.ts';
import { allPeers } from './peers/run-peers.ts';
import { writeCollection } from './scale/collection.ts';
import type { ContestantTask } from './scale/contestant.ts';
import { findDefaultData } from './sets/default-data.ts';

/** In-memory JavaScript peers are asked only up to here: they need gigabytes or minutes beyond. */
const largestForMemoryPeers = 100_000;
const memoryPeers = new Set(['minisearch', 'wink-bm25']);

/**
 * `--passages 100000`, `--terms 80` (a passage), `--limit 20`, `--peers lucene,sqlite-fts5` (or `none`), `--cells 5000`, `--readable 500`.
 */
export const bench: Bench = {
  name: 'scale',
  summary: 'ranking speed, size and memory over 100,000 passages (--passages), and over many small spaces',
  async run(options) {
    const flag = (name: string, otherwise: number) => Number(options.flags[name] ?? otherwise);
    const passages = flag('passages', 100_000);
    const data = options.data ?? findDefaultData('qa_squad/en');
    const folder = mkdtempSync(join(tmpdir(), 'nexus-scale-'));
    try {
      options.log(`writing ${passages} passages ...`);
      const { language } = writeCollection(folder, data, { passages, termsPerPassage: flag('terms', 80) });
      const shared = { collection: folder, indexFolder: join(folder, 'index'), language, limit: flag('limit', 20) };
      const perPassage = (bytes: number) => Math.round((bytes / passages) * 10) / 10;

      options.log('ours ...');
      const buildSeconds = await runStep<number>({ ...shared, step: 'build' });
      const ranked = await runStep<PeerRun & { openSeconds: number; suggestMs: number }>({ ...shared, step: 'rank' });
      options.log('many cells ...');
      const cells = flag('cells', 5000);
      const spread = await runStep<{ p50Ms: number; p99Ms: number; openMs: number }>({
        ...shared,
        step: 'cells',
        cells,
        readable: flag('readable', 500),
      });
      const ours: Figures = {
        ...figuresOf({ ...ranked, buildSeconds, diskBytes: sizeOf(shared.indexFolder) }, perPassage),
        open_s: ranked.openSeconds,
        suggest_ms: ranked.suggestMs,
        cells_p50_ms: spread.p50Ms,
        cells_p99_ms: spread.p99Ms,
        cells_open_ms: spread.openMs,
      };
      const peers: Record<string, Figures> = {};
      for (const { peer, analysis, name } of chosenPeers(options, passages)) {
        options.log(`${name} ...`);
        try {
          const run = await runStep<PeerRun>({ ...shared, step: 'peer', peer, analysis });
          peers[name] = figuresOf(run, perPassage);
        } catch (error) {
          options.log(`!!! ${name} failed: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      return { bench: 'scale', data: `${data ?? 'generated'} x ${passages} passages`, ours, peers };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function* chosenPeers(options: BenchOptions, passages: number) {
  const named = options.flags['peers']?.split(',');
  for (const peer of allPeers) {
    if (named !== undefined && !named.includes(peer.name)) continue;
    const reason =
      memoryPeers.has(peer.name) && passages > largestForMemoryPeers
        ? `it holds everything in memory; ${largestForMemoryPeers} passages are its limit here`
        : peer.unavailable();
    if (reason !== null) {
      options.log(`!!! ${peer.name} is left out: ${reason}`);
      continue;
    }
    yield { peer: peer.name, analysis: 'best', name: peer.name } as const;
    yield { peer: peer.name, analysis: 'ours', name: `${peer.name}+ours` } as const;
  }
}

function figuresOf(run: PeerRun, perPassage: (bytes: number) => number): Figures {
  return {
    rank_p50_ms: percentile(run.latenciesMs, 0.5),
    rank_p99_ms: percentile(run.latenciesMs, 0.99),
    build_s: run.buildSeconds,
    ...(run.diskBytes !== undefined && { bytes_per_passage: perPassage(run.diskBytes) }),
    ...(run.memoryBytes !== undefined && { memory_bytes_per_passage: perPassage(run.memoryBytes) }),
  };
}

async function runStep<T>(task: Omit<ContestantTask, 'resultFile'>): Promise<T> {
  const resultFile = join(task.collection, 'result.json');
  const program = join(import.meta.dirname, 'scale/contestant.ts');
  // A small young generation: its size is a choice of the process, and would otherwise be most of what is measured.
  const args = [
    '--expose-gc',
    '--max-semi-space-size=4',
    '--max-old-space-size=8192',
    program,
    JSON.stringify({ ...task, resultFile }),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise<number | null>((resolve, reject) => child.on('exit', resolve).on('error', reject));
  if (code !== 0) throw new Error(`the process ended with ${code}`);
  const result: T = JSON.parse(readFileSync(resultFile, 'utf8'));
  rmSync(resultFile);
  return result;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}
