import type { PersonActor } from '@nexus/kernel';
import { newId } from '@nexus/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorldVault, type WorldVault } from './leaks/world-vault.ts';

// Opening one question costs what that question has, and not what the person ever asked.

const earlier = 10_000;
let vault: WorldVault;
let conversationId: string;
let questionId: string;

type Plan = {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
};

beforeAll(async () => {
  vault = await openWorldVault();
  const space = JSON.parse((await vault.admin('POST', '/spaces', { name: 'Archivo' })).text) as { id: string };
  await vault.upload(vault.admin, space.id, 'acta.txt', 'La almazara pagó 300 euros de canon en 2024.');
  await vault.readWaiting();
  const asked = await vault.admin('POST', '/questions', { text: '¿Cuánto pagó la almazara?' });
  ({ id: questionId, conversationId } = JSON.parse(asked.text) as { id: string; conversationId: string });
  await vault.db.asOwner(`
    insert into conversations select (jsonb_populate_record(c, jsonb_build_object('id', uuidv7()))).*
    from conversations c, generate_series(1, ${earlier / 10})`);
  await vault.db.asOwner(`
    insert into questions select (jsonb_populate_record(q, jsonb_build_object('id', uuidv7(), 'conversation_id', c.id, 'ordinal', n))).*
    from questions q, conversations c, generate_series(1, 10) n where c.id <> q.conversation_id`);
  await vault.db.asOwner(`
    insert into citations select (jsonb_populate_record(t, jsonb_build_object('id', uuidv7(), 'question_id', q.id))).*
    from citations t, questions q where q.id <> t.question_id`);
  await vault.db.asOwner('analyze');
});
afterAll(() => vault?.close());

/** Rows that a statement touched in each table. */
async function touched(statement: ReturnType<typeof sql>): Promise<Record<string, number>> {
  const actor: PersonActor = { kind: 'person', personId: vault.adminId, sessionId: newId() };
  const found = await vault.db.database.withActor(actor, (tx) =>
    sql<{ 'QUERY PLAN': { Plan: Plan }[] }>`explain (analyze, timing off, format json) ${statement}`.execute(tx),
  );
  const sums: Record<string, number> = {};
  const visit = (plan: Plan): void => {
    const table = plan['Relation Name'];
    const rows = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
    if (table) sums[table] = (sums[table] ?? 0) + rows;
    for (const child of plan.Plans ?? []) visit(child);
  };
  visit(found.rows[0]!['QUERY PLAN'][0]!.Plan);
  return sums;
}

test('one answer among ten thousand is read with a few rows of each table', async () => {
  const [{ count }] = (await vault.db.asOwner<{ count: string }>('select count(*) from questions')) as [
    { count: string },
  ];
  expect(Number(count)).toBeGreaterThan(earlier);
  const sums = await touched(sql`select * from citations where question_id = ${questionId}`);
  expect(sums['citations']).toBeGreaterThan(0);
  for (const table of ['citations', 'questions', 'conversations'])
    expect({ table, rows: sums[table] ?? 0 }).toSatisfy(isFew);
});

test('and so are the questions of one conversation', async () => {
  const sums = await touched(sql`select * from questions where conversation_id = ${conversationId}`);
  for (const table of ['questions', 'conversations']) expect({ table, rows: sums[table] ?? 0 }).toSatisfy(isFew);
});

test('what the person is shown is the same as before', async () => {
  const reply = await vault.admin('GET', `/conversations/${conversationId}`);
  expect(reply.status).toBe(200);
  expect(reply.text).toContain('300 euros');
});

function isFew({ rows }: { rows: number }): boolean {
  return rows <= 50;
}
