import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { silentLogger } from '@nexus/kernel';
import { readConfig, startVault } from '@nexus/vault';
import { percentile } from '../peers/measure.ts';
import { loadOneSpace, loadSpaces } from './load-passages.ts';
import { setUpToken } from './vault-process.ts';

/** What the bench asks of this process; on the command line as JSON. */
export type AnswerTask = {
  dataDir: string;
  resultFile: string;
  /** Text to multiply; null for invented words. */
  data: string | null;
  passages: number;
  questions: readonly string[];
  /** Given: so many spaces share the passages, and the person is a member of some. */
  spaces?: { all: number; readable: number };
  /** Given: the passages of the one space lie under so many labels, all of which the person may read. */
  labels?: number;
  /** Given: so short are the documents of the one space. */
  passagesPerDocument?: number;
};

export type AnswerRun = {
  token: string;
  loadSeconds: number;
  latenciesMs: number[];
  /** What this process worked for each answer, without the database: on a busy machine it says more than the clock does. */
  cpuMs: number[];
};

/**
 * A vault in this process: loads passages past the parsers, then asks in the name of a person without HTTP. In a process of its own, so that the
 * bench's own memory and work do not stand in the figures.
 */
async function main(task: AnswerTask): Promise<void> {
  const config = readConfig({ ...process.env, NEXUS_DATA: task.dataDir, NEXUS_PORT: '0' }, '/');
  const running = await startVault(config, silentLogger);
  try {
    const token = await setUpToken(running);
    const startedAt = performance.now();
    const person = task.spaces
      ? await loadSpaces(running, token, { ...task, ...task.spaces })
      : await loadOneSpace(running, token, task);
    const loadSeconds = (performance.now() - startedAt) / 1_000;
    const latenciesMs: number[] = [];
    const cpuMs: number[] = [];
    for (const text of task.questions) {
      const askedAt = performance.now();
      const cpuBefore = process.cpuUsage();
      await running.vault.answers.askQuestion(person, { text, spaceIds: null });
      const { user, system } = process.cpuUsage(cpuBefore);
      cpuMs.push((user + system) / 1_000);
      latenciesMs.push(performance.now() - askedAt);
    }
    const warmUp = Math.floor(task.questions.length / 5);
    const result: AnswerRun = {
      token,
      loadSeconds,
      latenciesMs: latenciesMs.slice(warmUp),
      cpuMs: cpuMs.slice(warmUp),
    };
    writeFileSync(task.resultFile, JSON.stringify(result));
    if (latenciesMs.length === 0) return;
    const [p50, p99] = [0.5, 0.99].map((share) => percentile(result.latenciesMs, share).toFixed(1));
    const cpu = [0.5, 0.99].map((share) => percentile(result.cpuMs, share).toFixed(1)).join(' and ');
    console.error(`  in process: p50 ${p50} ms, p99 ${p99} ms, processor ${cpu} ms, load ${loadavg()[0]!.toFixed(1)}`);
  } finally {
    await running.stop();
  }
}

await main(JSON.parse(process.argv[2]!));
process.exit(0);
