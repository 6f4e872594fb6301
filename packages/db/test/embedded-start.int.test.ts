import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { silentLogger } from '@nexus/kernel';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findRuntime, packagedRuntime } from '../src/embedded/runtime.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/embedded/start-embedded-postgres.ts';
import { ensureStarted, isRoot, kill, query, scratchFolder, startInChild } from './scratch.ts';

const nobody = { uid: 65534, gid: 65534 };
const logger = silentLogger;
let folder: ReturnType<typeof scratchFolder>;
let running: EmbeddedPostgres[] = [];

beforeEach(() => {
  folder = scratchFolder();
});
afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()));
  running = [];
  folder.remove();
});

/** One that flushes nothing, where durability is not what is tested: a slow disk takes minutes over the files of a new server. */
const forgetful = { fsync: 'off' };

async function start(dataDir: string, settings: Record<string, string> = forgetful): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, logger, settings });
  running.push(server);
  return server;
}

describe('a first start', () => {
  it('makes a UTF-8 server that is durable, archives and has no network', async () => {
    const { superuser, credentials } = await start(join(folder.path, 'data'), {});
    const [settings] = await query(
      superuser,
      `select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync, current_setting('wal_level') as wal,
         current_setting('archive_mode') as archive, current_setting('listen_addresses') as addresses,
         current_setting('password_encryption') as passwords, current_setting('data_checksums') as checksums,
         datcollate as collate, datlocprovider as provider, datlocale as locale from pg_database where datname = 'nexus'`,
    );
    expect(settings).toEqual({
      encoding: 'UTF8',
      fsync: 'on',
      wal: 'logical',
      archive: 'on',
      addresses: '',
      passwords: 'scram-sha-256',
      checksums: 'on',
      collate: 'C',
      provider: 'b',
      locale: 'C.UTF-8',
    });
    expect(await query(credentials.owner, `select upper('ñandú') as text`)).toEqual([{ text: 'ÑANDÚ' }]);
  });

  it('keeps the socket, the cluster and the passwords private, and takes no wrong password', async () => {
    const dataDir = join(folder.path, 'data');
    const { credentials, pid } = await start(dataDir);
    expect(statSync(join(dataDir, 'database-passwords.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'postgres', '18')).mode & 0o777).toBe(0o700);
    expect(statSync(credentials.app.host).mode & 0o007).toBe(0);
    expect(readFileSync(join(dataDir, 'FORMAT'), 'utf8')).toBe('1\n');
    await expect(query({ ...credentials.app, password: 'guess' }, 'select 1')).rejects.toThrow(
      /password authentication failed/,
    );
    const { password: _none, ...withoutPassword } = credentials.app;
    await expect(query(withoutPassword, 'select 1')).rejects.toThrow();
    if (process.platform === 'linux') {
      const status = readFileSync(`/proc/${pid()}/status`, 'utf8');
      expect(Number(/^Uid:\s+(\d+)/m.exec(status)![1])).toBe(isRoot ? nobody.uid : process.getuid!());
      expect(readFileSync(`/proc/${pid()}/environ`, 'utf8')).not.toContain('HOME=');
    }
  });

  it('keeps what was stored over a clean stop, and stops without a trace', async () => {
    const dataDir = join(folder.path, 'data');
    const first = await start(dataDir, {});
    await query(first.credentials.owner, 'create table kept as select 42 as answer');
    await first.stop();
    expect(existsSync(first.credentials.app.host)).toBe(false);
    expect(existsSync(join(dataDir, 'postgres', '18', 'postmaster.pid'))).toBe(false);
    const second = await start(dataDir);
    expect(await query(second.credentials.owner, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('works under a path longer than a socket, SQLite and PostgreSQL take', async () => {
    const dataDir = join(folder.path, ...Array.from({ length: 11 }, (_, i) => `${i}`.padEnd(100, 'x')), 'data');
    expect(Buffer.byteLength(dataDir)).toBeGreaterThan(1_024);
    const { credentials } = await start(dataDir);
    expect(await query(credentials.app, 'select 1 as one')).toEqual([{ one: 1 }]);
    await expect(startEmbeddedPostgres({ dataDir, logger })).rejects.toThrow(/in use/);
  });

  it('begins anew after a start that was cut short', async () => {
    const dataDir = join(folder.path, 'data');
    mkdirSync(join(dataDir, 'postgres', '18.new', 'base'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', '18.new', 'PG_VERSION'), '18\n');
    const { credentials } = await start(dataDir);
    expect(await query(credentials.app, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('a data folder', () => {
  it('of a newer format is refused untouched', async () => {
    const dataDir = join(folder.path, 'data');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'FORMAT'), '2\n');
    await expect(startEmbeddedPostgres({ dataDir, logger })).rejects.toThrow(/format 2, written by a newer release/);
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
    writeFileSync(join(dataDir, 'FORMAT'), 'once upon a time');
    await expect(startEmbeddedPostgres({ dataDir, logger })).rejects.toThrow(/not a data folder/);
  });

  it('whose passwords were lost gets new ones; damaged ones are not overwritten', async () => {
    const dataDir = join(folder.path, 'data');
    const file = join(dataDir, 'database-passwords.json');
    const first = await start(dataDir);
    await query(first.credentials.owner, 'create table kept as select 42 as answer');
    await first.stop();
    writeFileSync(file, '{"superuser":"x"');
    await expect(startEmbeddedPostgres({ dataDir, logger })).rejects.toThrow(/damaged/);
    rmSync(file);
    const second = await start(dataDir);
    expect(second.credentials.app.password).not.toBe(first.credentials.app.password);
    expect(await query(second.credentials.owner, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });
});

describe.runIf(isRoot)('a root parent', () => {
  it('puts the socket elsewhere when its own folder for temporary files is closed to the server', async () => {
    const closed = join(folder.path, 'tmp');
    mkdirSync(closed, { mode: 0o700 });
    vi.stubEnv('TMPDIR', closed);
    try {
      const { credentials } = await start(join(folder.path, 'data'));
      expect(credentials.app.host.startsWith('/tmp/nexus-')).toBe(true);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('starts in a folder that the account of the server cannot enter, from programs that it cannot read', async () => {
    const closed = join(folder.path, 'home');
    mkdirSync(closed, { mode: 0o700 });
    const packaged = { ...packagedRuntime(), folder: join(closed, 'native') };
    cpSync(packagedRuntime().folder, packaged.folder, { recursive: true, verbatimSymlinks: true });
    // What an install without scripts lacks.
    rmSync(join(packaged.folder, 'lib', 'libicuuc.so.60'));
    const copies = scratchFolder();
    try {
      execFileSync('chmod', ['755', copies.path]);
      const runtime = findRuntime(nobody, [copies.path], packaged);
      expect(runtime.postgres.startsWith(copies.path)).toBe(true);
      expect(findRuntime(nobody, [copies.path], packaged)).toEqual(runtime);
      // A copy that lost a file is replaced, one that another account put there is refused.
      rmSync(join(copies.path, packaged.name, 'share', 'postgres.bki'), { force: true });
      rmSync(join(copies.path, packaged.name, 'bin', 'initdb'));
      expect(findRuntime(nobody, [copies.path], packaged)).toEqual(runtime);
      const server = await startEmbeddedPostgres({
        dataDir: join(closed, 'data'),
        logger,
        settings: forgetful,
        binDir: join(copies.path, packaged.name, 'bin'),
      });
      running.push(server);
      expect(await query(server.credentials.app, 'select 1 as one')).toEqual([{ one: 1 }]);
      execFileSync('chown', ['65534', join(copies.path, packaged.name)]);
      rmSync(join(copies.path, packaged.name, 'bin', 'initdb'));
      expect(() => findRuntime(nobody, [copies.path], packaged)).toThrow(/belongs to another account/);
    } finally {
      copies.remove();
    }
  });
});

describe.runIf(isRoot)('a parent that is not root', () => {
  it('starts the server under its own account', async () => {
    execFileSync('chown', ['-R', `${nobody.uid}:${nobody.gid}`, folder.path]);
    const started = ensureStarted(await startInChild(join(folder.path, 'data'), nobody));
    try {
      expect(await query(started.credentials.app, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(statSync(join(folder.path, 'data', 'postgres', '18')).uid).toBe(nobody.uid);
    } finally {
      await kill(started.parent, 'SIGTERM');
    }
  });

  it('is told plainly when the data folder is not its own', async () => {
    mkdirSync(join(folder.path, 'data'), { mode: 0o700 });
    execFileSync('chmod', ['755', folder.path]);
    const outcome = await startInChild(join(folder.path, 'data'), nobody);
    expect(outcome).toMatchObject({
      error: 'DatabaseStartError',
      message: expect.stringMatching(/cannot be used by this account/),
    });
  });
});
