import { createApiClient } from '@nexus/vault';
import { type Bench, type BenchOptions, type Figures, numberOf } from './bench.ts';
import { percentile } from './peers/measure.ts';
import { chooseQuestions } from './scale/choose-questions.ts';
import { findDefaultData } from './sets/default-data.ts';
import type { AnswerTask } from './vault/answer-server.ts';
import { runAnswerServer } from './vault/run-answer-server.ts';
import { inScratchFolder, nodeFlagsOf, startVaultProcess } from './vault/vault-process.ts';

/** `--passages 100000`, `--questions 300`, `--spaces 5000`, `--readable 500`, `--only one,spaces`. */
export const bench: Bench = {
  name: 'answer-speed',
  summary:
    'a whole answer over 100,000 passages, and over 500 of 5,000 spaces, in process and through the API; the first one after a start',
  async run(options) {
    const data = options.data ?? findDefaultData('qa_squad/es');
    const only = options.flags['only']?.split(',') ?? ['one', 'spaces'];
    const ours: Figures = {};
    if (only.includes('one')) Object.assign(ours, await measure('', data, options));
    if (only.includes('spaces')) {
      const spaces = { all: numberOf(options, 'spaces', 5_000), readable: numberOf(options, 'readable', 500) };
      Object.assign(ours, await measure('spaces_', data, options, spaces));
    }
    return { bench: 'answer-speed', data: data ?? 'generated', ours, peers: {} };
  },
};

function measure(
  prefix: string,
  data: string | null,
  options: BenchOptions,
  spaces?: AnswerTask['spaces'],
): Promise<Figures> {
  return inScratchFolder(async (dataDir) => {
    const questions = chooseQuestions(data, numberOf(options, 'questions', 300));
    const passages = numberOf(options, 'passages', 100_000);
    options.log(`loading ${passages} passages into ${spaces ? `${spaces.all} spaces` : 'one space'} ...`);
    const task = { dataDir, data, passages, questions, ...(spaces ? { spaces } : {}) };
    const inProcess = await runAnswerServer(task, nodeFlagsOf(options.flags));
    options.log('after a restart, through the API ...');
    const restarted = await askAfterRestart(dataDir, inProcess.token, questions, options);
    const named = {
      answer_p50_ms: percentile(inProcess.latenciesMs, 0.5),
      answer_p99_ms: percentile(inProcess.latenciesMs, 0.99),
      answer_cpu_p50_ms: percentile(inProcess.cpuMs, 0.5),
      answer_cpu_p99_ms: percentile(inProcess.cpuMs, 0.99),
      http_p50_ms: percentile(restarted.answersMs, 0.5),
      http_p99_ms: percentile(restarted.answersMs, 0.99),
      search_p50_ms: percentile(restarted.searchesMs, 0.5),
      search_p99_ms: percentile(restarted.searchesMs, 0.99),
      first_answer_ms: restarted.firstMs,
      server_start_s: restarted.openedMs / 1_000,
      first_answer_after_restart_s: (restarted.openedMs + restarted.firstMs) / 1_000,
      load_s: inProcess.loadSeconds,
    };
    return Object.fromEntries(Object.entries(named).map(([name, value]) => [prefix + name, value]));
  });
}

async function askAfterRestart(dataDir: string, token: string, questions: readonly string[], { flags }: BenchOptions) {
  const server = await startVaultProcess(dataDir, nodeFlagsOf(flags));
  try {
    const client = createApiClient(server.url, { token });
    const firstMs = await millisecondsOf(() => client.post('/questions', { text: questions.at(-1) }));
    const answersMs: number[] = [];
    const searchesMs: number[] = [];
    for (const text of questions) answersMs.push(await millisecondsOf(() => client.post('/questions', { text })));
    for (const text of questions) searchesMs.push(await millisecondsOf(() => client.post('/search', { text })));
    const warm = Math.floor(questions.length / 5);
    return {
      firstMs,
      openedMs: server.openedAfterMs,
      answersMs: answersMs.slice(warm),
      searchesMs: searchesMs.slice(warm),
    };
  } finally {
    await server.stop();
  }
}

async function millisecondsOf(step: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await step();
  return performance.now() - startedAt;
}
