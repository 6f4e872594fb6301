import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

let vault: VaultFixture;
let spaceId: string;
/** Over several sealed chunks, so that a stretch can begin and end within them. */
const noise = randomBytes(150_000).toString('hex');
const original = Buffer.from(`El plazo de garantía es de veinticuatro meses.\n${noise}\n`);
let documentId: string;

beforeAll(async () => {
  vault = await startTestVault();
  spaceId = (await vault.admin.post<{ id: string }>('/spaces', { name: 'Originales' })).id;
  documentId = (await vault.admin.upload(spaceId, 'acta.txt', new Blob([original]))).documentId;
  await readAll(vault.admin, spaceId);
});
afterAll(() => vault?.close());

const content = (headers: Record<string, string> = {}, id = documentId) =>
  vault.admin.send('GET', `/documents/${id}/content`, { headers });
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

test('a stranger finds neither the file nor its digest', async () => {
  const { client } = await vault.invite('ajena@example.org');
  for (const path of ['content', 'digest'])
    await expect(client.get(`/documents/${documentId}/${path}`)).rejects.toMatchObject({ status: 404 });
});

test('a version of another document, and what is no version, are refused', async () => {
  const other = await vault.admin.upload(spaceId, 'otra.txt', new Blob(['La fianza es de 900 euros.']));
  for (const path of ['', '/text', '/content', '/digest']) {
    const of = (versionId: string) => vault.admin.get(`/documents/${documentId}${path}?versionId=${versionId}`);
    await expect(of(other.versionId)).rejects.toMatchObject({ status: 404 });
    await expect(of('none')).rejects.toMatchObject({ status: 400 });
  }
});

test.each([
  ['bytes=0-99', 0, 100],
  ['bytes=65500-65600', 65_500, 65_601],
  [`bytes=${original.length - 10}-`, original.length - 10, original.length],
  ['bytes=-7', original.length - 7, original.length],
  ['bytes=1000-99999999', 1_000, original.length],
])('%s is that stretch of the file', async (range, start, end) => {
  const response = await content({ range });
  expect(response.status).toBe(206);
  expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${original.length}`);
  expect((await bytesOf(response)).equals(original.subarray(start, end))).toBe(true);
});

test('without a range, or with one of another kind, the whole file comes', async () => {
  for (const headers of [{}, { range: 'lines=1-2' }, { range: 'bytes=0-1,5-9' }] as Record<string, string>[]) {
    const response = await content(headers);
    expect(response.status).toBe(200);
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect((await bytesOf(response)).equals(original)).toBe(true);
  }
});

test('bytes beyond the end are refused with 416', async () => {
  await expect(content({ range: `bytes=${original.length}-` })).rejects.toMatchObject({
    status: 416,
    code: 'documents.range_unsatisfiable',
  });
});

test('reading a file in pieces is one look in the log, a download another', async () => {
  const entries = async () => {
    const { items } = await vault.admin.get<{ items: { action: string; objects: { id: string }[] }[] }>(
      '/audit/entries?limit=200',
    );
    return items
      .filter(({ objects }) => objects.some(({ id }) => id === looked.documentId))
      .map(({ action }) => action);
  };
  const looked = await vault.admin.upload(spaceId, 'mirado.txt', new Blob(['El canon es de 40 euros.']));
  for (let at = 0; at < 5; at += 1) await content({ range: `bytes=${at}-${at + 3}` }, looked.documentId);
  await content({}, looked.documentId);
  await expect.poll(entries).toContain('document.downloaded');
  expect((await entries()).filter((action) => action === 'document.original_viewed')).toHaveLength(1);
});

test('the digest is that of the file as it came in', async () => {
  const { sha256 } = await vault.admin.get<{ sha256: string }>(`/documents/${documentId}/digest`);
  expect(sha256).toBe(createHash('sha256').update(original).digest('hex'));
});

test('an earlier version keeps its text and its file', async () => {
  const first = await vault.admin.upload(spaceId, 'pliego.txt', new Blob(['La multa es de 100 euros.']));
  await readAll(vault.admin, spaceId);
  await vault.admin.upload(spaceId, 'pliego.txt', new Blob(['La multa es de 250 euros.']));
  await readAll(vault.admin, spaceId);
  const textOf = async (query: string) => {
    const { parts } = await vault.admin.get<{ parts: { blocks: { text: string; number: number }[] }[] }>(
      `/documents/${first.documentId}/text${query}`,
    );
    return parts.flatMap(({ blocks }) => blocks.map(({ text, number }) => [number, text]));
  };
  expect(await textOf('')).toEqual([[0, 'La multa es de 250 euros.']]);
  expect(await textOf(`?versionId=${first.versionId}`)).toEqual([[0, 'La multa es de 100 euros.']]);
  const old = await vault.admin.send('GET', `/documents/${first.documentId}/content?versionId=${first.versionId}`);
  expect(await old.text()).toBe('La multa es de 100 euros.');
});

test('a citation names the very characters that the text has', async () => {
  const answer = await vault.admin.post<{
    citations: {
      source: { quote: string; documentId: string; places: Record<'part' | 'block' | 'start' | 'end', number>[] };
    }[];
  }>('/questions', { text: '¿Cuál es el plazo de garantía?' });
  const { source } = answer.citations.find((citation) => citation.source.documentId === documentId)!;
  const place = source.places[0]!;
  const { parts } = await vault.admin.get<{ parts: { blocks: { text: string; number: number }[] }[] }>(
    `/documents/${documentId}/text?fromPart=${place.part}&limit=1`,
  );
  const block = parts[0]!.blocks.find(({ number }) => number === place.block)!;
  expect(source.quote).toContain(block.text.slice(place.start, place.end));
  expect(block.text.slice(place.start, place.end)).toContain('veinticuatro meses');
});

test.each([
  ['pagina.html', '<html><body><script>alert(1)</script><p>El aval vence el 3 de mayo de 2026.</p></body></html>'],
  [
    'plano.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><text>Plano del colector norte</text></svg>',
  ],
  ['<img src=x onerror=alert(1)>.txt', 'El archivo dice que el depósito tiene 400 metros cúbicos.'],
  ['hoja.csv', "Partida;Importe\n=cmd|'/C calc'!A0;12\n<script>alert(1)</script>;13\n"],
])('%s never reaches a browser as anything that it could run', async (name, text) => {
  const { documentId: id } = await vault.admin.upload(spaceId, name, new Blob([text]));
  for (const range of [{}, { range: 'bytes=0-20' }] as Record<string, string>[]) {
    const { headers } = await content(range, id);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[^"]*"; filename\*=UTF-8''[\w%.!~-]+$/);
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});
