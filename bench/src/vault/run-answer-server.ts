import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnswerRun, AnswerTask } from './answer-server.ts';

const program = join(import.meta.dirname, 'answer-server.ts');

/** Fills a data folder, asks, and gives what was measured; the folder can then be served by another process. */
export async function runAnswerServer(
  task: Omit<AnswerTask, 'resultFile'>,
  nodeFlags: readonly string[] = [],
): Promise<AnswerRun> {
  const resultFile = join(task.dataDir, 'bench-result.json');
  const args = [...nodeFlags, program, JSON.stringify({ ...task, resultFile } satisfies AnswerTask)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the vault process ended with ${code}`);
  return JSON.parse(readFileSync(resultFile, 'utf8'));
}
