import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { samplesFolder } from '@nexus/samples';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../src/cli/api-client.ts';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

type Citation = {
  id: string;
  role: string;
  source: { documentId: string; fileName: string; quote: string; places: { part: number }[] } | null;
};
type Answer = {
  id: string;
  conversationId: string;
  outcome: string;
  lead: string;
  citations: Citation[];
  searchedText: string | null;
};
type Space = { id: string; name: string; role: string; version: number };
type Document = {
  id: string;
  state: string;
  fileName: string;
  folderPath: string;
  reason: { code: string } | null;
  version: number;
};

let vault: VaultFixture;
let admin: ApiClient;
let space: Space;

const sample = (path: string) => openAsBlob(join(samplesFolder, path));
const ask = (client: ApiClient, text: string, more: object = {}) =>
  client.post<Answer>('/questions', { text, ...more });
const documents = async (client: ApiClient) =>
  (await client.get<{ items: Document[] }>(`/spaces/${space.id}/documents`)).items;

beforeAll(async () => {
  vault = await startTestVault();
  admin = vault.admin;
  space = await admin.post<Space>('/spaces', { name: 'Puente del Arlón' });
});
afterAll(() => vault?.close());

describe('from an empty vault to a checked answer', () => {
  test('files go in and are read', async () => {
    for (const path of [
      'contrato/contrato-2024-17.docx',
      'economico/presupuesto.xlsx',
      'english/expert-report-tg-2291.pdf',
    ]) {
      expect(await admin.upload(space.id, path, await sample(path))).toMatchObject({ outcome: 'created' });
    }
    expect(await readAll(admin, space.id)).toMatchObject({ ready: 3, failed: 0 });
    const listed = await documents(admin);
    expect(listed.map((document) => `${document.folderPath}/${document.fileName}`).sort()).toEqual([
      'contrato/contrato-2024-17.docx',
      'economico/presupuesto.xlsx',
      'english/expert-report-tg-2291.pdf',
    ]);
  });

  test('a question is answered with quotations, their file and their exact place', async () => {
    const answer = await ask(admin, '¿Qué banco emitió el aval AV-2024-00391?');
    expect(answer).toMatchObject({ outcome: 'answered', lead: 'Los documentos dicen:' });
    const best = answer.citations.find(({ role }) => role === 'quote');
    expect(best?.source?.fileName).toBe('contrato-2024-17.docx');
    expect(best?.source?.quote).toContain('Banco Ficticio del Sur');
    expect(best?.source?.places[0]?.part).toBeGreaterThan(0);
    const opened = await admin.get<{ passage: string }>(`/questions/${answer.id}/citations/${best?.id}`);
    expect(opened.passage).toContain(best?.source?.quote);
  });

  test('an English question on a PDF gives rectangles to mark', async () => {
    const answer = await ask(admin, 'How far has pier P2 settled?');
    const best = answer.citations.find(({ role }) => role === 'quote')?.source as unknown as {
      quote: string;
      places: { rects: number[][] }[];
    };
    expect(best.quote).toContain('38 mm');
    expect(best.places[0]?.rects.length).toBeGreaterThan(0);
    for (const [x0, y0, x1, y1] of best.places.flatMap((place) => place.rects) as [number, number, number, number][]) {
      expect(0 <= x0 && x0 < x1 && x1 <= 1.01 && 0 <= y0 && y0 < y1 && y1 <= 1.01).toBe(true);
    }
  });

  test('a follow-up is understood in its conversation, and the conversation is kept', async () => {
    const first = await ask(admin, '¿Qué banco emitió el aval AV-2024-00391?');
    const second = await ask(admin, '¿Y por qué importe?', { conversationId: first.conversationId });
    expect(second.searchedText).toContain('AV-2024-00391');
    const kept = await admin.get<{ questions: Answer[] }>(`/conversations/${first.conversationId}`);
    expect(kept.questions.map((question) => question.citations.length)).toEqual([
      first.citations.length,
      second.citations.length,
    ]);
    expect(kept.questions[0]?.citations.map((citation) => citation.source)).toEqual(
      first.citations.map((citation) => citation.source),
    );
    await admin.put(`/questions/${first.id}/feedback`, { verdict: 'right' });
  });

  test('what the documents do not say is said not to be there', async () => {
    const answer = await ask(admin, '¿Cuál es la capital de Mongolia según el tratado de pesca?');
    expect(answer).toMatchObject({ outcome: 'not_found', lead: 'No encuentro respuesta en estos documentos.' });
    expect(answer.citations.every(({ role }) => role === 'nearest')).toBe(true);
  });

  test('the search box finds phrases, leaves out words, and filters', async () => {
    type Found = {
      hits: { fileName: string; text: string; marks: { start: number; end: number }[] }[];
      outcome: string;
    };
    const search = (text: string) => admin.post<Found>('/search', { text });
    const phrase = await search('"Banco Ficticio del Sur"');
    expect(phrase.hits.length).toBeGreaterThan(0);
    for (const hit of phrase.hits) expect(hit.text).toContain('Banco Ficticio del Sur');
    expect((await search('pilotes tipo:xlsx')).hits.map((hit) => hit.fileName)).toContain('presupuesto.xlsx');
    expect((await search('pilotes tipo:xlsx')).hits.every((hit) => hit.fileName === 'presupuesto.xlsx')).toBe(true);
    expect((await search('pilotes -pilotes')).hits).toEqual([]);
    expect((await search('pilotes carpeta:economico')).hits.every((hit) => hit.fileName === 'presupuesto.xlsx')).toBe(
      true,
    );
    expect((await search('pilotes carpeta:no-existe')).hits).toEqual([]);
    expect(await search('de la que')).toMatchObject({ outcome: 'stop_words_only', hits: [] });
  });

  test('every read and question is in the log, without a word of content', async () => {
    await vault.running.vault.audit.sequencer.sequenceOnce();
    const { items } = await admin.get<{ items: { action: string }[] }>('/audit/entries?limit=200');
    const actions = new Set(items.map((entry) => entry.action));
    for (const action of [
      'question.asked',
      'citation.opened',
      'document.uploaded',
      'document.ingested',
      'search.performed',
      'space.created',
    ]) {
      expect(actions).toContain(action);
    }
    expect(JSON.stringify(items)).not.toMatch(/aval|Ficticio|Arlón|presupuesto/i);
  });
});

describe('documents change', () => {
  test('the same bytes again are recognised; other bytes at the same place are the next version', async () => {
    const text = (body: string) => new Blob([body]);
    const first = await admin.upload(
      space.id,
      'notas/plazo.txt',
      text('El plazo de la garantía grunela es de doce meses.'),
    );
    expect(
      await admin.upload(space.id, 'notas/plazo.txt', text('El plazo de la garantía grunela es de doce meses.')),
    ).toMatchObject({
      outcome: 'duplicate',
      documentId: first.documentId,
    });
    await readAll(admin, space.id);
    expect((await ask(admin, '¿Cuál es el plazo de la garantía grunela?')).citations[0]?.source?.quote).toContain(
      'doce meses',
    );

    const second = await admin.upload(
      space.id,
      'notas/plazo.txt',
      text('El plazo de la garantía grunela es de treinta meses.'),
    );
    expect(second).toMatchObject({ outcome: 'version', documentId: first.documentId });
    await readAll(admin, space.id);
    const answer = await ask(admin, '¿Cuál es el plazo de la garantía grunela?');
    expect(JSON.stringify(answer.citations)).toContain('treinta meses');
    expect(JSON.stringify(answer.citations)).not.toContain('doce meses');
    expect(await admin.get<Document>(`/documents/${first.documentId}`)).toMatchObject({ version: 2, state: 'ready' });
  });

  test('deleting takes text, index entries and quotations along, at once', async () => {
    const { documentId } = await admin.upload(
      space.id,
      'secreto.txt',
      new Blob(['La contraseña de la caja es zafirobrillante.']),
    );
    await readAll(admin, space.id);
    const before = await ask(admin, '¿Cuál es la contraseña de la caja?');
    expect(before.outcome).toBe('answered');
    await admin.remove(`/documents/${documentId}`);
    const after = await ask(admin, '¿Cuál es la contraseña de la caja?');
    expect(JSON.stringify(after)).not.toContain('zafirobrillante');
    const kept = await admin.get<{ questions: Answer[] }>(`/conversations/${before.conversationId}`);
    expect(kept.questions[0]?.citations.filter(({ source }) => source?.documentId === documentId)).toEqual([]);
    expect((await admin.post<{ hits: unknown[] }>('/search', { text: 'zafirobrillante' })).hits).toEqual([]);
    await expect(admin.get(`/documents/${documentId}`)).rejects.toMatchObject({ status: 404 });
  });
});

describe('another person', () => {
  test('sees nothing of a space until made a member, and then as much as the role allows', async () => {
    const { client: eva, personId } = await vault.invite('eva@example.org');
    const [document] = await documents(admin);
    await expect(eva.get(`/spaces/${space.id}`)).rejects.toMatchObject({ status: 404 });
    await expect(eva.get(`/documents/${document?.id}`)).rejects.toMatchObject({ status: 404 });
    await expect(eva.upload(space.id, 'x.txt', new Blob(['x']))).rejects.toMatchObject({ status: 404 });
    expect((await ask(eva, '¿Qué banco emitió el aval AV-2024-00391?')).citations).toEqual([]);
    expect(await eva.post<{ hits: unknown[]; passagesSearched: number }>('/search', { text: 'aval' })).toMatchObject({
      hits: [],
      passagesSearched: 0,
    });

    await admin.post(`/spaces/${space.id}/members`, { personId, role: 'reader' });
    expect((await ask(eva, '¿Qué banco emitió el aval AV-2024-00391?')).outcome).toBe('answered');
    await expect(eva.upload(space.id, 'x.txt', new Blob(['x']))).rejects.toMatchObject({ status: 403 });
    await expect(eva.remove(`/documents/${document?.id}`)).rejects.toMatchObject({ status: 403 });
    await expect(eva.get('/audit/entries')).rejects.toMatchObject({ status: 403 });

    const answer = await ask(eva, '¿Qué banco emitió el aval AV-2024-00391?');
    await expect(admin.get(`/conversations/${answer.conversationId}`)).rejects.toMatchObject({ status: 404 });
    await admin.remove(`/spaces/${space.id}/members/${personId}`);
    const kept = await eva.get<{ questions: Answer[] }>(`/conversations/${answer.conversationId}`);
    expect(kept.questions[0]?.citations).toEqual([]);
  });

  test('the last owner cannot leave', async () => {
    const { id } = await admin.get<{ id: string }>('/me');
    await expect(admin.remove(`/spaces/${space.id}/members/${id}`)).rejects.toMatchObject({
      status: 409,
      code: 'spaces.last_owner',
    });
  });
});
