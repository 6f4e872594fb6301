import { writeFileSync } from 'node:fs';
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
};

export type AnswerRun = { token: string; loadSeconds: number; latenciesMs: number[]; firstMs: number };

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
    for (const text of task.questions) {
      const askedAt = performance.now();
      await running.vault.answers.askQuestion(person, { text, spaceIds: null });
      latenciesMs.push(performance.now() - askedAt);
    }
    const warm = latenciesMs.slice(Math.floor(latenciesMs.length / 5));
    const result: AnswerRun = { token, loadSeconds, latenciesMs: warm, firstMs: latenciesMs[0]! };
    writeFileSync(task.resultFile, JSON.stringify(result));
    console.error(
      `  in process: p50 ${percentile(warm, 0.5).toFixed(1)} ms, p99 ${percentile(warm, 0.99).toFixed(1)} ms`,
    );
  } finally {
    await running.stop();
  }
}

await main(JSON.parse(process.argv[2]!));
process.exit(0);
