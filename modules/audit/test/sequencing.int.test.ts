import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { newId, type PersonActor, silentLogger, systemClock } from '@nexus/kernel';
import { merkleRoot } from '@nexus/transparency-log';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditModule, createAuditModule } from '../src/index.ts';
import { createSequencer } from '../src/jobs/sequencer.ts';
import { type AuditTestDatabase, createAuditTestDatabase, sealer, systemKey } from './audit-database.ts';

let db: AuditTestDatabase;
let audit: AuditModule;
beforeEach(async () => {
  db = await createAuditTestDatabase();
  audit = createAuditModule({ database: db.database, clock: systemClock, logger: silentLogger, sealer });
});
afterEach(() => db.close());

const write = async (actor: PersonActor): Promise<string> => {
  const id = newId();
  await db.database.withActor(actor, (tx) =>
    audit.service.record(tx, {
      actor,
      action: 'document.read',
      outcome: 'success',
      objects: [{ kind: 'document', id }],
    }),
  );
  return id;
};

const drain = async (): Promise<void> => {
  for (;;) {
    const moved = await audit.sequencer.sequenceOnce();
    if (moved === 0) return;
  }
};

/** The log has every acknowledged entry exactly once and no gap; entries beyond those may be there only if `others` allows. */
async function expectWholeLog(acknowledged: readonly string[], others: boolean): Promise<void> {
  const log = await db.log();
  expect(log.map(({ sequence }) => sequence)).toEqual(log.map((_, index) => BigInt(index)));
  const written = log.map(({ entry }) => (JSON.parse(entry) as { objects: { id: string }[] }).objects[0]!.id);
  expect(new Set(written).size).toBe(written.length);
  const inLog = new Set(written);
  expect(acknowledged.filter((id) => !inLog.has(id))).toEqual([]);
  if (!others) expect(written.length).toBe(acknowledged.length);
  const [head] = await db.asOwner<{ size: string }>('select size from audit_head');
  expect(Number(head!.size)).toBe(log.length);
  expect(await db.asOwner('select 1 from audit_staged')).toEqual([]);
}

/** The tree has a leaf for each entry, and every checkpoint that anybody signed on the way is one of its beginnings. */
async function expectWholeTree(): Promise<void> {
  const leaves = (await db.log()).map(({ leaf }) => Buffer.from(leaf, 'hex'));
  const checkpoint = await audit.log.checkpointNow();
  expect(checkpoint!.size).toBe((await db.log()).length);
  const signed = await db.asOwner<{ size: string; root: Buffer }>(
    'select size, root from audit_checkpoints order by size',
  );
  expect(signed.length).toBeGreaterThan(1);
  for (const { size, root } of signed.slice(0, -1))
    expect(merkleRoot(Buffer.concat(leaves.slice(0, Number(size)))).equals(root)).toBe(true);
  expect((await audit.log.selfCheck.run())?.faults).toEqual([]);
}

describe('the sequencer', () => {
  it('leaves no gap and loses nothing with many writers, failing writers and several sequencers at once', async () => {
    const actor = await db.person();
    const acknowledged: string[] = [];
    let isWriting = true;
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let n = 0; n < 60; n += 1) {
        if ((n + writer) % 5 === 0) {
          const failing = db.database.withActor(actor, async (tx) => {
            await audit.service.record(tx, { actor, action: 'document.read', outcome: 'success', objects: [] });
            throw new Error('rolled back');
          });
          await expect(failing).rejects.toThrow('rolled back');
        } else {
          acknowledged.push(await write(actor));
        }
      }
    });
    const sequencers = Array.from({ length: 3 }, async () => {
      const { sequenceOnce } = createSequencer({ database: db.database, logger: silentLogger, batchSize: 7 });
      while (isWriting) await sequenceOnce();
    });
    await Promise.all(writers);
    isWriting = false;
    await Promise.all(sequencers);
    await drain();
    await expectWholeLog(acknowledged, false);
  });

  it('goes on at its end when the clock was set back over a restart, and the log holds', async () => {
    const actor = await db.person();
    const acknowledged = [await write(actor), await write(actor)];
    await drain();
    await audit.log.checkpointNow();
    const [last] = (await db.log()).slice(-1);
    // As a process that starts a day earlier writes them: ids begin with the time, and this process does not go back.
    const writeEarlier = async (n: number) => {
      const objectId = newId();
      const claims = JSON.parse(last!.entry) as { id: string; time: string; objects: { id: string }[] };
      const entry = last!.entry
        .replace(claims.id, `00000000-0000-7000-8000-00000000000${n}`)
        .replace(claims.time, '2020-01-01T00:00:00.000Z')
        .replace(claims.objects[0]!.id, objectId);
      await db.database.withActor(actor, (tx) =>
        sql`insert into audit_staged (entry) values (${Buffer.from(entry)})`.execute(tx),
      );
      return objectId;
    };
    acknowledged.push(await writeEarlier(1), await writeEarlier(2));
    await drain();
    acknowledged.push(await write(actor));
    acknowledged.push(await writeEarlier(3));
    await drain();
    // The first checkpoint leaves entries of its own.
    await expectWholeLog(acknowledged, true);
    const written = (await db.log()).map(
      ({ entry }) => (JSON.parse(entry) as { objects: { id: string }[] }).objects[0]!.id,
    );
    expect(written.filter((id) => acknowledged.includes(id)).slice(0, 4)).toEqual(acknowledged.slice(0, 4));
    await expectWholeTree();
  });

  it('survives kill -9 of processes that write and sequence', async () => {
    const actor = await db.person();
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const children = [startWriter(db, actor, acknowledged), startWriter(db, actor, acknowledged)];
      const wanted = acknowledged.length + 60;
      const until = Date.now() + 200_000;
      while (acknowledged.length < wanted && Date.now() < until) await sleep(20);
      expect(acknowledged.length).toBeGreaterThanOrEqual(wanted);
      await Promise.all(children.map(kill));
    }
    // The server notices a dead client when its running statement ends.
    await sleep(300);
    await audit.log.drain();
    await expectWholeLog(acknowledged, true);
    await expectWholeTree();
  });

  it('leaves a batch staged when its connection is cut between the log and the staging table', async () => {
    const actor = await db.person();
    const acknowledged = [];
    for (let n = 0; n < 20; n += 1) acknowledged.push(await write(actor));
    // Entries are in the log by now, uncommitted; the step after them waits for this lock.
    await db.asOwner('begin');
    await db.asOwner('lock table audit_head in share mode');
    const batch = audit.sequencer.sequenceOnce().then(
      () => 'moved',
      () => 'failed',
    );
    const until = Date.now() + 200_000;
    let cut = 0;
    while (cut === 0 && Date.now() < until) {
      // Inside a transaction the activity is a snapshot.
      await db.asOwner('select pg_stat_clear_snapshot()');
      const rows = await db.asOwner(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%sequence_audit_entries%'`);
      cut = rows.length;
      await sleep(20);
    }
    expect(cut).toBe(1);
    expect(await batch).toBe('failed');
    await db.asOwner('rollback');
    expect(await db.log()).toEqual([]);
    await drain();
    await expectWholeLog(acknowledged, false);
  });

  it('puts entries in order of their making within a batch', async () => {
    const actor = await db.person();
    const ids = [];
    for (let n = 0; n < 20; n += 1) ids.push(await write(actor));
    await drain();
    const written = (await db.log()).map(({ entry }) => JSON.parse(entry).objects[0].id as string);
    expect(written).toEqual(ids);
  });

  it('goes on in the next partition, and after the oldest was dropped', async () => {
    const actor = await db.person();
    const border = 1 << 20;
    await db.asOwner('update audit_head set size = $1', [border - 3]);
    for (let n = 0; n < 8; n += 1) await write(actor);
    await drain();
    const places = await db.asOwner<{ sequence: string; partition: string }>(
      'select sequence, tableoid::regclass::text as partition from audit_entries order by sequence',
    );
    expect(places.map(({ sequence }) => Number(sequence) - border)).toEqual([-3, -2, -1, 0, 1, 2, 3, 4]);
    expect(new Set(places.map(({ partition }) => partition))).toEqual(
      new Set(['audit_entries_000000', 'audit_entries_000001']),
    );
    await db.asOwner('drop table audit_entries_000000');
    await expect(db.asOwner('delete from audit_entries')).rejects.toThrow(/append-only/);
    await expect(db.asOwner('truncate audit_entries_000001')).rejects.toThrow(/append-only/);
    await write(actor);
    await drain();
    const [last] = await db.asOwner<{ last: string }>('select max(sequence) as last from audit_entries');
    expect(Number(last!.last)).toBe(border + 5);
  });

  it('takes up entries by itself, one after the other, and stops when told', async () => {
    const actor = await db.person();
    const stop = new AbortController();
    const running = audit.sequencer.sequence(stop.signal);
    await sleep(100);
    for (let n = 0; n < 3; n += 1) {
      const id = await write(actor);
      const isInLog = async () => (await db.log()).some(({ entry }) => entry.includes(id));
      await expect.poll(isInLog, { timeout: 200_000 }).toBe(true);
    }
    stop.abort();
    await running;
    const late = await write(actor);
    expect((await db.log()).some(({ entry }) => entry.includes(late))).toBe(false);
  });

  it('goes on when the database comes back', async () => {
    const actor = await db.person();
    let isAway = true;
    const errors: string[] = [];
    const sequencer = createSequencer({
      database: {
        withWorker: (job, run) => (isAway ? Promise.reject(new Error('away')) : db.database.withWorker(job, run)),
      },
      logger: { ...silentLogger, error: (message) => errors.push(message) },
      pauseMs: 5,
    });
    const stop = new AbortController();
    const running = sequencer.sequence(stop.signal);
    await write(actor);
    const until = Date.now() + 200_000;
    while (errors.length === 0 && Date.now() < until) await sleep(10);
    isAway = false;
    while ((await db.log()).length === 0 && Date.now() < until) await sleep(10);
    expect((await db.log()).length).toBe(1);
    expect(errors.length).toBeGreaterThan(0);
    stop.abort();
    await running;
  });
});

function startWriter(to: AuditTestDatabase, actor: PersonActor, acknowledged: string[]): ChildProcess {
  const script = fileURLToPath(new URL('audit-writer.ts', import.meta.url));
  const settings = JSON.stringify({ credentials: to.credentials, actor, key: systemKey.toString('hex') });
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, AUDIT_WRITER: settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let rest = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    acknowledged.push(...lines);
  });
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await closed;
}
