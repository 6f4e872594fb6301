import { newId } from '@nexus/kernel';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../src/cli/api-client.ts';
import type { Answer, Label, Level, Request } from './label-fixture.ts';
import { ownerClient } from './owner-client.ts';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

let vault: VaultFixture;
let owner: pg.Client;
let ana: ApiClient;
let spaceId: string;
let documentIds: string[];
let set: { version: number; levels: Level[]; baselineLevelId: string };
const compartments = Array.from({ length: 6 }, (_, i) => ({
  id: newId(),
  text: { es: `Sección ${i}`, en: `Section ${i}` },
  mark: `S${i}`,
}));

const put = async (path: string, body: object, match: string) =>
  await ana.send('PUT', path, {
    headers: { 'content-type': 'application/json', 'if-match': match },
    body: JSON.stringify(body),
  });
const ask = (text: string, conversationId?: string) =>
  ana.post<Answer>('/questions', { text, ...(conversationId ? { conversationId } : {}) });
const makeLabel = (compartmentIds: string[]) =>
  ana.post<Label>('/labels', { levelId: set.levels[0]!.id, compartmentIds });

/** Two sizes may come to the same label. */
function ignoreSame(error: { status?: number }): void {
  if (error.status !== 409) throw error;
}

beforeAll(async () => {
  vault = await startTestVault();
  ana = vault.admin;
  owner = await ownerClient(vault.dataDir);
  set = await ana.get('/label-set');
  const body = { levels: set.levels, compartments, groups: [], rules: [], baselineLevelId: set.baselineLevelId };
  await put('/label-set', body, `"v${set.version}"`);
  const { id } = await ana.get<{ id: string }>('/me');
  const compartmentIds = compartments.map((each) => each.id);
  await put(`/clearances/${id}`, { levelId: set.levels.at(-1)!.id, compartmentIds }, '*');
  spaceId = (await ana.post<{ id: string }>('/spaces', { name: 'Secciones' })).id;
  documentIds = [];
  for (const [i] of compartments.entries()) {
    const text = `El presupuesto de la almazara en la sección ${i} es de ${i + 1}.000 euros.`;
    documentIds.push((await ana.upload(spaceId, `sección-${i}.txt`, new Blob([text]))).documentId);
  }
  await readAll(ana, spaceId);
}, 120_000);
afterAll(async () => {
  await owner?.end();
  await vault?.close();
});

test('a question that the database rolled back in favour of another change is asked again', async () => {
  // Counts on, whatever is rolled back.
  await owner.query('create sequence rollbacks');
  await owner.query(`create function lose() returns trigger language plpgsql security definer as $$ begin
    if nextval('rollbacks') <= 2 then raise exception 'lost' using errcode = 'deadlock_detected'; end if;
    return new; end $$`);
  await owner.query('create trigger lost before insert on questions for each row execute function lose()');
  try {
    const answer = await ask('¿Cuál es el presupuesto de la almazara en la sección 3?');
    expect(answer.outcome).toBe('answered');
    const { rows } = await owner.query('select count(*)::int as n from questions');
    expect(rows).toEqual([{ n: 1 }]);
  } finally {
    await owner.query('drop trigger lost on questions');
    await owner.query('drop function lose');
    await owner.query('drop sequence rollbacks');
  }
});

test('no question fails while labels are made, given and taken, and each answer carries what it used', {
  timeout: 200_000,
}, async () => {
  let isOver = false;
  // One compartment more each time: raising is one owner's act. The join of what an answer quotes is a label that nobody used before.
  const relabelling = [0, 1].map(async (half) => {
    for (let size = 1; size <= 4; size += 1) {
      for (const [i, documentId] of documentIds.entries()) {
        if (i % 2 !== half) continue;
        const ids = Array.from({ length: size }, (_, n) => compartments[(i + n * n) % compartments.length]!.id);
        const label = await makeLabel([...new Set(ids)]);
        await ana.post<Request>(`/documents/${documentId}/label`, { labelId: label.id }).catch(ignoreSame);
      }
    }
  });
  const started = await ask('¿Cuál es el presupuesto de la almazara?');
  const asking = Array.from({ length: 6 }, async (_, lane) => {
    const outcomes: string[] = [];
    for (let n = 0; !isOver || n < 6; n += 1) {
      const text = `¿Cuál es el presupuesto de la almazara en la sección ${(lane + n) % documentIds.length}?`;
      outcomes.push((await ask(text, lane === 0 ? started.conversationId : undefined)).outcome);
    }
    return outcomes;
  });
  const changes = Promise.all(relabelling).finally(() => {
    isOver = true;
  });
  const [answered] = await Promise.all([Promise.all(asking), changes]);
  const outcomes = answered.flat();
  expect(outcomes.length).toBeGreaterThanOrEqual(36);
  expect([...new Set(outcomes)]).toEqual(['answered']);
  // None was made of a document just before that was raised, and stayed below it.
  const { rows } = await owner.query(`
    select q.id from questions q join citations c on c.question_id = q.id join documents d on d.id = c.document_id
      join conversations v on v.id = q.conversation_id
    where not label_covers(q.label_id, d.label_id) or not label_covers(v.label_id, q.label_id)`);
  expect(rows).toEqual([]);
});
