import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { anonymous, newId, silentLogger } from '@nexus/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../src/credentials.ts';
import { openDatabase } from '../src/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/embedded/start-embedded-postgres.ts';
import { externalCredentials } from '../src/external-credentials.ts';
import { migrate } from '../src/migrate/migrate.ts';
import { exampleModule, query, scratchFolder } from './scratch.ts';

// Debian's own server where it is installed, so that the oldest supported version is tried too.
const debian = ['15', '16', '17']
  .map((major) => `/usr/lib/postgresql/${major}/bin`)
  .find((bin) => existsSync(join(bin, 'postgres')));
const flavours: [string, { binDir?: string }][] = [['the embedded version', {}]];
if (debian === undefined)
  console.warn(
    'SKIPPED: no PostgreSQL of Debian is installed; only the embedded version stands for an external server.',
  );
else flavours.push([debian, { binDir: debian }]);

const urlOf = ({ host, port, user, password, database }: ConnectionSettings) =>
  `postgresql://${user}:${encodeURIComponent(password!)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;

describe.each(flavours)('an external server (%s)', (_, options) => {
  const folder = scratchFolder();
  let server: EmbeddedPostgres;
  let count = 0;

  beforeAll(async () => {
    // Before version 16 the programs leave their folder and return by its path, so the account must be able to walk it.
    mkdirSync(join(folder.path, 'data', 'postgres'), { recursive: true });
    for (const path of [folder.path, join(folder.path, 'data'), join(folder.path, 'data', 'postgres')])
      chmodSync(path, 0o755);
    server = await startEmbeddedPostgres({
      dataDir: join(folder.path, 'data'),
      logger: silentLogger,
      settings: { fsync: 'off' },
      ...options,
    });
    // An administrator's empty server has no roles of ours.
    await query(server.superuser, 'drop database nexus');
    for (const role of ['nexus_owner', 'nexus_app', 'nexus_worker', 'nexus_auditor'])
      await query(server.superuser, `drop role ${role}`);
  });
  afterAll(async () => {
    await server.stop();
    folder.remove();
  });

  const newDatabase = async (owner: string) => {
    count += 1;
    await query(server.superuser, `create database site_${count} owner ${owner} template template0`);
    return { ...server.superuser, database: `site_${count}` };
  };
  const clerk = (database: string) => ({ ...server.superuser, user: 'clerk', password: 'p@ss/wörd', database });

  it('is refused in plain words when the URL, the password or the address is wrong', async () => {
    await expect(externalCredentials({})).rejects.toThrow('Set DATABASE_URL or DATABASE_OWNER_URL');
    await expect(externalCredentials({ DATABASE_URL: 'mysql://u:p@h/d' })).rejects.toThrow(
      'DATABASE_URL: must begin with postgresql://',
    );
    await expect(externalCredentials({ DATABASE_OWNER_URL: 'postgresql://u:p@h' })).rejects.toThrow(
      'DATABASE_OWNER_URL: names no database',
    );
    await expect(
      externalCredentials({ DATABASE_URL: urlOf({ ...server.superuser, password: 'secret-guess' }) }),
    ).rejects.toThrow(expect.objectContaining({ message: expect.not.stringContaining('secret-guess') }));
    await expect(externalCredentials({ DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/d' })).rejects.toThrow(
      'u at 127.0.0.1:1/d: the server does not answer',
    );
  });

  it('gets its roles from a superuser, and every process finds the same ones', async () => {
    const superuser = await newDatabase('nexus_superuser');
    const [one, two] = await Promise.all([1, 2].map(() => externalCredentials({ DATABASE_URL: urlOf(superuser) })));
    expect(one).toEqual(two);
    expect([one!.owner.user, one!.app.user, one!.worker.user, one!.auditor.user]).toEqual([
      'nexus_owner',
      'nexus_app',
      'nexus_worker',
      'nexus_auditor',
    ]);
    expect(await migrate({ credentials: one!, modules: [exampleModule], logger: silentLogger })).toHaveLength(3);
    const db = openDatabase(one!, { logger: silentLogger });
    const ana = { kind: 'person', personId: newId(), sessionId: newId() } as const;
    await db.withActor(ana, (tx) =>
      sql`insert into notes (id, person_id, body, size) values (${newId()}, ${ana.personId}, 'ñ', 2)`.execute(tx),
    );
    const count = sql<{ n: bigint }>`select count(*) as n from notes`;
    expect((await db.withActor(ana, (tx) => count.execute(tx))).rows).toEqual([{ n: 1n }]);
    expect((await db.withActor(anonymous, (tx) => count.execute(tx))).rows).toEqual([{ n: 0n }]);
    await db.close();
    await expect(query(one!.app, 'create table mine (id integer)')).rejects.toMatchObject({ code: '42501' });
    // Row-level security would not bind it.
    await expect(
      externalCredentials({ DATABASE_OWNER_URL: urlOf(superuser), DATABASE_URL: urlOf(superuser) }),
    ).rejects.toThrow('DATABASE_URL: nexus_superuser may be neither superuser');
  });

  it('gets its roles from an owner that may create them, with its own as the owner', async () => {
    for (const role of ['nexus_app', 'nexus_worker', 'nexus_auditor']) await dropRole(role);
    await query(server.superuser, `create role clerk login createrole password 'p@ss/wörd'`);
    const { database } = await newDatabase('clerk');
    const credentials = await externalCredentials({ DATABASE_OWNER_URL: urlOf(clerk(database)) });
    expect(credentials.owner.user).toBe('clerk');
    expect(await migrate({ credentials, modules: [exampleModule], logger: silentLogger })).toHaveLength(3);
    // Later starts need no right to create roles.
    await query(server.superuser, 'alter role clerk nocreaterole');
    expect(await externalCredentials({ DATABASE_URL: urlOf(clerk(database)) })).toEqual(credentials);
    expect(await migrate({ credentials, modules: [exampleModule], logger: silentLogger })).toEqual([]);
    // All four given: each is used as it is.
    const all = {
      DATABASE_OWNER_URL: urlOf(credentials.owner),
      DATABASE_URL: urlOf(credentials.app),
      DATABASE_WORKER_URL: urlOf(credentials.worker),
    };
    expect(await externalCredentials({ ...all, DATABASE_AUDITOR_URL: urlOf(credentials.auditor) })).toEqual(
      credentials,
    );
    await expect(externalCredentials({ ...all, DATABASE_URL: urlOf(credentials.worker) })).rejects.toThrow(
      /must be nexus_app or a member/,
    );
  });

  it('tells an owner that may not create roles what to do', async () => {
    await query(server.superuser, `create role beginner login password 'beginner'`);
    const { database } = await newDatabase('beginner');
    const settings = { ...server.superuser, user: 'beginner', password: 'beginner', database };
    await expect(externalCredentials({ DATABASE_URL: urlOf(settings) })).rejects.toThrow(
      /beginner may not create roles.*grant CREATEROLE/,
    );
  });

  async function dropRole(role: string): Promise<void> {
    const names = await query<{ datname: string }>(
      server.superuser,
      `select datname from pg_database where datname like 'site_%'`,
    );
    for (const { datname } of names) await query({ ...server.superuser, database: datname }, `drop owned by ${role}`);
    await query(server.superuser, `drop role ${role}`);
  }
});
