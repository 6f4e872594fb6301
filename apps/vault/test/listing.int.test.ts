import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

type Line = { kind: string; rows?: unknown[][]; [name: string]: unknown };
type Listing = { start: Line; end: Line | undefined; rows: Record<string, unknown>[]; lines: Line[] };

let vault: VaultFixture;
let spaceId: string;

beforeAll(async () => {
  vault = await startTestVault();
  spaceId = (await vault.admin.post<{ id: string }>('/spaces', { name: 'Lista' })).id;
  const { admin } = vault;
  await admin.upload(spaceId, 'obra/actas/acta 1.txt', new Blob(['Se reanudan los trabajos el lunes.']));
  await admin.upload(spaceId, 'obra/plano.txt', new Blob(['La cota del eje es de 412 metros.']));
  await admin.upload(spaceId, 'roto.pdf', new Blob(['%PDF-1.7\n1 0 obj roto']));
  await readAll(admin, spaceId);
});
afterAll(async () => {
  await vault?.close();
});

async function list(client = vault.admin, since?: string): Promise<Listing> {
  const query = since ? `?since=${encodeURIComponent(since)}` : '';
  const response = await client.send('GET', `/spaces/${spaceId}/documents/rows${query}`);
  const lines = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const columns = lines[0]!['columns'] as string[];
  const rows = lines
    .flatMap((line) => line.rows ?? [])
    .map((row) => Object.fromEntries(row.map((value, i) => [columns[i]!, value])));
  return { start: lines[0]!, end: lines.find(({ kind }) => kind === 'end'), rows, lines };
}

test('the list has every document with its opened name, folder, state and who brought it', async () => {
  const { start, end, rows, lines } = await list();
  expect(start).toMatchObject({ total: 3, whole: true });
  expect(end).toMatchObject({ sent: 3, cut: false });
  expect(rows.map((row) => row['fileName']).sort()).toEqual(['acta 1.txt', 'plano.txt', 'roto.pdf']);
  const folders = new Map(lines.flatMap((line) => (line['folders'] ?? []) as [string, string][]));
  const acta = rows.find((row) => row['fileName'] === 'acta 1.txt')!;
  expect(folders.get(acta['folderId'] as string)).toBe('obra/actas');
  expect(acta).toMatchObject({ state: 'ready', unreadParts: 0, ocrParts: 0, version: 1 });
  expect(rows.find((row) => row['fileName'] === 'roto.pdf')).toMatchObject({ state: 'failed' });
  const people = new Map(lines.flatMap((line) => (line['people'] ?? []) as [string, string][]));
  expect(people.get(acta['createdBy'] as string)).toBe('Ana Ruiz');
});

test('pages come newest first, by state and format as well, each document once', async () => {
  type Page = { items: { fileName: string }[]; nextCursor: string | null };
  const namesOf = async (query: string) => {
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const more = cursor ? `&cursor=${cursor}` : '';
      const page: Page = await vault.admin.get(`/spaces/${spaceId}/documents?limit=1${query}${more}`);
      names.push(...page.items.map(({ fileName }) => fileName));
      cursor = page.nextCursor;
    }
    return names;
  };
  expect(await namesOf('')).toEqual(['roto.pdf', 'plano.txt', 'acta 1.txt']);
  expect(await namesOf('&state=ready')).toEqual(['plano.txt', 'acta 1.txt']);
  expect(await namesOf('&state=failed')).toEqual(['roto.pdf']);
  expect(await namesOf('&format=text')).toEqual(['plano.txt', 'acta 1.txt']);
  expect(await namesOf('&state=failed&format=text')).toEqual([]);
});

test('a list since an earlier one has what changed after it and nothing else', async () => {
  const { start } = await list();
  // The list reaches some seconds back, for what was written but not yet committed.
  const later = new Date(Date.parse(start['at'] as string) + 5_000).toISOString();
  expect((await list(vault.admin, later)).rows).toEqual([]);
  await vault.admin.upload(spaceId, 'nuevo.txt', new Blob(['La fianza es de mil euros.']));
  await readAll(vault.admin, spaceId);
  const changed = await list(vault.admin, later);
  expect(changed.start).toMatchObject({ total: 4, whole: false });
  expect(changed.rows.map((row) => [row['fileName'], row['state']])).toEqual([['nuevo.txt', 'ready']]);
});

test('the overview counts what is there, and the counts name the space', async () => {
  const overview = await vault.admin.get<{ documents: number; states: Record<string, number> }>(
    `/spaces/${spaceId}/overview`,
  );
  expect(overview).toMatchObject({ documents: 4, states: { ready: 3, failed: 1 } });
  const { items } = await vault.admin.get<{ items: object[] }>('/documents/counts');
  expect(items).toEqual([{ spaceId, documents: 4, waiting: 0, failed: 1 }]);
});

test('whoever is not a member sees neither list nor figures', async () => {
  const { client } = await vault.invite('fuera@example.org');
  await expect(client.send('GET', `/spaces/${spaceId}/documents/rows`)).rejects.toMatchObject({ status: 404 });
  await expect(client.get(`/spaces/${spaceId}/overview`)).rejects.toMatchObject({ status: 404 });
  expect(await client.get('/documents/counts')).toEqual({ items: [] });
});

test('an owner finds colleagues by part of their name, and only those who are not in yet', async () => {
  const { personId, client } = await vault.invite('lucia.paredes@example.org');
  const search = async (q: string) =>
    (await vault.admin.get<{ items: { personId: string }[] }>(`/spaces/${spaceId}/candidates?q=${q}`)).items;
  expect((await search('paredes LUC%C3%8DA')).map((found) => found.personId)).toEqual([personId]);
  expect(await search('nadie')).toEqual([]);
  await vault.admin.post(`/spaces/${spaceId}/members`, { personId, role: 'analyst' });
  expect(await search('paredes')).toEqual([]);
  await expect(client.get(`/spaces/${spaceId}/candidates?q=a`)).rejects.toMatchObject({ status: 403 });
});
