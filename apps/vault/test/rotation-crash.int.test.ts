import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiClient, createApiClient } from '../src/cli/api-client.ts';
import { ownerClient } from './owner-client.ts';
import { readAll, setUpToken } from './vault-fixture.ts';
import { spawnVault, type VaultProcess } from './vault-process.ts';

const documents = 100;

let dataDir: string;
let server: VaultProcess | null = null;
let client: ApiClient;
let spaceId: string;
let token: string;

type Rotation = { id: string; state: string; objectsDone: number; objectsTotal: number };
type KeyRow = { version: number; state: string; opens: boolean };

const textOf = (n: number) =>
  `La fianza del expediente ${n} asciende a ${n + 1}.500 euros y vence en ${2030 + (n % 9)}.`;

async function startAgain(): Promise<void> {
  server = await spawnVault(dataDir, { NEXUS_PORT: new URL(server!.url).port });
}

async function rotationOf(id: string): Promise<Rotation> {
  return (await client.get<{ items: Rotation[] }>('/keys/rotations')).items.find((one) => one.id === id)!;
}

async function keysOf(space: string): Promise<KeyRow[]> {
  const owner = await ownerClient(dataDir);
  try {
    const { rows } = await owner.query<KeyRow>(
      `select key_version as version, state, wrapped_key is not null as opens from space_keys where space_id = $1 order by key_version`,
      [space],
    );
    return rows;
  } finally {
    await owner.end();
  }
}

/** Every document is there, opens under the key of today, and says what it said. */
async function ensureNothingLost(): Promise<void> {
  const { items } = await client.get<{ items: { id: string; fileName: string; state: string }[] }>(
    `/spaces/${spaceId}/documents?limit=200`,
  );
  expect(items).toHaveLength(documents);
  expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['ready']));
  for (const { id, fileName } of items) {
    const n = Number(/\d+/.exec(fileName)![0]);
    const original = await fetch(`${server!.url}/api/v1/documents/${id}/content`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await original.text(), fileName).toBe(textOf(n));
  }
  for (const n of [0, 47, documents - 1]) {
    const found = await client.post<{ hits: { text: string }[] }>('/search', { text: `"expediente ${n}"` });
    expect(found.hits.map(({ text }) => text).join('\n')).toContain(`${n + 1}.500 euros`);
  }
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'nexus-rotation-crash-'));
  server = await spawnVault(dataDir);
  token = await setUpToken(server, 'ana@example.org');
  client = createApiClient(server.url, { token });
  spaceId = (await client.post<{ id: string }>('/spaces', { name: 'Caída' })).id;
  for (let n = 0; n < documents; n += 1)
    await client.upload(spaceId, `lote ${n % 5}/expediente-${n}.txt`, new Blob([textOf(n)]));
  expect(await readAll(client, spaceId, 200_000)).toMatchObject({ ready: documents, failed: 0 });
}, 300_000);
afterAll(async () => {
  await server?.stop().catch(() => {});
  await rm(dataDir, { recursive: true, force: true });
});

test.each([
  ['of the space', () => spaceId, () => ({ target: 'space', spaceId })],
  ['of the system', () => '00000000-0000-0000-0000-000000000000', () => ({ target: 'system' })],
])(
  'kill -9 in the middle of replacing the key %s, again and again: it goes on, and the old key goes only at the end',
  {
    timeout: 400_000,
  },
  async (_, spaceOf, body) => {
    const before = await keysOf(spaceOf());
    const { id } = await client.post<{ id: string }>('/keys/rotations', body());
    let interrupted = 0;
    // At once, a moment later, and each time further into the work.
    for (const ms of [0, 100, 250]) {
      await new Promise((resolve) => setTimeout(resolve, ms));
      await server!.kill();
      await startAgain();
      const keys = await keysOf(spaceOf());
      const rotation = await rotationOf(id);
      if (rotation.state !== 'running') break;
      interrupted += 1;
      // Whatever the kill cut off: as long as it is not done, what the old key sealed opens.
      expect(keys.filter(({ state }) => state === 'active')).toHaveLength(1);
      for (const { state, opens } of keys) expect(opens).toBe(state !== 'erased');
      expect(keys.filter(({ state }) => state === 'erased')).toHaveLength(
        before.filter(({ state }) => state === 'erased').length,
      );
    }
    expect(interrupted).toBeGreaterThan(0);
    await expect.poll(async () => (await rotationOf(id)).state, { timeout: 120_000 }).toBe('done');
    const after = await keysOf(spaceOf());
    expect(after).toHaveLength(before.length + 1);
    expect(after.map(({ state }) => state)).toEqual([...before.map(() => 'erased'), 'active']);
    await ensureNothingLost();
  },
);
