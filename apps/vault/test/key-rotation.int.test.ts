import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../src/cli/api-client.ts';
import { sealedTables } from '../src/sealed-contents.ts';
import { ownerClient } from './owner-client.ts';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

let vault: VaultFixture;
let owner: pg.Client;
let spaceId: string;

type Rotation = { id: string; state: string; objectsDone: number; objectsTotal: number };

async function rotated(client: ApiClient, id: string): Promise<Rotation> {
  for (const deadline = Date.now() + 60_000; ; ) {
    const rotation = (await client.get<{ items: Rotation[] }>('/keys/rotations')).items.find((one) => one.id === id)!;
    if (rotation.state !== 'running') return rotation;
    if (Date.now() > deadline) throw new Error(`still running: ${JSON.stringify(rotation)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const rotate = async (body: object) =>
  await rotated(vault.admin, (await vault.admin.post<{ id: string }>('/keys/rotations', body)).id);
const ask = async (text: string) =>
  (await vault.admin.post<{ outcome: string }>('/questions', { text, spaceIds: [spaceId] })).outcome;
const keyIds = async (): Promise<string[]> => {
  const ids = new Set<string>();
  for (const { name, columns } of sealedTables.filter((table) => typeof table.space === 'object')) {
    for (const column of columns) {
      const { rows } = await owner.query(
        `select distinct encode(substring(${column.name} from 5 for 16), 'hex') as id from ${name} where octet_length(${column.name}) > 20`,
      );
      for (const { id } of rows) ids.add(id);
    }
  }
  const { rows } = await owner.query(
    `select distinct encode(k, 'hex') as id from (select blob_key_id as k from document_versions union select term_key_id from index_cells union select substring(manifest from 5 for 16) from index_cells where version > 0) as x`,
  );
  for (const { id } of rows) ids.add(id);
  return [...ids];
};

beforeAll(async () => {
  vault = await startTestVault();
  owner = await ownerClient(vault.dataDir);
  spaceId = (await vault.admin.post<{ id: string }>('/spaces', { name: 'Contratos' })).id;
  for (let n = 0; n < 12; n += 1)
    await vault.admin.upload(
      spaceId,
      `lote ${n % 3}/contrato-${n}.txt`,
      new Blob([`La fianza del contrato número ${n} asciende a ${n + 1}.500 euros.`]),
    );
  await readAll(vault.admin, spaceId);
}, 120_000);
afterAll(async () => {
  await owner?.end();
  await vault?.close();
});

describe('every column of bytes', () => {
  /** Hashes, ids of keys, wrapped keys, and entries of the log, which hold no content. */
  const contentFree =
    /(_hash|_fingerprint|_key_id|key_id|wrapped_key|sign_in_attempts\.key|audit_(staged|entries)(_\d+)?\.entry|index_cells\.manifest|leaf_hash|audit_tiles\.hashes|audit_keys\.public_key|audit_checkpoints\.root|backup_generations\.hash)$/;

  it('is sealed anew when a key changes, or holds no content', async () => {
    const { rows } = await owner.query<{ name: string }>(`
      select c.table_name || '.' || c.column_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and c.data_type = 'bytea' and t.table_type = 'BASE TABLE' order by 1`);
    const declared = new Set(
      sealedTables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`)),
    );
    const unknown = rows.map(({ name }) => name).filter((name) => !declared.has(name) && !contentFree.test(name));
    expect(unknown, 'declare it in <module>.sealed.ts and in sealed-contents.ts').toEqual([]);
    const gone = [...declared].filter((name) => !rows.some((row) => row.name === name));
    expect(gone).toEqual([]);
  });

  it('that is sealed refuses what a destroyed key sealed', async () => {
    const { rows } = await owner.query<{ name: string; args: Buffer; events: string }>(`
      select c.relname as name, t.tgargs as args, case when t.tgtype & 4 > 0 then 'insert' else 'update' end as events
      from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid where p.proname = 'refuse_erased_keys'`);
    const guarded = new Set(
      rows.flatMap(({ name, args, events }) =>
        args
          .toString('latin1')
          .split('\0')
          .filter(Boolean)
          .map((column) => `${events} ${name}.${column}`),
      ),
    );
    const wanted = sealedTables.flatMap(({ name, columns }) =>
      columns.flatMap((column) => ['insert', 'update'].map((event) => `${event} ${name}.${column.name}`)),
    );
    expect(wanted.filter((one) => !guarded.has(one))).toEqual([]);
  });
});

describe('replacing the key of a space', () => {
  it('seals everything anew, keeps every answer, and destroys the old key', async () => {
    const [before] = await keyIds();
    expect(await ask('¿A cuánto asciende la fianza del contrato número 7?')).toBe('answered');
    const done = await rotate({ target: 'space', spaceId });
    expect(done).toMatchObject({ state: 'done' });
    expect(done.objectsDone).toBeGreaterThan(12 * 5);
    const after = await keyIds();
    expect(after).toHaveLength(1);
    expect(after).not.toContain(before);
    const { rows } = await owner.query(
      `select state, wrapped_key is null as gone from space_keys where space_id = $1 order by key_version`,
      [spaceId],
    );
    expect(rows).toEqual([
      { state: 'erased', gone: true },
      { state: 'active', gone: false },
    ]);
    expect(await ask('¿A cuánto asciende la fianza del contrato número 7?')).toBe('answered');
    const { items } = await vault.admin.get<{ items: { id: string; name: string }[] }>('/spaces');
    expect(items.find(({ id }) => id === spaceId)?.name).toBe('Contratos');
  });

  it('finds the same bytes and the same places as before: fingerprints go on', async () => {
    const again = await vault.admin.upload(
      spaceId,
      'lote 1/contrato-1.txt',
      new Blob(['La fianza del contrato número 1 asciende a 2.500 euros.']),
    );
    expect(again.outcome).toBe('duplicate');
  });

  it('loses nothing of what is written, read and asked meanwhile', async () => {
    let isOver = false;
    const outcomes: string[] = [];
    const reader = (async () => {
      while (!isOver) outcomes.push(await ask('¿A cuánto asciende la fianza del contrato número 3?'));
    })();
    const writer = (async () => {
      for (let n = 100; !isOver || n < 110; n += 1)
        await vault.admin.upload(
          spaceId,
          `durante/contrato-${n}.txt`,
          new Blob([`La fianza del contrato número ${n} asciende a ${n}.750 euros.`]),
        );
    })();
    for (let round = 0; round < 3; round += 1)
      expect(await rotate({ target: 'space', spaceId })).toMatchObject({ state: 'done' });
    isOver = true;
    await Promise.all([reader, writer]);
    const counts = await readAll(vault.admin, spaceId);
    expect(counts['failed']).toBe(0);
    expect(new Set(outcomes)).toEqual(new Set(['answered']));
    expect(await rotate({ target: 'space', spaceId })).toMatchObject({ state: 'done' });
    expect(await keyIds()).toHaveLength(1);
    for (const n of [100, 105, 109])
      expect(await ask(`¿A cuánto asciende la fianza del contrato número ${n}?`)).toBe('answered');
  }, 120_000);

  it('of the system keeps people, sessions, questions and names', async () => {
    expect(await rotate({ target: 'system' })).toMatchObject({ state: 'done' });
    const me = await vault.admin.get<{ name: string }>('/me');
    expect(JSON.stringify(me)).toContain('Ana Ruiz');
    const { items } = await vault.admin.get<{ items: { id: string; title: string }[] }>('/conversations');
    expect(items.length).toBeGreaterThan(0);
    for (const { title } of items) expect(title).toContain('fianza');
    await vault.invite('luz@example.org');
  });

  it('is refused for a space that has none, and while one is under way', async () => {
    await expect(
      vault.admin.post('/keys/rotations', { target: 'space', spaceId: '01a22d1d-a200-700b-8ded-197834779a61' }),
    ).rejects.toMatchObject({ status: 404 });
    const { client } = await vault.invite('sin-cargo@example.org');
    for (const path of ['/keys', '/keys/rotations', '/keys/erasures'])
      await expect(client.get(path)).rejects.toMatchObject({ status: 403 });
    await expect(client.post('/keys/rotations', { target: 'system' })).rejects.toMatchObject({ status: 403 });
  });
});

describe('a writer that took its key before', () => {
  it('is refused once the key is destroyed', async () => {
    const { keyring } = vault.running.vault;
    const stale = await keyring.forSpace(spaceId);
    await rotate({ target: 'space', spaceId });
    const id = (await owner.query<{ id: string }>('select id from folders limit 1')).rows[0]!.id;
    const name = stale.sealText({ kind: 'folders.name', objectId: id }, 'otro');
    await expect(owner.query('update folders set name = $1 where id = $2', [name, id])).rejects.toThrow(
      /key that was destroyed/,
    );
  });
});
