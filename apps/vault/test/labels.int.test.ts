import { newId } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../src/cli/api-client.ts';
import { type Answer, type Doc, type Label, type Level, mail, type Request, statusOf } from './label-fixture.ts';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

// Ana runs the evaluation and sees everything; Bea, Carlos and Dora begin at the lowest level.

let vault: VaultFixture;
let ana: ApiClient;
let bea: ApiClient;
let carlos: ApiClient;
let dora: ApiClient;
let ids: Record<'ana' | 'bea' | 'carlos' | 'dora', string>;
let levels: Level[];
let spaceId: string;
const legal = newId();
const hr = newId();
const groups = { north: newId(), south: newId() };
const label: Record<string, Label> = {};

const compartment = (id: string, text: string, mark: string) => ({ id, text: { es: text, en: text }, mark });
const levelId = (rank: number) => levels[rank]!.id;
const makeLabel = (rank: number, compartmentIds: string[] = [], groupIds: string[] | null = null) =>
  ana.post<Label>('/labels', { levelId: levelId(rank), compartmentIds, groupIds });
const clear = (
  person: keyof typeof ids,
  rank: number | null,
  compartmentIds: string[] = [],
  groupId: string | null = null,
) =>
  ana
    .send('PUT', `/clearances/${ids[person]}`, {
      headers: { 'content-type': 'application/json', 'if-match': '*' },
      body: JSON.stringify({ levelId: rank === null ? null : levelId(rank), compartmentIds, groupId }),
    })
    .then((response) => response.json());

async function put(client: ApiClient, path: string, text: string, labelId?: string) {
  const form = new FormData();
  form.set('path', path);
  form.set('file', new Blob([text]), path.slice(path.lastIndexOf('/') + 1));
  const query = labelId ? `?labelId=${labelId}` : '';
  const response = await client.send('POST', `/spaces/${spaceId}/documents${query}`, { body: form });
  const { files } = (await response.json()) as { files: { documentId: string; outcome: string }[] };
  await readAll(ana, spaceId);
  return files[0]!;
}
const listed = async (client: ApiClient) =>
  (await client.get<{ items: { id: string }[] }>(`/spaces/${spaceId}/documents?limit=200`)).items.map(({ id }) => id);
const ask = (client: ApiClient, text: string, conversationId?: string) =>
  client.post<Answer>('/questions', { text, ...(conversationId ? { conversationId } : {}) });
const relabel = (client: ApiClient, documentId: string, to: Label, reason?: string) =>
  client.post<Request>(`/documents/${documentId}/label`, { labelId: to.id, ...(reason ? { reason } : {}) });
beforeAll(async () => {
  vault = await startTestVault();
  ana = vault.admin;
  const people = await Promise.all(['bea', 'carlos', 'dora'].map((name) => vault.invite(`${name}@example.org`)));
  [bea, carlos, dora] = people.map(({ client }) => client) as [ApiClient, ApiClient, ApiClient];
  const [b, c, d] = people.map(({ personId }) => personId) as [string, string, string];
  ids = { ana: (await ana.get<{ id: string }>('/me')).id, bea: b, carlos: c, dora: d };

  const set = await ana.get<{ version: number; levels: object[]; baselineLevelId: string }>('/label-set');
  const changed = await ana.send('PUT', '/label-set', {
    headers: { 'content-type': 'application/json', 'if-match': `"v${set.version}"` },
    body: JSON.stringify({
      levels: set.levels,
      compartments: [compartment(legal, 'Jurídico', 'JUR'), compartment(hr, 'Personal', 'PER')],
      groups: [compartment(groups.north, 'Norte', 'N'), compartment(groups.south, 'Sur', 'S')],
      rules: [{ id: newId(), compartmentIds: [legal, hr], minimumLevelId: (set.levels as Level[])[3]!.id }],
      baselineLevelId: set.baselineLevelId,
    }),
  });
  ({ levels } = (await changed.json()) as { levels: Level[] });
  await clear('ana', 3, [legal, hr]);
  label['internal'] = await makeLabel(0);
  label['confidential'] = await makeLabel(1);
  label['legal'] = await makeLabel(1, [legal]);
  label['hr'] = await makeLabel(1, [hr]);
  label['secret'] = await makeLabel(3);
  label['north'] = await makeLabel(0, [], [groups.north]);
  spaceId = (await ana.post<{ id: string }>('/spaces', { name: 'Expedientes' })).id;
  for (const [person, role] of [
    ['bea', 'analyst'],
    ['carlos', 'reader'],
    ['dora', 'owner'],
  ] as const)
    await ana.post(`/spaces/${spaceId}/members`, { personId: ids[person], role });
});
afterAll(() => vault?.close());

describe('what is above a person is not there', () => {
  let open: string;
  let hidden: string;
  let answered: Answer;

  beforeAll(async () => {
    open = (await put(ana, 'obra/acta.txt', 'El acta de replanteo se firmó el lunes.')).documentId;
    hidden = (
      await put(ana, 'secreto/valoración.txt', 'La valoración zeta asciende a 90.000 euros.', label['confidential']!.id)
    ).documentId;
    answered = await ask(ana, '¿A cuánto asciende la valoración zeta?');
  });

  test('in lists, figures, searches, answers, corrections and by its id', async () => {
    expect(answered).toMatchObject({
      outcome: 'answered',
      label: { text: 'CONFIDENCIAL', portionMark: '(C)', rank: 1 },
    });
    expect(await listed(ana)).toEqual(expect.arrayContaining([open, hidden]));
    expect(await listed(bea)).toEqual([open]);
    expect(await bea.get(`/spaces/${spaceId}/overview`)).toMatchObject({ documents: 1 });
    expect(await bea.get(`/spaces/${spaceId}/ingest`)).toMatchObject({ ready: 1 });
    expect(await bea.get('/documents/counts')).toMatchObject({ items: [{ documents: 1 }] });
    const rows = await (await bea.send('GET', `/spaces/${spaceId}/documents/rows`)).text();
    expect(rows).toContain(open);
    expect(rows).not.toMatch(new RegExp(`${hidden}|secreto|valoraci`));
    const search = await bea.post<{ hits: object[]; passagesSearched: number; didYouMean: string | null }>('/search', {
      text: 'valorasión zeta carpeta:secreto',
    });
    expect(search).toMatchObject({ hits: [], passagesSearched: 1, didYouMean: null });
    expect(await ask(bea, '¿A cuánto asciende la valoración zeta?')).toMatchObject({
      outcome: 'not_found',
      passagesSearched: 1,
      label: { rank: 0 },
    });
    for (const path of ['', '/text', '/content', '/digest'])
      expect(await statusOf(bea.send('GET', `/documents/${hidden}${path}`))).toBe(404);
    for (const action of ['cancel', 'retry'])
      expect(await statusOf(bea.post(`/documents/${hidden}/${action}`))).toBe(404);
    expect(await statusOf(bea.remove(`/documents/${hidden}`))).toBe(404);
    expect(await statusOf(relabel(dora, hidden, label['internal']!, 'porque sí'))).toBe(404);
  });

  test('neither by its path nor by its bytes: an upload answers as if it were not there', async () => {
    expect(await put(bea, 'secreto/valoración.txt', 'Otra cosa.')).toMatchObject({ outcome: 'created' });
    expect(await put(bea, 'copia.txt', 'La valoración zeta asciende a 90.000 euros.')).toMatchObject({
      outcome: 'created',
    });
    expect(
      await put(
        ana,
        'secreto/valoración.txt',
        'La valoración zeta asciende a 90.000 euros.',
        label['confidential']!.id,
      ),
    ).toEqual({
      fileName: 'valoración.txt',
      documentId: hidden,
      versionId: expect.any(String),
      outcome: 'duplicate',
    });
  });

  test('a clearance opens it and a lower one takes it away, with the conversation and the repeated answer', async () => {
    await clear('carlos', 1);
    expect(await listed(carlos)).toContain(hidden);
    const key = newId();
    const question = { text: '¿A cuánto asciende la valoración zeta?' };
    const post = () =>
      carlos.send('POST', '/questions', {
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(question),
      });
    const first = (await (await post()).json()) as Answer;
    expect(first).toMatchObject({ outcome: 'answered', label: { rank: 1 } });
    const again = (await (await post()).json()) as Answer;
    expect([again.id, again.citations]).toEqual([first.id, first.citations]);
    await ask(carlos, '¿Cuándo se firmó el acta de replanteo?', first.conversationId);
    const conversations = () => carlos.get<{ items: { id: string; label: Label }[] }>('/conversations');
    // It does not fall with a question about something lower.
    expect((await conversations()).items).toMatchObject([{ id: first.conversationId, label: { rank: 1 } }]);

    await clear('carlos', 0);
    expect(await listed(carlos)).not.toContain(hidden);
    expect((await conversations()).items).toEqual([]);
    for (const path of [`/conversations/${first.conversationId}`, `/questions/${first.id}/export`])
      expect(await statusOf(carlos.send('GET', path))).toBe(404);
    expect(await statusOf(post())).toBe(404);
    expect(await statusOf(ask(carlos, 'sigue', first.conversationId))).toBe(404);
    await clear('carlos', null);
    expect(await listed(carlos)).toEqual([]);
    expect(await statusOf(ask(carlos, '¿Cuándo se firmó el acta?'))).toBe(403);
    await clear('carlos', 0);
  });
});

describe('what enters', () => {
  test('carries the label that was chosen, or the default of the space; nobody writes above themselves', async () => {
    expect(await statusOf(put(bea, 'x.txt', 'x', label['confidential']!.id))).toBe(404);
    expect(await statusOf(put(bea, 'x.txt', 'x', newId()))).toBe(404);
    expect(await statusOf(bea.post('/labels', { levelId: levelId(1), compartmentIds: [], groupIds: null }))).toBe(404);
    const mine = await bea.get<{ levels: Level[]; compartments: object[]; labels: Label[] }>('/labels');
    expect(mine).toMatchObject({ levels: [{ rank: 0 }], compartments: [], labels: [{ text: 'USO INTERNO' }] });
    const begun = { path: 'a.bin', sizeBytes: 3, labelId: label['confidential']!.id };
    expect(await statusOf(bea.post(`/spaces/${spaceId}/uploads`, begun))).toBe(404);
  });

  test('stays below the ceiling of the space, for everybody', async () => {
    const space = await ana.get<{ version: number }>(`/spaces/${spaceId}`);
    const change = (body: object, version: number) =>
      ana.patch<{ version: number }>(`/spaces/${spaceId}`, body, `"v${version}"`);
    const { version } = await change({ ceilingLabelId: label['confidential']!.id }, space.version);
    expect(await statusOf(put(ana, 'alto.txt', 'Muy alto.', label['secret']!.id))).toBe(409);
    expect(await statusOf(put(ana, 'alto.txt', 'De compartimento.', label['legal']!.id))).toBe(409);
    await expect(change({ defaultLabelId: label['secret']!.id }, version)).rejects.toMatchObject({
      code: 'spaces.default_above_ceiling',
    });
    // What is released to some only is no higher for it.
    await clear('ana', 3, [legal, hr], groups.north);
    expect(await put(ana, 'norte.txt', 'Solo para el norte.', label['north']!.id)).toMatchObject({
      outcome: 'created',
    });
    await change({ ceilingLabelId: null }, version);
    expect(await listed(bea)).toHaveLength(3);
    await clear('bea', 0, [], groups.north);
    expect(await listed(bea)).toHaveLength(4);
    await clear('bea', 0, [], groups.south);
    expect(await listed(bea)).toHaveLength(3);
  });

  test('in the name of its own markings is only suggested', async () => {
    const marked = (await put(bea, 'marcado.txt', 'CONFIDENCIAL//JUR\n\nEl dictamen del pleito omega es favorable.'))
      .documentId;
    const seen = await ana.get<Doc>(`/documents/${marked}`);
    expect(seen).toMatchObject({
      label: { rank: 0 },
      hasSuggestion: true,
      suggestion: { written: 'CONFIDENCIAL//JUR', label: { text: 'CONFIDENCIAL//JURÍDICO' } },
    });
    // What is above the person is not named by its label; what stands in the text, they read anyway.
    expect(await bea.get<Doc>(`/documents/${marked}`)).toMatchObject({
      suggestion: { written: 'CONFIDENCIAL//JUR', label: null },
    });
    expect(await statusOf(bea.remove(`/documents/${marked}/label-suggestion`))).toBe(403);
    expect(await relabel(ana, marked, seen.suggestion!.label!)).toMatchObject({ state: 'applied', kind: 'raise' });
    expect(await ana.get<Doc>(`/documents/${marked}`)).toMatchObject({
      hasSuggestion: false,
      label: { text: 'CONFIDENCIAL//JURÍDICO' },
    });
    expect(await statusOf(bea.get(`/documents/${marked}`))).toBe(404);
    const plain = (await put(bea, 'interno.txt', 'USO INTERNO\n\nNada de particular.')).documentId;
    expect(await ana.get<Doc>(`/documents/${plain}`)).toMatchObject({ hasSuggestion: false });
  });
});

describe('another label', () => {
  const question = '¿Qué dice el informe épsilon sobre el túnel?';
  let documentId: string;
  let told: Answer;

  beforeAll(async () => {
    documentId = (await put(bea, 'informes/épsilon.txt', 'El informe épsilon dice que el túnel se inunda.')).documentId;
    told = await ask(bea, question);
    expect(told).toMatchObject({ outcome: 'answered', label: { rank: 0 } });
  });

  test('above is one owner’s act: the old cell forgets it, the new one serves it, what was derived rises', async () => {
    expect(await statusOf(relabel(bea, documentId, label['north']!))).toBe(404);
    const before = (await ask(ana, question)).passagesSearched;
    expect(await relabel(ana, documentId, label['secret']!)).toMatchObject({ state: 'applied', kind: 'raise' });
    const after = await ask(ana, question);
    expect(after).toMatchObject({ outcome: 'answered', label: { rank: 3 }, passagesSearched: before });
    const search = await bea.post<{ hits: object[]; passagesSearched: number }>('/search', {
      text: 'informe épsilon túnel',
    });
    expect(search.hits).toEqual([]);
    expect(await statusOf(bea.get(`/documents/${documentId}`))).toBe(404);
    // Bea had its words in an answer: that went up with it.
    expect(await statusOf(bea.get(`/conversations/${told.conversationId}`))).toBe(404);
    const cells = await ana.get<{ items: object[] }>(`/spaces/${spaceId}/documents?limit=200`);
    expect(cells.items).toContainEqual(expect.objectContaining({ id: documentId, folderPath: 'informes' }));
  });

  test('below takes a reason and a second person, and then moves everything back', async () => {
    await expect(relabel(ana, documentId, label['internal']!)).rejects.toMatchObject({
      code: 'documents.reason_missing',
    });
    const asked = await relabel(ana, documentId, label['internal']!, 'Plazo de reserva cumplido');
    expect(asked).toMatchObject({ state: 'requested', kind: 'lower' });
    expect(await statusOf(bea.get(`/documents/${documentId}`))).toBe(404);
    const decide = (client: ApiClient) =>
      client.post<Request>(`/reclassifications/${asked.id}/decision`, { decision: 'approve' });
    await expect(decide(ana)).rejects.toMatchObject({ code: 'documents.self_approval' });
    // Who may not read both labels is not told that there is a request.
    expect(await statusOf(decide(dora))).toBe(404);
    await expect(relabel(ana, documentId, label['confidential']!, 'otra vez')).rejects.toMatchObject({
      code: 'documents.reclassification_open',
    });
    await clear('dora', 3);
    const open = await dora.get<{ items: { id: string; reason: string }[] }>('/reclassifications?state=requested');
    expect(open.items).toMatchObject([{ id: asked.id, reason: 'Plazo de reserva cumplido' }]);
    expect(await decide(dora)).toMatchObject({ state: 'applied' });
    expect(await statusOf(decide(dora))).toBe(409);
    expect(await ask(bea, question)).toMatchObject({ outcome: 'answered', label: { rank: 0 } });
    // What was secret once has been in an answer that stays so.
    expect(await statusOf(bea.get(`/conversations/${told.conversationId}`))).toBe(404);
  });

  test('takes what was attached along, and nothing attached goes below what carries it', async () => {
    const parent = (await put(bea, 'correo.eml', mail)).documentId;
    const [child] = (await bea.get<{ attachments: { id: string }[] }>(`/documents/${parent}`)).attachments;
    await relabel(ana, parent, label['confidential']!);
    expect(await ana.get<Doc>(`/documents/${child!.id}`)).toMatchObject({ label: { rank: 1 } });
    expect(await statusOf(bea.get(`/documents/${child!.id}`))).toBe(404);
    const asked = await relabel(ana, child!.id, label['internal']!, 'suelto');
    await expect(dora.post(`/reclassifications/${asked.id}/decision`, { decision: 'approve' })).rejects.toMatchObject({
      code: 'documents.below_parent',
    });
    expect(await ana.get<Doc>(`/documents/${child!.id}`)).toMatchObject({ label: { rank: 1 } });
  });
});

describe('the officer', () => {
  test('is told why, rule by rule, and it is in the log', async () => {
    const documentId = (await put(ana, 'pleito.txt', 'El pleito sigma va bien.', label['legal']!.id)).documentId;
    type Rule = { rule: string; isMet: boolean };
    const explain = (person: keyof typeof ids, id = documentId) =>
      ana.get<{ isAllowed: boolean; rules: Rule[] }>(`/access-explanations?personId=${ids[person]}&documentId=${id}`);
    const broken = ({ rules }: { rules: Rule[] }) => rules.filter(({ isMet }) => !isMet).map(({ rule }) => rule);
    expect(await explain('ana')).toMatchObject({ isAllowed: true });
    expect(broken(await explain('bea'))).toEqual(['level', 'compartments']);
    expect(broken(await explain('dora'))).toEqual(['compartments']);
    await bea.remove(`/spaces/${spaceId}/members/${ids.bea}`);
    expect(broken(await explain('bea'))).toEqual(['membership', 'role', 'level', 'compartments']);
    expect(broken(await explain('bea', newId()))).toEqual(['document']);
    expect(await statusOf(dora.get(`/access-explanations?personId=${ids.bea}&documentId=${documentId}`))).toBe(403);
    const inSpace = (person: keyof typeof ids) =>
      ana.get<{ isAllowed: boolean; rules: Rule[] }>(`/access-explanations?personId=${ids[person]}&spaceId=${spaceId}`);
    expect(await inSpace('dora')).toMatchObject({ isAllowed: true, documentId: null, label: null });
    expect(broken(await inSpace('bea'))).toEqual(['membership', 'role']);
    expect(broken(await inSpace('carlos'))).toEqual([]);
    expect(await statusOf(ana.get(`/access-explanations?personId=${ids.bea}`))).toBe(400);
    expect(
      await statusOf(ana.get(`/access-explanations?personId=${ids.bea}&documentId=${documentId}&spaceId=${spaceId}`)),
    ).toBe(400);
  });

  test('changes the set as long as nothing is lost', async () => {
    type Set = {
      version: number;
      levels: { id: string }[];
      compartments: { id: string }[];
      groups: object[];
      rules: object[];
      baselineLevelId: string;
    };
    const set = await ana.get<Set>('/label-set');
    const change = (changed: Partial<Set>) =>
      ana.send('PUT', '/label-set', {
        headers: { 'content-type': 'application/json', 'if-match': `"v${set.version}"` },
        body: JSON.stringify({ ...set, ...changed, labels: undefined, shipped: undefined }),
      });
    await expect(change({ compartments: set.compartments.slice(1) })).rejects.toMatchObject({ code: 'labels.in_use' });
    await expect(change({ levels: set.levels.slice(0, 3) })).rejects.toMatchObject({ code: 'labels.in_use' });
    await expect(change({ levels: [set.levels[1]!, set.levels[0]!, ...set.levels.slice(2)] })).rejects.toMatchObject({
      code: 'labels.level_order',
    });
    const rule = { id: newId(), compartmentIds: [legal], minimumLevelId: levelId(3) };
    await expect(change({ rules: [...set.rules, rule] })).rejects.toMatchObject({ code: 'labels.rule_broken' });
    await expect(ana.put('/label-set/choice', { code: 'spain' })).rejects.toMatchObject({ code: 'labels.set_in_use' });
    await expect(makeLabel(1, [legal, hr])).rejects.toMatchObject({ code: 'labels.invalid_combination' });
    expect(await statusOf(dora.get('/label-set'))).toBe(403);
    expect(await statusOf(dora.put(`/clearances/${ids.dora}`, { levelId: levelId(3) }))).toBe(403);
  });

  test('an answer joins only what may be read together', async () => {
    await clear('dora', 1, [legal, hr]);
    await put(ana, 'unión.txt', 'El convenio theta se firmó en Jurídico.', label['legal']!.id);
    await put(ana, 'unión-2.txt', 'El convenio theta se firmó en Personal.', label['hr']!.id);
    const apart = await ask(dora, '¿Dónde se firmó el convenio theta?');
    expect(apart.outcome).toBe('answered');
    expect(['CONFIDENCIAL//JURÍDICO', 'CONFIDENCIAL//PERSONAL']).toContain(apart.label.text);
    const whole = await ask(ana, '¿Dónde se firmó el convenio theta?');
    expect(whole.label.text).toBe('SECRETO//JURÍDICO/PERSONAL');
  });

  test('keeps the history of a clearance', async () => {
    const { items } = await ana.get<{ items: { levelId: string; grantedByName: string }[] }>(
      `/clearances/${ids.carlos}/history`,
    );
    expect(items.map(({ levelId: given }) => levels.find(({ id }) => id === given)?.rank ?? null)).toEqual([
      0,
      null,
      0,
      1,
    ]);
    expect(items[0]!.grantedByName).toBe('Ana Ruiz');
  });
});
