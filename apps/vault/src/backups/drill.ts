import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { DrillPort, DrillQuestion, DrillResult, TargetConfig } from '@nexus/backups';
import { DatabaseStartError } from '@nexus/db';
import type { Logger } from '@nexus/kernel';
import type { VaultConfig } from '../config.ts';

/** What the child is told, on its standard input: nothing of it stands in arguments or environment. */
export type DrillOrder = {
  target: TargetConfig;
  rootKey: string;
  scratch: string;
  questions: readonly DrillQuestion[];
};

export type DrillMessage =
  | { kind: 'progress'; stage: string; bytes: number; totalBytes: number }
  | { kind: 'result'; result: DrillResult }
  | { kind: 'failed'; message: string };

const main = fileURLToPath(new URL('drill-process.ts', import.meta.url));

/** Drills run in a process of their own, at a low priority: a server of its own on a folder of its own, which goes away whatever happens. */
export function createDrill({
  config,
  rootKey,
  logger,
}: {
  config: Pick<VaultConfig, 'dataDir'>;
  /** The one of the moment: it is replaced while the server runs, and forgotten when it is sealed. */
  rootKey(): Uint8Array;
  logger: Logger;
}): DrillPort {
  const scratch = join(config.dataDir, 'drill');
  return {
    async run({ target, questions, signal, onProgress }) {
      await rm(scratch, { recursive: true, force: true });
      const child = spawn(process.execPath, [main], {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'] },
      });
      const stop = () => child.kill('SIGTERM');
      signal.addEventListener('abort', stop, { once: true });
      let complaint = '';
      child.stderr.on('data', (chunk: Buffer) => {
        complaint = (complaint + chunk.toString('utf8')).slice(-2_000);
      });
      child.stdin.on('error', () => {}); // It ended before it read; how is told below.
      const order: DrillOrder = { target, rootKey: Buffer.from(rootKey()).toString('hex'), scratch, questions };
      // The pipe stays open: when this process dies, it closes, and the child gives up.
      child.stdin.write(`${JSON.stringify(order)}\n`);
      const exited = once(child, 'exit');
      let result: DrillResult | null = null;
      let failure: string | null = null;
      try {
        for await (const line of createInterface({ input: child.stdout })) {
          const message = JSON.parse(line) as DrillMessage;
          if (message.kind === 'progress') onProgress(message);
          else if (message.kind === 'result') result = message.result;
          else failure = message.message;
        }
        await exited;
      } finally {
        signal.removeEventListener('abort', stop);
        child.kill('SIGKILL');
        await rm(scratch, { recursive: true, force: true });
      }
      signal.throwIfAborted();
      if (result) return result;
      logger.error('a restore drill failed', { message: failure ?? complaint });
      throw new DatabaseStartError(failure ?? 'The drill ended without a result.');
    },
  };
}
