import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { silentLogger } from '@nexus/kernel';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DatabaseCredentials, onDatabase } from '../src/credentials.ts';
import { migrate } from '../src/migrate/migrate.ts';
import type { MigrationModule } from '../src/migrate/migration-files.ts';
import { query, scratchFolder, scratchServer } from './scratch.ts';

let server: Awaited<ReturnType<typeof scratchServer>>;
let folder: ReturnType<typeof scratchFolder>;
let credentials: DatabaseCredentials;
let modules: MigrationModule[];
let count = 0;

const first = `create table things (id uuid primary key, name text not null);
alter table things enable row level security;`;

beforeAll(async () => {
  server = await scratchServer();
});
afterAll(() => server.stop());

beforeEach(async () => {
  folder = scratchFolder();
  count += 1;
  await query(server.superuser, `create database migrate_${count} owner nexus_owner`);
  credentials = onDatabase(server.credentials, `migrate_${count}`);
  modules = [{ name: 'things', directory: folder.path }];
  write('0001-things.sql', first);
  return () => folder.remove();
});

const write = (name: string, sql: string) => writeFileSync(join(folder.path, name), sql);
const run = () => migrate({ credentials, modules, logger: silentLogger });

describe('migrations', () => {
  it('run once, in order, and remember which module made what', async () => {
    write('0002-more.sql', 'alter table things add column size integer;');
    expect(await run()).toEqual([
      { module: 'db', number: 1, name: '0001-foundation.sql' },
      { module: 'db', number: 2, name: '0002-key-hooks.sql' },
      { module: 'things', number: 1, name: '0001-things.sql' },
      { module: 'things', number: 2, name: '0002-more.sql' },
    ]);
    expect(await run()).toEqual([]);
    write('0003-last.sql', 'alter table things add column weight integer;');
    expect(await run()).toEqual([{ module: 'things', number: 3, name: '0003-last.sql' }]);
    const rows = await query(
      credentials.owner,
      `select number, relations from migrations where module = 'things' order by number`,
    );
    expect(rows).toEqual([
      { number: 1, relations: ['things'] },
      { number: 2, relations: [] },
      { number: 3, relations: [] },
    ]);
  });

  it('leave nothing of a file that fails, and say where', async () => {
    write(
      '0002-bad.sql',
      'create table half (id uuid primary key);\nalter table half enable row level security;\nselect nonsense;\n',
    );
    await expect(run()).rejects.toThrow(
      'Migration things/0002-bad.sql failed at line 3: column "nonsense" does not exist',
    );
    expect(await query(credentials.owner, `select to_regclass('half') as half`)).toEqual([{ half: null }]);
    write('0002-bad.sql', 'alter table things add column size integer;');
    expect(await run()).toHaveLength(1);
  });

  it('are refused when an applied file was changed, renamed or removed', async () => {
    write('0002-more.sql', 'alter table things add column size integer;');
    await run();
    const original = readFileSync(join(folder.path, '0001-things.sql'));
    write('0001-things.sql', `${first}\n-- a harmless remark`);
    await expect(run()).rejects.toThrow(/things\/0001-things.sql was changed after it was applied/);
    writeFileSync(join(folder.path, '0001-things.sql'), original);
    renameSync(join(folder.path, '0002-more.sql'), join(folder.path, '0002-others.sql'));
    await expect(run()).rejects.toThrow(/things\/0002-more.sql was renamed to 0002-others.sql/);
    rmSync(join(folder.path, '0002-others.sql'));
    await expect(run()).rejects.toThrow(/has migration things\/0002-more.sql, which this release does not know/);
  });

  it.each([
    ['0003-gap.sql', 'select 1', /expected number 0002/],
    ['0001-twice.sql', 'select 1', /occur once/],
    ['2-short.sql', 'select 1', /must look like/],
    ['0002-Capital.sql', 'select 1', /must look like/],
    ['0002-own.sql', 'select 1;\nCOMMIT;\nselect 2;', /must not end it/],
  ])('refuse the file %s', async (name, sql, message) => {
    write(name, sql);
    await expect(run()).rejects.toThrow(message);
  });

  it.each([
    ['create table bare (id integer);\nalter table bare enable row level security;', /table bare has no primary key/],
    ['create table open (id integer primary key);', /table open needs "alter table open enable row level security"/],
    ['create view peek as select * from things;', /view peek must be created with \(security_invoker = true\)/],
    ['alter table things disable row level security;', /table things needs/],
  ])('refuse a schema that is open or cannot be replicated: %s', async (sql, message) => {
    write('0002-rule.sql', sql);
    await expect(run()).rejects.toThrow(message);
    expect(await query(credentials.owner, `select 1 from migrations where module = 'things' and number = 2`)).toEqual(
      [],
    );
  });

  it('are applied exactly once by processes that start at the same time', async () => {
    for (let n = 2; n <= 12; n += 1)
      write(
        `${String(n).padStart(4, '0')}-step.sql`,
        `alter table things add column c${n} integer; select pg_sleep(0.01);`,
      );
    const job = join(folder.path, 'job.json');
    writeFileSync(job, JSON.stringify({ credentials, module: modules[0] }));
    const script = join(import.meta.dirname, 'migrate-process.ts');
    const outputs = await Promise.all(
      Array.from({ length: 3 }, () => promisify(execFile)(process.execPath, [script, job])),
    );
    const applied = outputs.map(({ stdout }) => JSON.parse(stdout) as { module: string; number: number }[]);
    const all = applied.flat().map(({ module, number }) => `${module}/${number}`);
    expect(all.sort()).toEqual(['db/1', 'db/2', ...Array.from({ length: 12 }, (_, i) => `things/${i + 1}`)].sort());
  });

  it('let readers pass while they wait for a long one', async () => {
    await run();
    const reader = new pg.Client(credentials.owner);
    await reader.connect();
    await reader.query('begin; select * from things');
    write('0002-more.sql', 'alter table things add column size integer;');
    const migrating = run();
    // Each comes while the migration stands in the queue for the lock. Without its lock time-out they would wait behind it for the first
    // reader, who commits only after them.
    for (let n = 0; n < 3; n += 1) {
      for (let waits = 0; waits === 0; await sleep(5))
        waits = (await query(server.superuser, 'select from pg_locks where not granted')).length;
      await query(credentials.owner, 'select count(*) from things');
    }
    await reader.query('commit');
    await reader.end();
    expect(await migrating).toHaveLength(1);
  });
});

describe('the foundation', () => {
  it('is where every module stands, also when the folder is given as a URL', async () => {
    mkdirSync(join(folder.path, 'sub'));
    cpSync(join(folder.path, '0001-things.sql'), join(folder.path, 'sub', '0001-things.sql'));
    modules = [{ name: 'things', directory: new URL(`file://${folder.path}/sub/`) }];
    expect(await run()).toHaveLength(3);
    await expect(migrate({ credentials, modules: [...modules, ...modules], logger: silentLogger })).rejects.toThrow(
      /named twice/,
    );
  });
});
