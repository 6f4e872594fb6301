import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonLogger, type Logger, silentLogger } from '@nexus/kernel';
import { type ApiClient, createApiClient, obtainToken } from '../src/cli/api-client.ts';
import { readConfig } from '../src/config.ts';
import { type RunningVault, startVault } from '../src/start.ts';

export type VaultFixture = {
  running: RunningVault;
  dataDir: string;
  /** The first administrator, who under evaluation may do everything. */
  admin: ApiClient;
  adminToken: string;
  anonymous: ApiClient;
  /** Another person, invited and signed in, in no space yet. */
  invite(email: string): Promise<{ client: ApiClient; personId: string; token: string }>;
  close(): Promise<void>;
};

const password = 'tortuga violeta 47 balcones';

/** A whole vault on a data folder of its own: real PostgreSQL, real readers, real HTTP on loopback. */
export async function startTestVault(
  env: Record<string, string> = {},
  logger: Logger = process.env['NEXUS_TEST_LOG'] ? jsonLogger() : silentLogger,
): Promise<VaultFixture> {
  const dataDir = env['NEXUS_DATA'] ?? (await mkdtemp(join(tmpdir(), 'nexus-vault-')));
  const config = readConfig({ NEXUS_DATA: dataDir, NEXUS_PORT: '0', NEXUS_READERS: '2', ...env }, '/');
  const running = await startVault(config, logger);
  const anonymous = createApiClient(running.url, null);
  const adminToken = await setUpToken(running, 'admin@example.org');
  const admin = createApiClient(running.url, { token: adminToken });

  async function invite(email: string) {
    const invited = await admin.post<{ person: { id: string }; invitation: { token: string } }>('/people', {
      name: email,
      email,
    });
    const { token } = invited.invitation;
    const secret = await obtainToken(running.url, '/invitations/accept', { token, password }, 'test');
    return { client: createApiClient(running.url, { token: secret }), personId: invited.person.id, token: secret };
  }

  async function close() {
    await running.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  return { running, dataDir, admin, adminToken, anonymous, invite, close };
}

export async function setUpToken(running: Pick<RunningVault, 'url' | 'setupToken'>, email: string): Promise<string> {
  return await obtainToken(
    running.url,
    '/setup',
    { token: running.setupToken, name: 'Ana Ruiz', email, password },
    'test',
  );
}

/** A session as a browser has one, for what an access token is not enough for. */
export async function signIn(baseUrl: string, email: string): Promise<ApiClient> {
  const response = await createApiClient(baseUrl, null).send('POST', '/session', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ');
  return createApiClient(baseUrl, { cookie });
}

/** Becomes the first administrator with the one-time link. */
export async function setUp(running: Pick<RunningVault, 'url' | 'setupToken'>, email: string): Promise<ApiClient> {
  return createApiClient(running.url, { token: await setUpToken(running, email) });
}

/** Waits until nothing of the space is being read any more; the counts by state. */
export async function readAll(
  client: ApiClient,
  spaceId: string,
  patienceMs = 60_000,
): Promise<Record<string, number>> {
  for (const deadline = Date.now() + patienceMs; ; ) {
    const counts = await client.get<Record<string, number>>(`/spaces/${spaceId}/ingest`);
    if (counts['queued'] === 0 && counts['reading'] === 0) return counts;
    if (Date.now() > deadline) throw new Error(`still reading after ${patienceMs} ms: ${JSON.stringify(counts)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
