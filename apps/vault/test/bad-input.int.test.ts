import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { samplesFolder } from '@nexus/samples';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../src/cli/api-client.ts';
import { encryptedOffice, encryptedPdf, zipBomb } from './hostile-files.ts';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

type Document = {
  id: string;
  fileName: string;
  state: string;
  reason: { code: string; es: string; en: string } | null;
};

let vault: VaultFixture;
let admin: ApiClient;
let spaceId: string;

beforeAll(async () => {
  vault = await startTestVault({ NEXUS_MAX_FILE_MB: '8' });
  admin = vault.admin;
  spaceId = (await admin.post<{ id: string }>('/spaces', { name: 'Entrada hostil' })).id;
});
afterAll(() => vault?.close());

const bytes = (...values: number[]) => new Uint8Array(values);
const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));

/** The first half of a sample file, as a broken download leaves it. */
function half(path: string): Uint8Array<ArrayBuffer> {
  const whole = readFileSync(join(samplesFolder, path));
  return new Uint8Array(whole.subarray(0, Math.floor(whole.length / 2)));
}

describe('files that cannot be read end in a state with a reason, and the queue goes on', () => {
  const contentTypes =
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>';
  const cases: [string, Blob, string[]][] = [
    ['vacio.pdf', new Blob([]), ['empty']],
    ['programa.txt', new Blob([bytes(0x7f, 0x45, 0x4c, 0x46), random(4_000)]), ['unsupported']],
    [
      'cortado.pdf',
      new Blob(['%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pag']),
      ['broken', 'no_text'],
    ],
    ['clave.pdf', new Blob([encryptedPdf()]), ['encrypted']],
    ['clave.docx', new Blob([encryptedOffice()]), ['encrypted']],
    ['clave.xlsx', new Blob([encryptedOffice(), bytes(1)]), ['encrypted']],
    ['a-medias.docx', new Blob([half('contrato/contrato-2024-17.docx')]), ['broken']],
    ['a-medias.xlsx', new Blob([half('economico/presupuesto.xlsx')]), ['broken']],
    [
      'imagen.pdf',
      new Blob([bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), random(300)]),
      ['broken', 'too_large'],
    ],
    ['roto.docx', new Blob([bytes(0x50, 0x4b, 3, 4), random(2_000)]), ['broken', 'unsupported']],
    ['bomba.docx', new Blob([zipBomb('word/document.xml')]), ['bomb', 'broken', 'unsupported']],
    ['sin-texto.html', new Blob(['<html><body><script>alert(1)</script></body></html>']), ['no_text']],
    ['tipos.xlsx', new Blob([contentTypes]), ['no_text', 'broken', 'unsupported']],
  ];

  test('each reason is the expected one, with words in both languages', { timeout: 300_000 }, async () => {
    for (const [name, blob] of cases) await admin.upload(spaceId, name, blob);
    await admin.upload(spaceId, 'bueno.txt', new Blob(['La partida de señalización asciende a 12.400 euros.']));
    const counts = await readAll(admin, spaceId, 280_000);
    expect(counts['ready']! + counts['failed']!).toBe(cases.length + 1);

    const { items } = await admin.get<{ items: Document[] }>(`/spaces/${spaceId}/documents?limit=200`);
    const stateOf = new Map(items.map((document) => [document.fileName, document]));
    for (const [name, , reasons] of cases) {
      const document = stateOf.get(name);
      const code = document?.reason?.code ?? document?.state ?? 'missing';
      expect({ name, reason: reasons.includes(code) ? 'expected' : code }).toEqual({ name, reason: 'expected' });
      expect(document?.reason?.es.length).toBeGreaterThan(10);
      expect(document?.reason?.en.length).toBeGreaterThan(10);
    }
    expect(stateOf.get('vacio.pdf')?.state).toBe('failed');
    expect(stateOf.get('programa.txt')?.state).toBe('failed');
    expect(stateOf.get('bueno.txt')?.state).toBe('ready');
  });

  test('encodings, directions and injected text are read as what they are', { timeout: 300_000 }, async () => {
    const utf16 = Buffer.from('\ufeffLa cuantía del aval quirúrgico es de 900 euros.', 'utf16le');
    const latin1 = Buffer.from('La señal del depósito ñandú es de 77 euros.', 'latin1');
    await admin.upload(spaceId, 'utf16.txt', new Blob([new Uint8Array(utf16)]));
    const broken = Buffer.concat([
      Buffer.from('El peritaje zafiro'),
      bytes(0xff, 0xc3),
      Buffer.from(' dura 41 días según la dirección técnica.'),
    ]);
    await admin.upload(spaceId, 'roto-utf8.txt', new Blob([new Uint8Array(broken)]));
    await admin.upload(spaceId, 'latin1.txt', new Blob([new Uint8Array(latin1)]));
    await admin.upload(spaceId, 'derecha.txt', new Blob(['العقد 2024/99 موقع في مدريد']));
    await admin.upload(
      spaceId,
      'ordenes.txt',
      new Blob(["'); drop table passages; -- <script>alert(1)</script> $(reboot) la clave zulú es 4711"]),
    );
    await readAll(admin, spaceId);
    type Found = { hits: { text: string; fileName: string }[] };
    const text = async (words: string) =>
      (await admin.post<Found>('/search', { text: words })).hits.map((hit) => hit.text).join('\n');
    expect(await text('aval quirúrgico')).toContain('La cuantía del aval quirúrgico es de 900 euros.');
    expect(await text('depósito ñandú')).toContain('La señal del depósito ñandú es de 77 euros.');
    expect(await text('peritaje zafiro')).toContain('dura 41 días');
    expect(await text('2024/99')).toContain('العقد');
    expect(await text('clave zulú')).toContain("'); drop table passages; -- <script>alert(1)</script>");
  });
});

describe('requests that cannot be served lose nothing', () => {
  test('hostile file names are refused with a reason, or kept as names and nothing else', async () => {
    for (const path of ['../../etc/passwd', 'a/../../b.txt', 'in\u202evoice.txt']) {
      await expect(admin.upload(spaceId, path, new Blob(['x']))).rejects.toMatchObject({
        status: 400,
        code: 'documents.invalid_path',
      });
    }
    const odd = `<img src=x onerror=alert(1)>'; drop table documents; --.txt`.replaceAll('/', '');
    await admin.upload(spaceId, odd, new Blob(['El canon sideral es de 5 euros.']));
    await readAll(admin, spaceId);
    const { items } = await admin.get<{ items: Document[] }>(`/spaces/${spaceId}/documents`);
    expect(items.map((document) => document.fileName)).toContain(odd);
  });

  test('a file over the limit is refused and leaves nothing', async () => {
    const before = await admin.get<Record<string, number>>(`/spaces/${spaceId}/ingest`);
    await expect(
      admin.upload(spaceId, 'grande.bin', new Blob([random(65_536), new Uint8Array(9 * 1024 * 1024)])),
    ).rejects.toMatchObject({ status: 413 });
    expect(await admin.get(`/spaces/${spaceId}/ingest`)).toEqual(before);
  });

  test('an upload that is cut half-way leaves nothing', async () => {
    const before = await admin.get<Record<string, number>>(`/spaces/${spaceId}/ingest`);
    const { port } = new URL(vault.running.url);
    const cut = request({
      port,
      method: 'POST',
      path: `/api/v1/spaces/${spaceId}/documents`,
      headers: {
        host: 'localhost',
        authorization: `Bearer ${vault.adminToken}`,
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': 1_000_000,
      },
    });
    cut.on('error', () => {});
    cut.write('--x\r\nContent-Disposition: form-data; name="file"; filename="medio.txt"\r\n\r\nla mitad de un fichero');
    await new Promise((resolve) => setTimeout(resolve, 300));
    cut.destroy();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await admin.get(`/spaces/${spaceId}/ingest`)).toEqual(before);
  });

  test('questions of nothing but stop words, of a megabyte, and of injected markup', async () => {
    await expect(admin.post('/questions', { text: '¿Qué es lo que hay de la?' })).rejects.toMatchObject({
      status: 400,
      code: 'answers.nothing_asked',
    });
    await expect(admin.post('/questions', { text: 'plazo '.repeat(180_000) })).rejects.toMatchObject({
      status: expect.toBeOneOf([400, 413]),
    });
    await expect(admin.post('/questions', { text: '' })).rejects.toMatchObject({ status: 400 });
    await expect(admin.post('/questions', { text: 'plazo', spaceIds: ['not-an-id'] })).rejects.toMatchObject({
      status: 400,
    });
    const answer = await admin.post<{ outcome: string }>('/questions', {
      text: `'; drop table passages; -- \u0000 <script>`,
    });
    expect(['answered', 'not_found']).toContain(answer.outcome);
    expect((await admin.post<{ hits: unknown[] }>('/search', { text: 'señalización' })).hits.length).toBeGreaterThan(0);
  });

  test('a document that is being read can be cancelled and read again', async () => {
    const text = Array.from(
      { length: 20_000 },
      (_, n) => `Línea ${n} del acta larguísima con su importe de ${n} euros.`,
    ).join('\n\n');
    const { documentId } = await admin.upload(spaceId, 'largo.txt', new Blob([text]));
    await admin.post(`/documents/${documentId}/cancel`);
    const stopped = await admin.get<Document>(`/documents/${documentId}`);
    expect(stopped).toMatchObject({ state: 'cancelled', reason: { code: 'cancelled' } });
    await readAll(admin, spaceId);
    await admin.post(`/documents/${documentId}/retry`);
    await readAll(admin, spaceId);
    expect(await admin.get<Document>(`/documents/${documentId}`)).toMatchObject({ state: 'ready' });
  });
});
