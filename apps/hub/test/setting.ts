import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, jsonLogger, silentLogger } from '@nexus/kernel';
import { createTestClient, openTestSession, type TestClient } from '@nexus/testing';
import { readConfig } from '../src/config.ts';
import { type RunningHub, startHub } from '../src/start.ts';

export type TestHub = {
  running: RunningHub;
  dataDir: string;
  /** The owner of the network, who set the hub up. */
  owner: TestClient & { personId: string };
  anonymous: TestClient;
  networkId: string;
  /** Somebody new with a role in an organisation, signed in. */
  invite(organisationId: string, role: string, name?: string): Promise<TestClient & { personId: string }>;
  close(): Promise<void>;
};

const password = 'tortuga violeta 47 balcones';

/** A whole hub on a data folder of its own: real PostgreSQL, real HTTP on loopback. */
export async function startTestHub(options: { env?: Record<string, string>; clock?: Clock } = {}): Promise<TestHub> {
  const dataDir = await mkdtemp(join(tmpdir(), 'nexus-hub-'));
  const config = readConfig({ NEXUS_DATA: dataDir, NEXUS_PORT: '0', ...options.env }, '/');
  const running = await startHub(config, process.env['NEXUS_TEST_LOG'] ? jsonLogger() : silentLogger, options.clock);
  const { url, setupToken } = running;
  const session = await openTestSession(url, '/setup', {
    token: setupToken,
    name: 'Olga Ríos',
    email: 'olga@example.org',
    password,
  });
  const owner = await withId(createTestClient(url, session));
  const { items } = await owner.get<{ items: { organisationId: string }[] }>('/me/organisations');

  async function invite(organisationId: string, role: string, name = role) {
    const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}.${Math.random().toString(36).slice(2, 8)}@example.org`;
    const invited = await owner.post<{ invitation: { token: string } }>(`/organisations/${organisationId}/members`, {
      name,
      email,
      role,
    });
    const { token } = invited.invitation;
    return await withId(createTestClient(url, await openTestSession(url, '/invitations/accept', { token, password })));
  }

  return {
    running,
    dataDir,
    owner,
    anonymous: createTestClient(url, null),
    networkId: items[0]!.organisationId,
    invite,
    async close() {
      await running.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function withId(client: TestClient): Promise<TestClient & { personId: string }> {
  const { id } = await client.get<{ id: string }>('/me');
  return { ...client, personId: id };
}
