import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@nexus/kernel';
import { samplesFolder } from '@nexus/samples';
import {
  type ApiClient,
  createApiClient,
  ensurePageBuilt,
  ensureSampleSpace,
  loadSamples,
  obtainToken,
  type RunningVault,
  readConfig,
  startServer,
} from '@nexus/vault';

export const administrator = {
  name: 'Marta Rojas',
  email: 'marta.rojas@example.org',
  password: 'tortuga violeta 47 balcones',
};

export type DemoVault = {
  /** With the host name that passkeys and cookies are for. */
  url: string;
  /** @throws Error while the server is sealed */
  readonly running: RunningVault;
  spaceId: string;
  setupToken: string;
  /** A folder that backups may go to. */
  backupsDir: string;
  /** Becomes the first administrator, as the set-up page does it. */
  setUp(): Promise<ApiClient>;
  /** Takes the server down. What comes back has the same data and the same address. */
  stop(): Promise<void>;
  startAgain(): Promise<void>;
  close(): Promise<void>;
};

/** A whole vault with the page and the sample documents, on a data folder of its own. */
export async function startDemoVault({ withSamples = true } = {}): Promise<DemoVault> {
  const dataDir = await mkdtemp(join(tmpdir(), 'nexus-e2e-'));
  const backupsDir = `${dataDir}-copias`;
  await mkdir(backupsDir);
  const config = readConfig({ NEXUS_DATA: dataDir, NEXUS_PORT: '0', NEXUS_BACKUP_ROOTS: backupsDir }, '/');
  let [server] = await Promise.all([startServer(config, silentLogger), ensurePageBuilt()]);
  let isRunning = true;
  const url = server.url.replace('127.0.0.1', 'localhost');
  const running = (): RunningVault => {
    const vault = server.running();
    if (vault === null) throw new Error('the server is sealed');
    return vault;
  };
  const setupToken = running().setupToken!;
  const demo = await ensureSampleSpace(running().vault);
  if (withSamples) await loadSamples(running().vault, demo, samplesFolder, () => {});
  return {
    url,
    get running() {
      return running();
    },
    spaceId: demo.spaceId,
    setupToken,
    backupsDir,
    async setUp() {
      const { name, email, password } = administrator;
      const token = await obtainToken(url, '/setup', { token: setupToken, name, email, password }, 'e2e');
      return createApiClient(url, { token });
    },
    async stop() {
      isRunning = false;
      await server.stop();
    },
    async startAgain() {
      server = await startServer({ ...config, port: Number(new URL(url).port) }, silentLogger);
      isRunning = true;
    },
    async close() {
      if (isRunning) await server.stop();
      for (const folder of [dataDir, backupsDir]) await rm(folder, { recursive: true, force: true });
    },
  };
}
