import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLogger } from '@nexus/kernel';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiClient } from '../src/cli/api-client.ts';
import { readConfig } from '../src/config.ts';
import { startVault } from '../src/start.ts';
import { ownerClient } from './owner-client.ts';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

// Somebody writes to the disk or the database past the server: what is sealed was moved, set back or damaged.

let vault: VaultFixture;
let owner: pg.Client;
let spaceId: string;
const ids: Record<'first' | 'second', string> = { first: '', second: '' };

async function upload(name: string, text: string): Promise<string> {
  const { documentId } = await vault.admin.upload(spaceId, name, new Blob([text]));
  expect(await readAll(vault.admin, spaceId)).toMatchObject({ failed: 0 });
  return documentId;
}

beforeAll(async () => {
  vault = await startTestVault();
  owner = await ownerClient(vault.dataDir);
  spaceId = (await vault.admin.post<{ id: string }>('/spaces', { name: 'Contratos' })).id;
  ids.first = await upload('uno.txt', 'La fianza del primer contrato es de 1.500 euros.');
  ids.second = await upload('dos.txt', 'La fianza del segundo contrato es de 2.500 euros.');
}, 120_000);
afterAll(async () => {
  await owner?.end().catch(() => {});
  await vault?.close();
});

/** 200, the code of the problem, or `cut` when the answer broke off. */
const codeOf = async (path: string) =>
  await vault.admin.send('GET', path).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    (error: { code?: string | undefined }) => ('status' in error ? error.code : 'cut'),
  );
const quoted = async (text: string) =>
  JSON.stringify(await vault.admin.post('/questions', { text }).catch((error: Error) => error.message));

/** Exchanges one column between two rows and gives back what undoes it. */
async function exchange(table: string, column: string, key: string, [a, b]: readonly [string, string]) {
  const read = async (id: string) =>
    (await owner.query<{ value: Buffer }>(`select ${column} as value from ${table} where ${key} = $1`, [id])).rows[0]!
      .value;
  // Triggers guard these tables; whoever writes past the server turns them off.
  const write = async (id: string, value: Buffer) => {
    await owner.query(`alter table ${table} disable trigger user`);
    await owner.query(`update ${table} set ${column} = $2 where ${key} = $1`, [id, value]);
    await owner.query(`alter table ${table} enable trigger user`);
  };
  const [mine, other] = [await read(a), await read(b)];
  await write(a, other);
  await write(b, mine);
  return async () => {
    await write(a, mine);
    await write(b, other);
  };
}

const versionsOf = async () => {
  const { rows } = await owner.query<{ id: string; version: string; blob: string }>(
    'select d.id, v.id as version, v.blob_id as blob from documents d join document_versions v on v.id = d.current_version_id',
  );
  const of = (id: string) => rows.find((row) => row.id === id)!;
  return [of(ids.first), of(ids.second)] as const;
};

describe('swapped between two documents', () => {
  test.each([
    ['text', 'document_parts', 'content', '/text'],
    ['file name', 'documents', 'file_name', ''],
  ])('the %s opens in neither', async (_, table, column, path) => {
    const [first, second] = await versionsOf();
    const key = table === 'documents' ? 'id' : 'version_id';
    const pair =
      table === 'documents' ? ([ids.first, ids.second] as const) : ([first.version, second.version] as const);
    const undo = await exchange(table, column, key, pair);
    try {
      for (const id of [ids.first, ids.second])
        expect(await codeOf(`/documents/${id}${path}`)).toBe('service.content_damaged');
    } finally {
      await undo();
    }
    for (const id of [ids.first, ids.second]) expect(await codeOf(`/documents/${id}${path}`)).toBe(200);
  });

  test('passages answer nothing, and certainly not the other’s', async () => {
    const [first, second] = await versionsOf();
    expect(await quoted('¿Cuál es la fianza del primer contrato?')).toContain('1.500');
    const undo = await exchange('passages', 'content', 'source_id', [first.version, second.version]);
    try {
      expect(await quoted('¿Cuál es la fianza del primer contrato?')).not.toMatch(/[12]\.500/);
    } finally {
      await undo();
    }
    expect(await quoted('¿Cuál es la fianza del primer contrato?')).toContain('1.500');
  });

  test('originals on the disk are cut off instead of given out', async () => {
    const [first, second] = await versionsOf();
    const files = await readdir(join(vault.dataDir, 'blobs'), { recursive: true, withFileTypes: true });
    const pathOf = (blob: string) => {
      const found = files.find((entry) => entry.isFile() && join(entry.parentPath, entry.name).includes(blob));
      return join(found!.parentPath, found!.name);
    };
    const [a, b] = [pathOf(first.blob), pathOf(second.blob)];
    const [mine, other] = [await readFile(a), await readFile(b)];
    await writeFile(a, other);
    await writeFile(b, mine);
    try {
      for (const id of [ids.first, ids.second]) expect(await codeOf(`/documents/${id}/content`)).not.toBe(200);
    } finally {
      await writeFile(a, mine);
      await writeFile(b, other);
    }
    expect(await codeOf(`/documents/${ids.first}/content`)).toBe(200);
  });
});

describe('set back to an older state', () => {
  test('the list of what an index holds does not open under the number of a newer one', async () => {
    const cell = async () =>
      (await owner.query<{ version: string; manifest: Buffer }>('select version, manifest from index_cells')).rows[0]!;
    const before = await cell();
    await upload('tres.txt', 'La fianza del tercer contrato es de 3.500 euros.');
    const after = await cell();
    expect(after.version).not.toBe(before.version);
    await owner.query('update index_cells set manifest = $1', [before.manifest]);
    try {
      // A server that starts on it: the running one remembers what it wrote.
      await owner.end();
      await vault.running.stop();
      const config = readConfig({ NEXUS_DATA: vault.dataDir, NEXUS_PORT: '0', NEXUS_READERS: '1' }, '/');
      vault.running = await startVault(config, silentLogger);
      owner = await ownerClient(vault.dataDir);
      vault.admin = createApiClient(vault.running.url, { token: vault.adminToken });
      expect(await quoted('¿Cuál es la fianza del primer contrato?')).not.toMatch(/"outcome":"(answered|not_found)"/);
    } finally {
      await owner.query('update index_cells set manifest = $1', [after.manifest]);
    }
    expect(await quoted('¿Cuál es la fianza del tercer contrato?')).toContain('3.500');
  });
});

describe('a damaged table of keys', () => {
  test('stops the start, names the spaces, changes nothing, and says from when a backup is good', async () => {
    const { rows } = await owner.query<{ wrapped_key: Buffer }>(
      'select wrapped_key from space_keys where space_id = $1',
      [spaceId],
    );
    const damaged = Buffer.from(rows[0]!.wrapped_key);
    damaged[damaged.length - 1]! ^= 1;
    await owner.query('alter table space_keys disable trigger user');
    await owner.query('update space_keys set wrapped_key = $2 where space_id = $1', [spaceId, damaged]);
    await owner.end();
    await vault.running.stop();
    const config = readConfig({ NEXUS_DATA: vault.dataDir, NEXUS_PORT: '0', NEXUS_READERS: '1' }, '/');
    await expect(startVault(config, silentLogger)).rejects.toMatchObject({
      code: 'keys.table_damaged',
      message: expect.stringMatching(
        new RegExp(`space ${spaceId}.*Nothing was changed.*All keys opened at \\d{4}-.*: restore the newest backup`),
      ),
    });
  });
});
