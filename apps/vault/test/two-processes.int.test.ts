import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionSettings, startEmbeddedPostgres } from '@nexus/db';
import { silentLogger } from '@nexus/kernel';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiClient } from '../src/cli/api-client.ts';
import { readAll, setUpToken } from './vault-fixture.ts';
import { spawnVault, type VaultProcess } from './vault-process.ts';

// The server as an administrator runs it: Debian's own where it is installed, which is the oldest that we promise to work with.
const binDir = ['15', '16', '17']
  .map((major) => `/usr/lib/postgresql/${major}/bin`)
  .find((folder) => existsSync(join(folder, 'postgres')));
if (!binDir)
  console.warn('SKIPPED: no PostgreSQL of Debian is installed; two processes on one database are not tested.');

const urlOf = ({ host, port, user, password }: ConnectionSettings, database: string) =>
  `postgresql://${user}:${encodeURIComponent(password!)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;

describe.runIf(binDir)('two processes on one external database', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
  let processes: VaultProcess[] = [];
  const env = () => ({ DATABASE_URL: urlOf(server.superuser, 'site') });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nexus-two-'));
    const home = join(folder, 'server');
    mkdirSync(join(home, 'postgres'), { recursive: true });
    for (const path of [folder, home, join(home, 'postgres')]) chmodSync(path, 0o755);
    server = await startEmbeddedPostgres({
      dataDir: home,
      logger: silentLogger,
      settings: { fsync: 'off' },
      binDir: binDir!,
    });
    await asSuperuser('postgres', 'drop database if exists nexus');
    for (const role of ['nexus_owner', 'nexus_app', 'nexus_worker', 'nexus_auditor'])
      await asSuperuser('postgres', `drop role if exists ${role}`);
    await asSuperuser('postgres', 'create database site template template0');
  });
  afterAll(async () => {
    for (const vault of processes) await vault.stop().catch(() => {});
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function asSuperuser(database: string, sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ ...server.superuser, database });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  test('started at once, both serve and read; nothing is read twice, nothing is lost when one is killed', {
    timeout: 300_000,
  }, async () => {
    const dataDir = join(folder, 'data');
    processes = await Promise.all([spawnVault(dataDir, env()), spawnVault(dataDir, env())]);
    const [first, second] = processes as [VaultProcess, VaultProcess];
    // Each start makes a new link and the last one's holds; which of the two came last is theirs to settle.
    const token = await setUpToken({ url: first.url, setupToken: second.setupToken }, 'ana@example.org').catch(() =>
      setUpToken({ url: second.url, setupToken: first.setupToken }, 'ana@example.org'),
    );
    const [atFirst, atSecond] = [first, second].map(({ url }) => createApiClient(url, { token })) as [
      ReturnType<typeof createApiClient>,
      ReturnType<typeof createApiClient>,
    ];
    const space = await atFirst.post<{ id: string }>('/spaces', { name: 'Compartido' });

    const text = (n: number) =>
      Array.from(
        { length: 40 },
        (_, line) => `El lote ${n} tiene en su línea ${line} un canon de ${n * 50 + line} euros.`,
      ).join('\n\n');
    const upload = async (client: typeof atFirst, from: number) => {
      for (let n = from; n < 40; n += 2) await client.upload(space.id, `lote-${n}.txt`, new Blob([text(n)]));
    };
    await Promise.all([upload(atFirst, 0), upload(atSecond, 1)]);
    expect(await readAll(atSecond, space.id, 200_000)).toMatchObject({ ready: 40, failed: 0, superseded: 0 });

    const versions = await asSuperuser('site', 'select attempts, passages from document_versions');
    expect(versions.map(({ attempts }) => attempts)).toEqual(Array(40).fill(1));
    const ingested = await asSuperuser(
      'site',
      "select count(*)::int as entries from audit_staged where entry->>'action' = 'document.ingested'",
    ).catch(() => null);
    if (ingested) expect(ingested[0]?.['entries']).toBeLessThanOrEqual(40);
    const total = versions.reduce((sum, { passages }) => sum + Number(passages), 0);
    for (const client of [atFirst, atSecond]) {
      const found = await client.post<{ hits: unknown[]; passagesSearched: number }>('/search', { text: '"lote 7"' });
      expect(found.passagesSearched).toBe(total);
      expect(found.hits.length).toBeGreaterThan(0);
    }

    await atSecond.upload(space.id, 'ultimo.txt', new Blob(['El último canon es de color añil.']));
    await second.kill();
    await atFirst.upload(space.id, 'despues.txt', new Blob(['Después de la caída el canon es ocre.']));
    expect(await readAll(atFirst, space.id, 200_000)).toMatchObject({ ready: 42, failed: 0 });
    const after = await atFirst.post<{ hits: { text: string }[] }>('/search', { text: 'añil' });
    expect(after.hits.map((hit) => hit.text)).toEqual(['El último canon es de color añil.']);
  });
});
