import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jsonLogger, newId, type PersonActor, silentLogger, UnavailableError } from '@nexus/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../src/database.ts';
import { startEmbeddedPostgres } from '../src/embedded/start-embedded-postgres.ts';
import { query, scratchFolder } from './scratch.ts';

const folder = scratchFolder();
const disk = join(folder.path, 'disk');

function mountSmallDisk(): boolean {
  try {
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=110m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('SKIPPED: a small disk cannot be mounted here, so the behaviour on a full one is not tested.');
    return false;
  }
}

const isMounted = mountSmallDisk();
afterAll(() => {
  if (isMounted) execFileSync('umount', ['-l', disk]);
  folder.remove();
});

describe.runIf(isMounted)('a full disk', () => {
  const ana: PersonActor = { kind: 'person', personId: newId(), sessionId: newId() };
  const lines: string[] = [];

  beforeAll(() => {
    lines.length = 0;
  });

  it('refuses work with a clear error, keeps what was acknowledged, and works on when there is room again', async () => {
    const dataDir = join(disk, 'data');
    const server = await startEmbeddedPostgres({
      dataDir,
      logger: jsonLogger((line) => lines.push(line)),
      settings: { wal_recycle: 'off', max_wal_size: '32MB' },
    });
    await query(
      server.credentials.owner,
      'create table files (id uuid primary key, content bytea not null); grant select, insert on files to nexus_app',
    );
    const db = openDatabase(server.credentials, { logger: silentLogger, patienceMs: 2_000 });
    const acknowledged = new Set<string>();
    const addNote = async () => {
      const id = newId();
      await db.withActor(ana, (tx) =>
        sql`insert into files (id, content) values (${id}, ${crypto.getRandomValues(new Uint8Array(60_000))})`.execute(
          tx,
        ),
      );
      acknowledged.add(id);
    };
    const filling = (async () => {
      for (let n = 0; n < 3_000; n += 1) await addNote();
    })();
    await expect(filling).rejects.toThrow(UnavailableError);
    expect(acknowledged.size).toBeGreaterThan(50);

    execFileSync('mount', ['-o', 'remount,size=300m', disk]);
    let isBack = false;
    for (const end = Date.now() + 200_000; !isBack && Date.now() < end; await sleep(200)) {
      isBack = await addNote().then(
        () => true,
        () => false,
      );
    }
    expect(isBack).toBe(true);
    const stored = await db.withActor(ana, (tx) => sql<{ id: string }>`select id from files`.execute(tx));
    const ids = new Set(stored.rows.map(({ id }) => id));
    expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([]);
    await db.close();
    await server.stop();
  });

  it('fails a first start in words, and leaves nothing half-made', async () => {
    execFileSync('mount', ['-o', 'remount,size=300m', disk]);
    const rest = join(disk, 'filler');
    execFileSync('sh', ['-c', `head -c 290m /dev/zero > ${rest} || true`], { stdio: 'ignore' });
    const dataDir = join(disk, 'other');
    await expect(startEmbeddedPostgres({ dataDir, logger: silentLogger })).rejects.toThrow(/space|full/i);
    execFileSync('rm', ['-rf', rest, join(disk, 'data')]);
    const server = await startEmbeddedPostgres({ dataDir, logger: silentLogger });
    await server.stop();
  });
});
