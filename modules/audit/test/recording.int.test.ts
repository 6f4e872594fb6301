import { createHash } from 'node:crypto';
import { anonymous, fixedClock, newId, silentLogger, systemActor } from '@nexus/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditEntryInput, type AuditModule, canonicalJson, createAuditModule } from '../src/index.ts';
import { type AuditTestDatabase, createAuditTestDatabase, sealer } from './audit-database.ts';

let db: AuditTestDatabase;
let audit: AuditModule;
beforeAll(async () => {
  db = await createAuditTestDatabase();
  audit = createAuditModule({
    database: db.database,
    clock: fixedClock(new Date('2026-03-01T10:00:00.123Z')),
    logger: silentLogger,
    sealer,
  });
});
afterAll(() => db.close());

const staged = async () =>
  (await db.asOwner<{ entry: Buffer }>('select entry from audit_staged order by id')).map(({ entry }) =>
    JSON.parse(entry.toString('utf8')),
  );

const drain = async () => {
  while ((await audit.sequencer.sequenceOnce()) !== 0);
};

describe('recording', () => {
  it('writes what happened, canonical and complete, and the log hashes it as RFC 6962 says', async () => {
    const actor = await db.person();
    const entry: AuditEntryInput = {
      actor,
      action: 'question.asked',
      outcome: 'success',
      spaceId: newId(),
      labelId: newId(),
      objects: [{ kind: 'conversation', id: newId() }],
      reason: undefined,
      details: { questionHash: 'ab'.repeat(32), considered: [newId()], cited: [], excludedByPolicy: 3, model: 'none' },
    };
    await db.database.withActor(actor, (tx) => audit.service.record(tx, entry));
    await drain();
    const last = (await db.log()).at(-1)!;
    const claims = JSON.parse(last.entry);
    expect(claims).toEqual({
      v: 1,
      id: claims.id,
      time: '2026-03-01T10:00:00.123Z',
      actor: { kind: 'person', personId: actor.personId, sessionId: actor.sessionId },
      action: 'question.asked',
      outcome: 'success',
      spaceId: entry.spaceId,
      labelId: entry.labelId,
      objects: entry.objects,
      details: entry.details,
    });
    expect(canonicalJson(claims)).toBe(last.entry);
    const leaf = createHash('sha256').update(Buffer.of(0)).update(last.entry).digest('hex');
    expect(last.leaf).toBe(leaf);
    const [row] = await db.asOwner('select * from audit_entries where id = $1', [claims.id]);
    expect(row).toMatchObject({
      actor_kind: 'person',
      actor_person_id: actor.personId,
      actor_session_id: actor.sessionId,
      action: 'question.asked',
      outcome: 'success',
      space_id: entry.spaceId,
      object_ids: [entry.objects![0]!.id],
    });
    expect((row!['recorded_at'] as Date).toISOString()).toBe(claims.time);
  });

  it('happens with the action or not at all', async () => {
    await drain();
    const actor = await db.person();
    const before = (await db.log()).length;
    const attempt = db.database.withActor(actor, async (tx) => {
      await audit.service.record(tx, { actor, action: 'space.created', outcome: 'success', spaceId: newId() });
      throw new Error('no space after all');
    });
    await expect(attempt).rejects.toThrow('no space after all');
    await drain();
    expect((await db.log()).length).toBe(before);
  });

  it('takes the action down with it when the entry cannot be written', async () => {
    await db.asOwner('create table things (id uuid primary key)');
    await db.asOwner('grant insert on things to nexus_app');
    await db.asOwner('alter table audit_staged rename to audit_staged_gone');
    const actor = await db.person();
    try {
      const attempt = db.database.withActor(actor, async (tx) => {
        await sql`insert into things values (${newId()})`.execute(tx);
        await audit.service.record(tx, { actor, action: 'space.created', outcome: 'success' });
      });
      await expect(attempt).rejects.toThrow();
      await expect(audit.service.recordDenial(actor, { action: 'request.denied' })).rejects.toThrow();
      expect(await db.asOwner('select 1 from things')).toEqual([]);
    } finally {
      await db.asOwner('alter table audit_staged_gone rename to audit_staged');
    }
  });

  it('cannot be half done: an error that is swallowed rolls the action back too', async () => {
    const actor = await db.person();
    const attempt = db.database.withActor(actor, async (tx) => {
      await sql`insert into things values (${newId()})`.execute(tx);
      const forged = { ...actor, personId: newId() };
      await audit.service.record(tx, { actor: forged, action: 'space.created', outcome: 'success' }).catch(() => {});
    });
    await expect(attempt).rejects.toThrow();
    expect(await db.asOwner('select 1 from things')).toEqual([]);
  });

  it('keeps refusals whose own transaction is gone', async () => {
    await drain();
    const actor = await db.person();
    await audit.service.recordDenial(actor, {
      action: 'document.read',
      reason: 'not_a_member',
      objects: [{ kind: 'document', id: newId() }],
    });
    await audit.denials.record({ actor, method: 'GET', route: '/api/v1/spaces/:spaceId', reason: 'role' });
    await audit.service.recordDenial(anonymous, { action: 'session.denied', reason: 'wrong_password' });
    await audit.service.recordNow({ actor: systemActor('server'), action: 'system.started', outcome: 'success' });
    expect(await staged()).toMatchObject([
      { outcome: 'denied', action: 'document.read', reason: 'not_a_member' },
      { outcome: 'denied', action: 'request.denied', details: { method: 'GET', route: '/api/v1/spaces/:spaceId' } },
      { outcome: 'denied', action: 'session.denied', actor: { kind: 'anonymous' } },
      { outcome: 'success', action: 'system.started', actor: { kind: 'system', job: 'server' } },
    ]);
  });
});

describe('who may record what', () => {
  const entry = (actor: AuditEntryInput['actor']): AuditEntryInput => ({
    actor,
    action: 'space.updated',
    outcome: 'success',
  });

  it('refuses entries in the name of somebody else, of another session, of the system, or of nobody', async () => {
    const me = await db.person();
    const other = await db.person();
    const forged = [other, { ...me, sessionId: newId() }, systemActor('audit'), anonymous];
    for (const actor of forged) {
      const attempt = db.database.withActor(me, (tx) => audit.service.record(tx, entry(actor)));
      await expect(attempt).rejects.toMatchObject({ status: 403 });
    }
    const asNobody = db.database.withActor(anonymous, (tx) => audit.service.record(tx, entry(me)));
    await expect(asNobody).rejects.toMatchObject({ status: 403 });
    const asJob = db.database.withWorker('ingest', (tx) => audit.service.record(tx, entry(me)));
    await expect(asJob).rejects.toMatchObject({ status: 403 });
  });

  it('reads the columns from the bytes, whatever the writer says', async () => {
    const me = await db.person();
    const lie = sql`insert into audit_staged (entry, action) values (${Buffer.from('{}')}, 'space.updated')`;
    await expect(db.database.withActor(me, (tx) => lie.execute(tx))).rejects.toThrow(/permission denied/);
    for (const bytes of ['', '{}', '[]', 'nonsense', '{"id":"1"}', '\xff']) {
      const insert = sql`insert into audit_staged (entry) values (${Buffer.from(bytes, 'latin1')})`;
      await expect(
        db.database.withActor(me, (tx) => insert.execute(tx)),
        bytes,
      ).rejects.toThrow();
    }
  });

  it('lets no role of the service see, change or remove an entry, staged or sequenced', async () => {
    await drain();
    const me = await db.person('auditor');
    await db.database.withActor(me, (tx) => audit.service.record(tx, entry(me)));
    await drain();
    await db.database.withActor(me, (tx) => audit.service.record(tx, entry(me)));
    const roles = [
      (query: ReturnType<typeof sql>) => db.database.withActor(me, (tx) => query.execute(tx)),
      (query: ReturnType<typeof sql>) => db.database.withWorker('x', (tx) => query.execute(tx)),
      (query: ReturnType<typeof sql>) => db.database.withAuditor(me, (tx) => query.execute(tx)),
    ];
    const partition = (
      await db.asOwner<{ name: string }>(`select inhrelid::regclass::text as name from pg_inherits
      where inhparent = 'audit_entries'::regclass`)
    )[0]!.name;
    for (const table of ['audit_staged', 'audit_entries', 'audit_head', partition]) {
      for (const role of roles) {
        await expect(role(sql`delete from ${sql.table(table)}`), `delete ${table}`).rejects.toThrow();
        await expect(role(sql`truncate ${sql.table(table)}`), `truncate ${table}`).rejects.toThrow();
      }
    }
    for (const role of roles) {
      await expect(role(sql`update audit_entries set outcome = 'denied'`)).rejects.toThrow();
      await expect(role(sql`update audit_staged set entry = ''`)).rejects.toThrow();
      await expect(role(sql`update audit_head set size = 0`)).rejects.toThrow();
      await expect(role(sql`select * from audit_staged`)).rejects.toThrow(/permission denied/);
      await expect(role(sql`select * from ${sql.table(partition)}`)).rejects.toThrow(/permission denied/);
      await expect(role(sql`insert into audit_entries select * from audit_entries`)).rejects.toThrow();
      await expect(role(sql`select ensure_audit_partition(7)`)).rejects.toThrow(/permission denied/);
    }
    const about = sql`select audit_places_of(${newId()})`;
    await expect(roles[0]!(about)).rejects.toThrow(/permission denied/);
    await expect(roles[1]!(about)).rejects.toThrow(/permission denied/);
    const sequence = sql`select sequence_audit_entries(1)`;
    await expect(roles[0]!(sequence)).rejects.toThrow(/permission denied/);
    await expect(roles[2]!(sequence)).rejects.toThrow(/permission denied/);
  });

  it('stops even the owner of the tables, short of taking the triggers off', async () => {
    for (const statement of [
      `update audit_entries set outcome = 'denied'`,
      'delete from audit_entries',
      'truncate audit_entries',
      'truncate audit_staged',
      `update audit_staged set entry = ''`,
      'delete from audit_staged',
      'update audit_head set size = 0',
      'delete from audit_head',
    ]) {
      await expect(db.asOwner(statement), statement).rejects.toThrow(/append-only|shrink|without being sequenced/);
    }
  });
});
