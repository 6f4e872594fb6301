import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { samplesFolder } from '@nexus/samples';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../src/cli/api-client.ts';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

type Conversation = { id: string; spaceId: string | null; title: string; pinned: boolean; version: number };
type Answer = {
  id: string;
  conversationId: string;
  corrections: { from: string; to: string }[];
  scope: { spaceIds: string[] | null; filters: Record<string, unknown> | null };
  citations: { role: string; source: { quote: string; documentId: string } | null }[];
};

let vault: VaultFixture;
let admin: ApiClient;
let spaceId: string;

const ask = (text: string, more: object = {}) => admin.post<Answer>('/questions', { text, ...more });
const listed = async (query = '') => (await admin.get<{ items: Conversation[] }>(`/conversations${query}`)).items;
const exported = (client: ApiClient, questionId: string, query: string) =>
  client.send('GET', `/questions/${questionId}/export?${query}`);

beforeAll(async () => {
  vault = await startTestVault();
  admin = vault.admin;
  spaceId = (await admin.post<{ id: string }>('/spaces', { name: 'Puente del Arlón' })).id;
  const path = 'contrato/contrato-2024-17.docx';
  await admin.upload(spaceId, path, await openAsBlob(join(samplesFolder, path)));
  await readAll(admin, spaceId);
});
afterAll(() => vault?.close());

describe('a conversation', () => {
  test('knows its space and is pinned, renamed and unpinned, each in the log', async () => {
    const { conversationId: id } = await ask('¿Qué banco emitió el aval?', { spaceIds: [spaceId] });
    await ask('¿Qué banco emitió el aval?');
    expect((await listed()).map((one) => [one.spaceId, one.pinned])).toEqual([
      [null, false],
      [spaceId, false],
    ]);
    const pinned = await admin.patch<Conversation>(`/conversations/${id}`, { pinned: true }, '*');
    expect(pinned).toMatchObject({ id, pinned: true, title: '¿Qué banco emitió el aval?' });
    expect((await listed('?pinned=true')).map((one) => one.id)).toEqual([id]);
    expect((await listed('?pinned=false')).map((one) => one.id)).not.toContain(id);
    const changed = { title: 'El aval', pinned: false };
    expect(await admin.patch<Conversation>(`/conversations/${id}`, changed, '*')).toMatchObject(changed);
    await expect(admin.patch(`/conversations/${id}`, {}, '*')).rejects.toMatchObject({ status: 400 });

    await vault.running.vault.audit.sequencer.sequenceOnce();
    const { items } = await admin.get<{ items: { action: string }[] }>('/audit/entries?limit=200');
    const actions = items.map(({ action }) => action);
    expect(actions).toEqual(
      expect.arrayContaining(['conversation.pinned', 'conversation.unpinned', 'conversation.renamed']),
    );
  });

  test('keeps what was searched in place of mistyped words, and where', async () => {
    const filters = { kinds: ['docx'], from: '2024-01-01' };
    const answer = await ask('¿Qué vanco emitió el avall AV-2024-00391?', { spaceIds: [spaceId], filters });
    expect(answer.corrections.length).toBeGreaterThan(0);
    expect(answer.scope).toEqual({ spaceIds: [spaceId], filters });
    const kept = await admin.get<{ questions: Answer[] }>(`/conversations/${answer.conversationId}`);
    expect(kept.questions[0]).toMatchObject({ corrections: answer.corrections, scope: answer.scope });
  });

  test('is nobody else’s, nor are its exports', async () => {
    const { client: other } = await vault.invite('berta@example.org');
    const { id, conversationId } = await ask('¿Qué banco emitió el aval?', { spaceIds: [spaceId] });
    await expect(vault.anonymous.send('GET', `/questions/${id}/export?format=pdf`)).rejects.toMatchObject({
      status: 401,
    });
    await expect(exported(other, id, 'format=pdf')).rejects.toMatchObject({ status: 404 });
    await expect(other.patch(`/conversations/${conversationId}`, { pinned: true }, '*')).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe('an exported answer', () => {
  test('opens as PDF and as Word, with the quotation and its source', async () => {
    const answer = await ask('¿Qué banco emitió el aval AV-2024-00391?', { spaceIds: [spaceId] });
    const home = (await admin.post<{ id: string }>('/spaces', { name: 'Exportaciones' })).id;
    for (const format of ['pdf', 'docx']) {
      const response = await exported(admin, answer.id, `format=${format}&language=es&timeZone=Europe/Madrid`);
      expect(response.headers.get('content-disposition')).toContain('attachment');
      // The vault's own readers open what it wrote.
      const { documentId } = await admin.upload(home, `respuesta.${format}`, await response.blob());
      await readAll(admin, home);
      const { parts } = await admin.get<{ parts: { blocks: { text: string }[] }[] }>(`/documents/${documentId}/text`);
      const text = parts
        .flatMap(({ blocks }) => blocks.map((block) => block.text))
        .join(' ')
        .replace(/\s+/g, ' ');
      expect(text).toContain('¿Qué banco emitió el aval AV-2024-00391?');
      expect(text).toContain('Banco Ficticio del Sur');
      expect(text).toContain('contrato-2024-17.docx');
    }
  });

  test('is refused in a format or a time zone that does not exist', async () => {
    const { id } = await ask('¿Qué banco emitió el aval?', { spaceIds: [spaceId] });
    await expect(exported(admin, id, 'format=odt')).rejects.toMatchObject({ status: 400 });
    await expect(exported(admin, id, 'format=pdf&timeZone=Marte/Norte')).rejects.toMatchObject({ status: 400 });
  });

  test('holds nothing of a document that is gone, and says so', async () => {
    const doomed = (await admin.post<{ id: string }>('/spaces', { name: 'Efímero' })).id;
    const { documentId } = await admin.upload(
      doomed,
      'nota.txt',
      new Blob(['La contraseña del almacén es zarzamora.']),
    );
    await readAll(admin, doomed);
    const answer = await ask('¿Cuál es la contraseña del almacén?', { spaceIds: [doomed] });
    expect(answer.citations.some(({ source }) => source?.documentId === documentId)).toBe(true);
    await admin.remove(`/documents/${documentId}`);
    const home = (await admin.post<{ id: string }>('/spaces', { name: 'Copias' })).id;
    const file = await (await exported(admin, answer.id, 'format=docx')).blob();
    const copy = await admin.upload(home, 'respuesta.docx', file);
    await readAll(admin, home);
    const text = JSON.stringify(await admin.get(`/documents/${copy.documentId}/text`));
    expect(text).not.toContain('zarzamora');
    expect(text).toContain('Esta fuente se borró');
  });

  test('is in the log with its documents, without a word of them', async () => {
    const answer = await ask('¿Qué banco emitió el aval AV-2024-00391?', { spaceIds: [spaceId] });
    await exported(admin, answer.id, 'format=pdf');
    await vault.running.vault.audit.sequencer.sequenceOnce();
    const { items } = await admin.get<{ items: { action: string; objects: { kind: string; id: string }[] }[] }>(
      '/audit/entries?limit=50',
    );
    const entry = items.find(({ action }) => action === 'question.exported');
    expect(entry?.objects).toContainEqual({ kind: 'question', id: answer.id });
    expect(entry?.objects.some(({ kind }) => kind === 'document')).toBe(true);
    expect(JSON.stringify(items)).not.toMatch(/Ficticio|aval/i);
  });
});
