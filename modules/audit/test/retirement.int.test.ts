import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectServer, type ServerQuery } from '@nexus/db';
import { type Clock, newId, type PersonActor, silentLogger } from '@nexus/kernel';
import { parseVerifierKey, type VerifierKey } from '@nexus/transparency-log';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AnyTx,
  type AuditModule,
  createAuditModule,
  dropRetired,
  openZip,
  verifyExport,
  verifyProof,
} from '../src/index.ts';
import { type AuditTestDatabase, createAuditTestDatabase, sealer } from './audit-database.ts';

const scratch = mkdtempSync(join(tmpdir(), 'nexus-retirement-'));
const clock: Clock & { time: Date } = { time: new Date(), now: () => clock.time };
const parts = [256, 512, 768] as const;

let db: AuditTestDatabase;
let audit: AuditModule;
let auditor: PersonActor;
let officer: PersonActor;
let key: VerifierKey;
let cutoff: Date;

/** The owner's own connection: all statements of one call in one session. */
const asOwner = <R>(run: (query: ServerQuery) => Promise<R>): Promise<R> =>
  inspectServer(db.credentials.owner, db.credentials.owner.database, run);

const write = (count: number) => {
  const entry = () => ({
    actor: auditor,
    action: 'document.read' as const,
    outcome: 'success' as const,
    objects: [{ kind: 'document', id: newId() }],
  });
  return db.database.withActor(auditor, (tx) => audit.service.recordAll(tx, Array.from({ length: count }, entry)));
};

async function exported(name: string): Promise<{ path: string; hash: string; size: number; root: string }> {
  const path = join(scratch, name);
  const chunks: Buffer[] = [];
  for await (const chunk of (await audit.log.export(auditor)).bytes) chunks.push(chunk);
  writeFileSync(path, Buffer.concat(chunks));
  const { size, root } = await verdictOf(path);
  return {
    path,
    hash: createHash('sha256').update(readFileSync(path)).digest('hex'),
    size,
    root: root.toString('base64'),
  };
}

async function verdictOf(path: string) {
  const files = await openZip(path);
  try {
    return await verifyExport({ files, keys: [key] });
  } finally {
    await files.close();
  }
}

const remaining = async () =>
  Number((await db.asOwner<{ n: number }>('select count(*)::int as n from audit_entries'))[0]!.n);

beforeAll(async () => {
  db = await createAuditTestDatabase();
  // A part of the log is 2^20 entries; here the first ones are of 256, so that a few hundred entries fill them.
  await db.asOwner('alter table audit_entries detach partition audit_entries_000000');
  await db.asOwner('drop table audit_entries_000000');
  for (const [at, until] of [...parts, 1 << 20].entries()) {
    const name = at === 3 ? 'audit_entries_000000' : `audit_entries_small_${at}`;
    await db.asOwner(
      `create table ${name} partition of audit_entries for values from (${at === 0 ? 0 : parts[at - 1]}) to (${until})`,
    );
    await db.asOwner(`alter table ${name} enable row level security`);
    await db.asOwner(`alter table ${name} owner to ${db.credentials.owner.user}`);
  }
  audit = createAuditModule({ database: db.database, clock, logger: silentLogger, sealer });
  [auditor, officer] = [await db.person('auditor'), await db.person('officer')];
  clock.time = new Date('2024-03-01T10:00:00Z');
  await write(600);
  await audit.log.checkpointNow();
  key = parseVerifierKey((await audit.log.state()).identity!.publicKey);
  cutoff = new Date('2025-01-01T00:00:00Z');
  clock.time = new Date('2026-05-04T10:00:00Z');
  await write(300);
  await audit.log.checkpointNow();
});
afterAll(async () => {
  await db.close();
  rmSync(scratch, { recursive: true, force: true });
});

describe('old entries', () => {
  let archive: Awaited<ReturnType<typeof exported>>;

  it('may leave in whole parts that are older than the moment, and no further', async () => {
    expect(await audit.retirement.retirableUntil(cutoff)).toBe(512);
    expect(await audit.retirement.retirableUntil(new Date('2024-01-01T00:00:00Z'))).toBeNull();
    // The newest part of what is signed is never among them, however far the moment.
    expect(await audit.retirement.retirableUntil(new Date('2030-01-01T00:00:00Z'))).toBe(768);
  });

  it('are asked for with an archive of this log, by its whole parts', async () => {
    archive = await exported('log.zip');
    const { hash, size, root } = archive;
    const ask = (change: object) => audit.retirement.ask(auditor, { until: 512, archive: hash, size, root, ...change });
    await expect(ask({ until: 300 })).rejects.toMatchObject({ code: 'audit.not_retirable' });
    await expect(ask({ until: 1 << 20 })).rejects.toMatchObject({ code: 'audit.not_retirable' });
    await expect(ask({ root: Buffer.alloc(32, 7).toString('base64') })).rejects.toMatchObject({
      code: 'audit.not_retirable',
    });
    await ask({});
  });

  it('stay until a second person confirms with the same archive, and that is signed', async () => {
    const { hash } = archive;
    const drop = () => asOwner((query) => dropRetired(query, hash));
    await expect(drop()).rejects.toMatchObject({ fault: 'not_confirmed' });
    await expect(audit.retirement.confirm(auditor, hash)).rejects.toMatchObject({ code: 'audit.same_retirer' });
    await expect(audit.retirement.confirm(officer, 'ab'.repeat(32))).rejects.toMatchObject({
      code: 'audit.retirement_not_asked',
    });
    expect(await audit.retirement.confirm(officer, hash)).toBe(512);
    await audit.log.drain();
    await expect(drop()).rejects.toMatchObject({ fault: 'not_signed' });
    await audit.log.checkpointNow();
    await expect(asOwner((query) => dropRetired(query, 'ab'.repeat(32)))).rejects.toMatchObject({
      fault: 'not_confirmed',
    });
    expect(await db.asOwner('select 1 from audit_entries where sequence = 0')).toHaveLength(1);
  });

  it('are dropped by no role of the service', async () => {
    const detach = (tx: AnyTx) => sql`alter table audit_entries detach partition audit_entries_small_0`.execute(tx);
    await expect(db.database.withWorker('audit.retire', detach)).rejects.toThrow(/must be owner/);
    await expect(db.database.withActor(auditor, detach)).rejects.toThrow(/must be owner/);
  });

  it('are gone then, and the log is whole without them: the tree, new proofs, an export, the self-check', async () => {
    const before = await remaining();
    const proofOfOld = await audit.log.proof(auditor, 17);
    const bytesOfOld = (await audit.log.entry(auditor, 17)).toString('utf8');
    await audit.log.drain();
    const more = (await remaining()) - before;
    expect(await asOwner((query) => dropRetired(query, archive.hash))).toEqual({ until: 512, dropped: 512 });
    expect(await remaining()).toBe(before + more - 512);
    expect((await audit.log.state()).firstEntry).toBe(512);

    await write(10);
    await audit.log.checkpointNow();
    expect((await audit.log.selfCheck.run())?.faults).toEqual([]);
    const later = await exported('later.zip');
    expect(await verdictOf(later.path)).toMatchObject({ faults: [], firstEntry: 512 });
    // What was kept is still provable, against the checkpoint of today as well.
    expect(verifyProof(proofOfOld, Buffer.from(bytesOfOld), [key])).toMatchObject({ isProven: true, index: 17 });
    const proofOfToday = await audit.log.proof(auditor, 17);
    expect(verifyProof(proofOfToday, Buffer.from(bytesOfOld), [key])).toMatchObject({ isProven: true, index: 17 });
    await expect(audit.log.entry(auditor, 17)).rejects.toMatchObject({ code: 'audit.entry_not_found' });
    // The archive still verifies by itself, up to the entries that left and beyond.
    expect(await verdictOf(archive.path)).toMatchObject({ faults: [], firstEntry: 0 });
    // Again does nothing more.
    expect(await asOwner((query) => dropRetired(query, archive.hash))).toEqual({ until: 512, dropped: 0 });
  });

  it('are missed, when they were dropped and nothing in the log says so', async () => {
    await db.asOwner('alter table audit_entries detach partition audit_entries_small_2');
    const { path } = await exported('cut.zip');
    expect((await verdictOf(path)).faults).toContainEqual({ kind: 'retirement_unrecorded', until: 768 });
  });
});
