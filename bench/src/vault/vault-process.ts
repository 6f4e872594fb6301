import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ApiClient, createApiClient, obtainToken } from '@nexus/vault';

const program = fileURLToPath(new URL('main.ts', import.meta.resolve('@nexus/vault')));

export type VaultProcess = {
  pid: number;
  url: string;
  setupToken: string | null;
  /** From the start of the process until it says that it is up. */
  openedAfterMs: number;
  stop(): Promise<void>;
};

/** The server as an administrator starts it, in a process of its own: what it takes can be told from what the bench takes. */
export async function startVaultProcess(dataDir: string, nodeFlags: readonly string[] = []): Promise<VaultProcess> {
  return await startServerProcess(program, dataDir, nodeFlags);
}

/** The same for any server of the house, by its `main.ts`. */
export async function startServerProcess(
  main: string,
  dataDir: string,
  nodeFlags: readonly string[] = [],
): Promise<VaultProcess> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...nodeFlags, main], {
    env: { ...process.env, NEXUS_DATA: dataDir, NEXUS_PORT: '0', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const { url, output } = await new Promise<{ url: string; output: string }>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const address = /^ {2}(http:\/\/localhost:\d+)\n/m.exec(text)?.[1];
      if (address && text.includes('Ctrl C')) resolve({ url: address, output: text });
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return {
    pid: child.pid!,
    url,
    setupToken: /\/setup#(\S+)/.exec(output)?.[1] ?? null,
    openedAfterMs: performance.now() - startedAt,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

export const benchAccount = { name: 'Ana Ruiz', email: 'admin@example.org', password: 'tortuga violeta 47 balcones' };

/** Becomes the first administrator; the token is good for every later start on the same data. */
export async function setUpToken({ url, setupToken }: { url: string; setupToken: string | null }): Promise<string> {
  return await obtainToken(url, '/setup', { token: setupToken, ...benchAccount }, 'bench');
}

export async function setUpClient(server: { url: string; setupToken: string | null }): Promise<ApiClient> {
  return createApiClient(server.url, { token: await setUpToken(server) });
}

/** A folder for one vault's data that is gone afterwards. */
export async function inScratchFolder<R>(run: (folder: string) => Promise<R>): Promise<R> {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-bench-'));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `--node cpu-prof,cpu-prof-dir=/tmp/profile`: flags for the Node that runs the server. */
export function nodeFlagsOf(flags: Readonly<Record<string, string>>): string[] {
  return (flags['node'] ?? '').split(',').flatMap((flag) => (flag ? [`--${flag}`] : []));
}
