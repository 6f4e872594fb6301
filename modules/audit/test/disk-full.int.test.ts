import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, type EmbeddedPostgres, migrate, openDatabase, startEmbeddedPostgres } from '@nexus/db';
import { newId, type PersonActor, silentLogger, systemClock } from '@nexus/kernel';
import { afterAll, describe, expect, it } from 'vitest';
import { auditMigrations, createAuditModule } from '../src/index.ts';
import { sealer } from './audit-database.ts';

const disk = mkdtempSync(join(tmpdir(), 'nexus-audit-disk-'));

/** A disk of its own for the database of the log, small enough to be filled. */
function mountSmallDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300m,mode=0755', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const isMounted = mountSmallDisk();
let server: EmbeddedPostgres | null = null;
let database: Database | null = null;
afterAll(async () => {
  await database?.close();
  await server?.stop();
  if (isMounted) execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

describe.runIf(isMounted)('a full disk under the log: needs to mount a small one', () => {
  it('refuses what cannot be recorded, says why, and loses nothing', { timeout: 240_000 }, async () => {
    server = await startEmbeddedPostgres({ dataDir: join(disk, 'data'), logger: silentLogger });
    const accounts = { name: 'accounts', directory: new URL('accounts-stand-in/', import.meta.url) };
    await migrate({ credentials: server.credentials, modules: [accounts, auditMigrations], logger: silentLogger });
    database = openDatabase(server.credentials, { logger: silentLogger });
    const db = database;
    const audit = createAuditModule({ database: db, clock: systemClock, logger: silentLogger, sealer });
    const actor: PersonActor = { kind: 'person', personId: newId(), sessionId: newId() };
    const acknowledged: string[] = [];
    // An action of many entries, as large as they may be: it needs room at once.
    const act = async (): Promise<void> => {
      const ids = Array.from({ length: 40 }, () => newId());
      const considered = Array.from({ length: 900 }, () => newId());
      const entryOf = (id: string) => ({
        actor,
        action: 'document.read' as const,
        outcome: 'success' as const,
        objects: [{ kind: 'document', id }],
        details: { considered },
      });
      await db.withActor(actor, (tx) => audit.service.recordAll(tx, ids.map(entryOf)));
      acknowledged.push(...ids);
    };
    await act();
    execFileSync('sh', ['-c', `head -c 400m /dev/zero > ${disk}/filler || true`], { stdio: 'ignore' });
    const refusals: { status: number; code: string; detail: string }[] = [];
    for (let n = 0; n < 60 && refusals.length < 3; n += 1) {
      await act().catch((error: (typeof refusals)[number]) => refusals.push(error));
    }
    expect(refusals).toHaveLength(3);
    for (const { status, detail } of refusals) {
      expect([503, 507]).toContain(status);
      expect(detail).toMatch(/disk|database/);
    }
    rmSync(join(disk, 'filler'));
    await expect
      .poll(
        () =>
          act().then(
            () => 'recorded',
            () => 'refused',
          ),
        { timeout: 90_000, interval: 500 },
      )
      .toBe('recorded');
    await audit.log.drain();
    await audit.log.checkpointNow();
    expect((await audit.log.selfCheck.run())?.faults).toEqual([]);
    const inLog = new Set<string>();
    const { bytes } = await audit.log.export(actor);
    const parts: Buffer[] = [];
    for await (const part of bytes) parts.push(part);
    const all = Buffer.concat(parts).toString('latin1');
    for (const id of acknowledged) if (all.includes(`"id":"${id}","kind":"document"`)) inLog.add(id);
    expect(inLog.size).toBe(acknowledged.length);
  });
});
