import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export type VaultProcess = {
  child: ChildProcess;
  url: string;
  setupToken: string | null;
  /** The whole process group dies without a chance to tidy up, as in a power cut. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

/** The server as an administrator starts it, in a process of its own. */
export async function spawnVault(dataDir: string, env: Record<string, string> = {}): Promise<VaultProcess> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], NEXUS_DATA: dataDir, NEXUS_PORT: '0', NEXUS_READERS: '2', NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const address = /^ {2}(http:\/\/localhost:\d+)\n/m.exec(output)?.[1];
      if (address && output.includes('Ctrl C')) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
  const exited = once(child, 'exit');
  return {
    child,
    url,
    setupToken: /\/setup#(\S+)/.exec(output)?.[1] ?? null,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
