import type { HttpApp } from '@nexus/http';
import { createTestHttpApp } from '@nexus/http/testing';
import { anonymous, newId, type PersonActor, silentLogger, systemClock } from '@nexus/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditEntryInput, type AuditModule, createAuditModule } from '../src/index.ts';
import { type AuditTestDatabase, createAuditTestDatabase, sealer } from './audit-database.ts';

let db: AuditTestDatabase;
let audit: AuditModule;
let app: HttpApp;
let ana: PersonActor;
let boris: PersonActor;
let olga: PersonActor;
const spaceId = newId();
const documentId = newId();

beforeAll(async () => {
  db = await createAuditTestDatabase();
  audit = createAuditModule({ database: db.database, clock: systemClock, logger: silentLogger, sealer });
  ana = await db.person();
  boris = await db.person('administrator');
  olga = await db.person('auditor');
  const as = ({ personId, sessionId }: PersonActor, ...roles: string[]) => ({ personId, sessionId, roles });
  const people = {
    ana: as(ana),
    boris: as(boris, 'administrator'),
    olga: as(olga, 'auditor'),
    mallory: as(ana, 'auditor'),
  };
  app = await createTestHttpApp(people, { denials: audit.denials });
  audit.routes(app);
  await app.ready();
  await record({
    actor: ana,
    action: 'document.read',
    outcome: 'success',
    spaceId,
    objects: [{ kind: 'document', id: documentId }],
  });
  await record({ actor: ana, action: 'question.asked', outcome: 'success', details: { excludedByPolicy: 3 } });
  await record({ actor: boris, action: 'space.created', outcome: 'failed', reason: 'name_taken' });
  await record({
    actor: anonymous,
    action: 'session.denied',
    outcome: 'denied',
    objects: [{ kind: 'person', id: ana.personId }],
  });
  await drain();
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const record = (entry: AuditEntryInput) => audit.service.recordNow(entry);
const drain = async () => {
  while ((await audit.sequencer.sequenceOnce()) !== 0);
};
const get = async (token: string | null, url: string) => {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const response = await app.inject({ method: 'GET', url, headers });
  return { status: response.statusCode, body: response.json() };
};
const actionsOf = (body: { items: { action: string }[] }) => body.items.map(({ action }) => action);

describe('GET /api/v1/audit/entries', () => {
  const url = '/api/v1/audit/entries';

  it('wants a session (401), sound input (400) and the role of auditor (403, itself recorded)', async () => {
    expect((await get(null, url)).status).toBe(401);
    for (const query of ['action=no.such', 'personId=1', 'outcome=maybe', 'from=yesterday', 'cursor=x', 'limit=0']) {
      expect((await get('olga', `${url}?${query}`)).status, query).toBe(400);
    }
    expect((await get('boris', url)).status).toBe(403);
    await drain();
    const { body } = await get('olga', `${url}?action=request.denied`);
    expect(body.items[0]).toMatchObject({
      actor: { personId: boris.personId },
      details: { method: 'GET', route: url },
    });
  });

  it('shows nothing to somebody whom the edge took for an auditor and the database does not', async () => {
    expect((await get('mallory', url)).body.items).toEqual([]);
    const places = await db.database.withAuditor(ana, (tx) => sql`select audit_places_of(${documentId})`.execute(tx));
    expect(places.rows).toEqual([]);
    const asAuditor = await db.database.withAuditor(olga, (tx) =>
      sql`select audit_places_of(${documentId})`.execute(tx),
    );
    expect(asAuditor.rows).toHaveLength(1);
  });

  it('shows the whole log newest first, page by page', async () => {
    await drain();
    const all = (await get('olga', `${url}?limit=200`)).body.items as { sequence: number }[];
    const places = all.map(({ sequence }) => sequence);
    expect(places).toEqual(places.map((_, index) => places.length - 1 - index));
    const paged: number[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await get('olga', `${url}?limit=2&to=2999-01-01T00:00:00Z${query}`);
      paged.push(...body.items.map((item: { sequence: number }) => item.sequence));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(paged.slice(-places.length)).toEqual(places);
  });

  it('filters by action, person, space, object, outcome and time', async () => {
    const filtered = async (query: string) => actionsOf((await get('olga', `${url}?${query}`)).body);
    expect(await filtered('action=question.asked')).toEqual(['question.asked']);
    expect(await filtered(`personId=${ana.personId}&outcome=success&to=2999-01-01T00:00:00Z`)).toContain(
      'document.read',
    );
    expect(await filtered(`personId=${newId()}`)).toEqual([]);
    expect(await filtered(`spaceId=${spaceId}`)).toEqual(['document.read']);
    expect(await filtered(`objectId=${documentId}`)).toEqual(['document.read']);
    expect(await filtered('outcome=failed')).toEqual(['space.created']);
    expect(await filtered('from=2999-01-01T00:00:00Z')).toEqual([]);
    expect(await filtered('to=2000-01-01T00:00:00Z')).toEqual([]);
  });

  it('is recorded before it is answered, with its filter', async () => {
    await get('olga', `${url}?spaceId=${spaceId}&limit=7`);
    await drain();
    const { body } = await get('olga', `${url}?action=audit.read&limit=1`);
    expect(body.items[0]).toMatchObject({
      actor: { kind: 'person', personId: olga.personId },
      outcome: 'success',
      details: { spaceId, limit: 7 },
    });
  });

  it('gives no answer when the reading cannot be recorded', async () => {
    await db.asOwner('alter table audit_staged rename to audit_staged_gone');
    try {
      const { status, body } = await get('olga', url);
      expect(status).toBe(500);
      expect(body.items).toBeUndefined();
      expect((await get('boris', url)).status).toBe(500);
    } finally {
      await db.asOwner('alter table audit_staged_gone rename to audit_staged');
    }
  });
});

describe('GET /api/v1/me/activity', () => {
  const url = '/api/v1/me/activity';

  it('wants a session and sound input', async () => {
    expect((await get(null, url)).status).toBe(401);
    for (const query of ['cursor=x', `cursor=${Buffer.from('["a","b"]').toString('base64url')}`, 'limit=1000']) {
      expect((await get('ana', `${url}?${query}`)).status, query).toBe(400);
    }
  });

  it('shows what I did and who tried to be me, and nothing of others', async () => {
    const { body } = await get('ana', url);
    expect(actionsOf(body)).toEqual(expect.arrayContaining(['session.denied', 'question.asked', 'document.read']));
    expect(actionsOf(body)).not.toContain('space.created');
    const denied = body.items.find((item: { action: string }) => item.action === 'session.denied');
    expect(denied.byMyself).toBe(false);
    expect(Object.keys(denied).sort()).toEqual([
      'action',
      'byMyself',
      'id',
      'objectIds',
      'outcome',
      'recordedAt',
      'spaceId',
    ]);
    expect(JSON.stringify(body)).not.toContain('excludedByPolicy');
  });

  it('comes in pages without repeating or missing an entry', async () => {
    for (let n = 0; n < 5; n += 1) await record({ actor: boris, action: 'search.performed', outcome: 'success' });
    await drain();
    const whole = (await get('boris', `${url}?limit=200`)).body.items.map((item: { id: string }) => item.id);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await get('boris', `${url}?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`);
      paged.push(...body.items.map((item: { id: string }) => item.id));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(whole);
  });
});
