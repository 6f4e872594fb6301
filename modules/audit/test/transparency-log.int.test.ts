import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, type PersonActor, silentLogger, systemClock } from '@nexus/kernel';
import {
  leafHash,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  verifyConsistency,
  verifyNote,
} from '@nexus/transparency-log';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditModule, createAuditModule, createFolderPlace, verifyProof } from '../src/index.ts';
import { type AuditTestDatabase, createAuditTestDatabase, sealer } from './audit-database.ts';

const scratch = mkdtempSync(join(tmpdir(), 'nexus-audit-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let db: AuditTestDatabase;
let audit: AuditModule;
let actor: PersonActor;
let folder: string;
const errors: string[] = [];

const open = (): AuditModule =>
  createAuditModule({
    database: db.database,
    clock: systemClock,
    logger: { ...silentLogger, error: (message) => errors.push(message) },
    sealer,
    places: [createFolderPlace(folder)],
  });

beforeEach(async () => {
  db = await createAuditTestDatabase();
  folder = join(scratch, newId());
  mkdirSync(folder);
  errors.length = 0;
  audit = open();
  actor = await db.person('auditor');
});
afterEach(() => db.close());

const write = async (count: number, by = audit): Promise<void> => {
  const entry = () => ({
    actor,
    action: 'document.read' as const,
    outcome: 'success' as const,
    objects: [{ kind: 'document', id: newId() }],
  });
  await db.database.withActor(actor, (tx) => by.service.recordAll(tx, Array.from({ length: count }, entry)));
};

/** Past every trigger, as somebody with the rights of a superuser would. */
const asAttacker = async (...statements: string[]): Promise<void> => {
  await db.asOwner('begin');
  await db.asOwner("set local session_replication_role = 'replica'");
  for (const statement of statements) await db.asOwner(statement);
  await db.asOwner('commit');
};
const rewind = (size: number): Promise<void> =>
  asAttacker(
    `delete from audit_entries where sequence >= ${size}`,
    `update audit_head set size = ${size}`,
    'truncate audit_tiles',
    'update audit_tree set size = 0',
    `delete from audit_checkpoints where size > ${size}`,
  );
const rowsOfFolder = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as { size: number; checkpoint: string });

describe('the tree and its checkpoints', () => {
  it('has every entry, signed under a key that the log announces, durable in the second place', async () => {
    await write(300);
    const first = await audit.log.checkpointNow();
    // The entry about the key itself comes with the first signature.
    expect(first!.size).toBe(300);
    await write(1);
    const second = await audit.log.checkpointNow();
    const { identity } = await audit.log.state();
    const key = parseVerifierKey(identity!.publicKey);
    expect(verifyNote(parseNote(second!.note), [key])).toMatchObject({ isSigned: true });
    expect(parseCheckpoint(second!.note)).toMatchObject({ origin: key.name, size: 302 });
    expect(rowsOfFolder().map(({ size }) => size)).toEqual([300, 302]);
    expect(readFileSync(join(folder, 'nexus-log.txt'), 'utf8')).toBe(`${identity!.publicKey}\n`);
    const announced = (await db.log())
      .map(({ entry }) => JSON.parse(entry))
      .find((one) => one.action === 'audit_key.created');
    expect(announced.details.publicKey).toBe(identity!.publicKey);
    const consistency = await audit.log.consistency(300, 302);
    expect(verifyConsistency(consistency.older, consistency.newer, consistency.proof)).toBe(true);
    expect(await audit.log.checkpointer.sign()).toBeNull();
  });

  it('proves one entry in under 2 kB, and not another', async () => {
    await write(1_000);
    await audit.log.checkpointNow();
    const key = parseVerifierKey((await audit.log.state()).identity!.publicKey);
    const proof = await audit.log.proof(actor, 700);
    expect(Buffer.byteLength(proof)).toBeLessThan(2_000);
    expect(verifyProof(proof, await audit.log.entry(actor, 700), [key])).toMatchObject({ isProven: true, index: 700 });
    expect(verifyProof(proof, await audit.log.entry(actor, 701), [key])).toEqual({
      isProven: false,
      fault: 'not_this_entry',
    });
    await write(5);
    await audit.log.drain();
    await expect(audit.log.proof(actor, 1_004)).rejects.toMatchObject({ code: 'audit.checkpoint_missing' });
    await expect(audit.log.proof(actor, 5_000)).rejects.toMatchObject({ code: 'audit.entry_not_found' });
  });

  it('goes on to a new key that the old one vouches for', async () => {
    await write(3);
    await audit.log.checkpointNow();
    const old = parseVerifierKey((await audit.log.state()).identity!.publicKey);
    const fresh = parseVerifierKey((await audit.log.rotateKey(actor))!);
    const change = (await audit.log.state()).checkpoint!;
    expect(verifyNote(parseNote(change.note), [old]).isSigned).toBe(true);
    expect(verifyNote(parseNote(change.note), [fresh]).isSigned).toBe(true);
    await write(1);
    const next = (await audit.log.checkpointNow())!;
    expect(verifyNote(parseNote(next.note), [old]).isSigned).toBe(false);
    expect(verifyNote(parseNote(next.note), [fresh]).isSigned).toBe(true);
    const keys = await db.asOwner('select state, private_key is null as gone from audit_keys order by created_at');
    expect(keys).toEqual([
      { state: 'retired', gone: true },
      { state: 'active', gone: false },
    ]);
    expect((await audit.log.state()).identity!.publicKey).toContain(fresh.name);
  });

  it('is refused a tile that differs from its entries, one that shrinks, and a tree that is larger than the log', async () => {
    await write(10);
    await audit.sequencer.sequenceOnce();
    const store = (size: number, hash: Buffer) =>
      db.asOwner(`select store_audit_tiles(0, ${size}, '{0}', '{0}', array['\\x${hash.toString('hex')}'::bytea])`);
    const hashes = Buffer.concat((await db.log()).map(({ entry }) => leafHash(Buffer.from(entry))));
    await expect(store(10, Buffer.alloc(320, 1))).rejects.toThrow(/differs from the entries/);
    await expect(store(11, hashes)).rejects.toThrow(/the entries of the log and no others/);
    await store(10, hashes);
    await expect(db.asOwner('update audit_tiles set hashes = substr(hashes, 1, 32)')).rejects.toThrow(/only grows/);
    await expect(db.asOwner('delete from audit_tiles')).rejects.toThrow(/append-only/);
    await expect(db.asOwner('update audit_tree set size = 3')).rejects.toThrow(/cannot shrink/);
    await audit.log.checkpointNow();
    await expect(db.asOwner('delete from audit_checkpoints')).rejects.toThrow(/append-only/);
    await expect(
      db.asOwner("insert into audit_checkpoints (size, root, note) values (99, sha256(''), '')"),
    ).rejects.toThrow(/growing tree/);
  });

  it('keeps a second place whole over a torn line, and tells when the place is away', async () => {
    await write(3);
    await audit.log.checkpointNow();
    const [file] = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
    appendFileSync(join(folder, file!), '{"size":99,"ro');
    await write(1);
    await audit.log.checkpointNow();
    expect(await createFolderPlace(folder).read!()).toMatchObject([{ size: 3 }, { size: 5 }]);
    renameSync(folder, `${folder}.away`);
    await write(1);
    await audit.log.checkpointNow();
    expect((await audit.log.state()).places[0]!.delivery).toMatchObject({ position: 5, fault: 'enoent' });
    expect(errors).toContain('checkpoints of the audit log do not reach their second place');
    renameSync(`${folder}.away`, folder);
    await audit.log.checkpointer.emit();
    expect((await audit.log.state()).places[0]!.delivery).toMatchObject({
      position: 6,
      fault: null,
      failingSince: null,
    });
    expect(await createFolderPlace(folder).read!()).toHaveLength(3);
  });
});

describe('a log that is not what its second place has seen', () => {
  /** A new process on the same database. */
  const restart = async () => {
    const next = open();
    const found = await next.log.checkSecondPlaces();
    return { next, found };
  };
  const refused = (by: AuditModule) =>
    expect(write(1, by)).rejects.toMatchObject({ status: 503, code: 'audit.log_broken' });

  it('is fine when nothing happened', async () => {
    await write(5);
    await audit.log.checkpointNow();
    const { next, found } = await restart();
    expect(found).toBeNull();
    await write(1, next);
  });

  it('was rolled back: reads stop, the auditor still gets in, an officer can let it go on, and the log says so', async () => {
    await write(5);
    await audit.log.checkpointNow();
    await write(5);
    const lost = await audit.log.checkpointNow();
    await rewind(6);
    await audit.log.drain();
    const { next, found } = await restart();
    expect(found).toMatchObject({
      kind: 'rolled_back',
      size: 11,
      ourSize: 6,
      agreesUpTo: 5,
      seenBy: `folder:${folder}`,
    });
    expect(errors.join()).toContain('THE AUDIT LOG IS NOT WHAT');
    await refused(next);
    await next.service.listEntries(actor, {}, { limit: 1 });
    expect(await next.log.checkpointer.sign()).toBeNull();

    const accepted = await next.log.acceptBreak(actor, 'backup_restored');
    expect(accepted?.kind).toBe('rolled_back');
    await write(1, next);
    await next.log.checkpointNow();
    expect((await restart()).found).toBeNull();
    const said = (await db.log())
      .map(({ entry }) => JSON.parse(entry))
      .find((one) => one.action === 'audit.break_accepted');
    expect(said).toMatchObject({
      reason: 'backup_restored',
      details: { size: 11, root: lost!.root.toString('base64'), ourSize: 6 },
    });
  });

  it('was rewritten from some entry on', async () => {
    await write(5);
    await audit.log.checkpointNow();
    await write(5);
    await audit.log.checkpointNow();
    await rewind(8);
    await write(4);
    await audit.log.drain();
    const { next, found } = await restart();
    expect(found).toMatchObject({ kind: 'forked', size: 11, agreesUpTo: 5, ourSize: 12 });
    await refused(next);
  });

  it('was exchanged for another one', async () => {
    await write(5);
    await audit.log.checkpointNow();
    await asAttacker('truncate audit_keys', 'truncate audit_checkpoints');
    await rewind(0);
    await write(9);
    await audit.log.checkpointer.sign();
    const { next, found } = await restart();
    expect(found).toMatchObject({ kind: 'replaced' });
    await refused(next);
  });

  it('stops its own signer when the tree no longer agrees with the last checkpoint', async () => {
    await write(5);
    await audit.log.checkpointNow();
    await rewind(0);
    await asAttacker("insert into audit_checkpoints select 5, sha256('x'), '', now()");
    await write(9);
    await audit.log.drain();
    expect(await audit.log.checkpointer.sign()).toBeNull();
    await refused(audit);
  });

  it('is an alarm and no more when the second place was emptied or cannot be read', async () => {
    await write(5);
    await audit.log.checkpointNow();
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    const { next, found } = await restart();
    expect(found).toBeNull();
    expect((await next.log.state()).places[0]!.delivery).toMatchObject({ fault: 'emptied' });
    await write(1, next);
    writeFileSync(join(folder, 'checkpoints-2026-01.jsonl'), 'nonsense\n{"size":1}\n');
    expect((await restart()).found).toBeNull();
  });
});

describe('the check of the log in the database', () => {
  it('finds nothing in a whole log, and says so in the log', async () => {
    await write(600);
    await audit.log.checkpointNow();
    expect(await audit.log.selfCheck.run()).toMatchObject({ size: 600, faults: [] });
    await audit.log.drain();
    const last = JSON.parse((await db.log()).at(-1)!.entry);
    expect(last).toMatchObject({ action: 'audit.verified', outcome: 'success', details: { faults: 0, size: 600 } });
  });

  it.each([
    [
      'an edited entry',
      "update audit_entries set entry = '{}' where sequence = 300",
      { kind: 'entry_changed', place: 300 },
    ],
    ['a removed entry', 'delete from audit_entries where sequence = 300', { kind: 'entry_removed', place: 300 }],
    [
      'two exchanged entries',
      `update audit_entries as a set entry = b.entry from audit_entries as b
         where a.sequence in (300, 301) and b.sequence = 601 - a.sequence`,
      { kind: 'entry_moved', place: 301, foundAt: 300 },
    ],
    [
      'a changed tile',
      "update audit_tiles set hashes = sha256('x') || substr(hashes, 33) where level = 0 and tile_index = 1",
      { kind: 'tile_changed', level: 0, index: 1, positions: [0] },
    ],
  ])('finds %s, and stops what must be recorded', async (_, sql, fault) => {
    await write(600);
    await audit.log.checkpointNow();
    await asAttacker(sql);
    expect((await audit.log.selfCheck.run())!.faults).toEqual([fault]);
    await expect(write(1)).rejects.toMatchObject({ code: 'audit.log_broken' });
    expect((await audit.log.state()).broken).toMatchObject({ kind: 'entries_changed', seenBy: 'database' });
  });
});
