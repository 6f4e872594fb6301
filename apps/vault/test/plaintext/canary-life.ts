import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '@nexus/kernel';
import { expect } from 'vitest';
import { type ApiClient, createApiClient, obtainToken } from '../../src/cli/api-client.ts';
import { longPdf, mail } from '../hostile-files.ts';
import type { Label, Level, Request } from '../label-fixture.ts';
import { readAll, setUp, signIn } from '../vault-fixture.ts';
import { spawnVault, type VaultProcess } from '../vault-process.ts';
import { canaries, neverKept } from './canaries.ts';
import { wordFile } from './small-files.ts';

export type Home = {
  /** All that the server writes: its data, what it puts in the folder for temporary files, its backups. */
  written: string;
  /** What people put there for it to read. */
  inbox: string;
};

const administrator = 'ana@example.org';

/** Puts a word into every place that takes one, lets the server work on it and back it up, and ends it as a power cut does. */
export async function liveWithCanaries({ written, inbox }: Home, env: Record<string, string> = {}): Promise<void> {
  const folders = { data: join(written, 'data'), tmp: join(written, 'tmp'), backups: join(written, 'backups') };
  const watched = join(inbox, canaries.watchedFolder);
  const copies = join(folders.backups, 'to');
  for (const folder of [...Object.values(folders), watched, copies]) await mkdir(folder, { recursive: true });
  await writeFile(join(watched, 'aviso.txt'), `El aviso ${canaries.watchedText} llegó el lunes.`);
  const server = await spawnVault(folders.data, {
    TMPDIR: folders.tmp,
    NEXUS_WATCH_ROOTS: inbox,
    NEXUS_BACKUP_ROOTS: folders.backups,
    ...env,
  });
  try {
    const client = await setUp(server, administrator);
    const { id: spaceId } = await client.post<{ id: string }>('/spaces', { name: `Expediente ${canaries.spaceName}` });
    const documentId = await bringDocuments(client, spaceId, watched);
    await ask(client, spaceId);
    await decide(client, server, spaceId, documentId);
    await backUp(client, documentId, copies);
  } finally {
    await cutPower(server, folders.data);
  }
}

/** Server and database at once, so that nothing is tidied up; when they are gone, the disk stands still. */
async function cutPower(server: VaultProcess, dataDir: string): Promise<void> {
  const [pid] = (await readFile(join(dataDir, 'postgres/18/postmaster.pid'), 'utf8')).split('\n').map(Number);
  await server.kill();
  process.kill(pid!, 'SIGKILL');
  await until(async () => !isRunning(pid!));
  // Its children notice within a moment.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

async function bringDocuments(client: ApiClient, spaceId: string, watched: string): Promise<string> {
  const upload = (path: string, content: string | Uint8Array<ArrayBuffer>) =>
    client.upload(spaceId, path, new Blob([content]));
  const name = `${canaries.folderName}/${canaries.fileName}.txt`;
  const { documentId } = await upload(
    name,
    `La fianza ${canaries.text} asciende a 4.200 euros. Su nombre es ${canaries.accented}.`,
  );
  // More than a few pages are indexed by a thread, and several sealed chunks long.
  const line = (n: number) => `Partida ${n}: el material ${canaries.largeText} cuesta ${n} euros la unidad.\n\n`;
  await upload('grande.txt', Array.from({ length: 3_000 }, (_, n) => line(n)).join(''));
  await upload('carta.docx', wordFile(`La carta ${canaries.word} se envió en mayo.`));
  await upload(
    'plano.pdf',
    longPdf(2, (page) => `El plano ${canaries.pdf} tiene la hoja ${page}.`),
  );
  await upload('tabla.csv', `${canaries.column};importe\n${canaries.cell};12\notra;13\n`);
  const attachment = {
    name: `${canaries.attachmentName}.txt`,
    type: 'text/plain',
    content: `Adjunto ${canaries.attachment}.`,
  };
  await upload(
    'correo.eml',
    mail(canaries.mailSubject, `El correo ${canaries.mailText} va con adjunto.`, [attachment]),
  );
  await upload(`${canaries.broken}.pdf`, '%PDF-1.7\nno es un PDF');
  await client.post(`/spaces/${spaceId}/watched-folders`, { path: watched });
  const piece = `Una pieza ${canaries.inFlight} que no llega entera. `.repeat(3_000);
  const begun = { path: `${canaries.inFlightName}.txt`, sizeBytes: 2 * piece.length };
  const { id } = await client.post<{ id: string }>(`/spaces/${spaceId}/uploads`, begun);
  const headers = { 'content-type': 'application/octet-stream' };
  await client.send('PATCH', `/uploads/${id}?offset=0`, { headers, body: piece });
  // Six that can be read, one that lay in the watched folder, and the attachment, which is a document of its own.
  await until(async () => (await readAll(client, spaceId, patienceMs))['ready'] === 8);
  return documentId;
}

async function ask(client: ApiClient, spaceId: string): Promise<void> {
  const asked = await client.post<{ id: string; outcome: string; conversationId: string }>('/questions', {
    text: `¿A cuánto asciende la fianza ${canaries.text} ${canaries.question}?`,
    spaceIds: [spaceId],
  });
  expect(asked.outcome).toBe('answered');
  await client.post('/questions', { text: `¿Dónde está la llave ${canaries.unanswered}?` });
  const headers = (await client.send('GET', `/conversations/${asked.conversationId}`)).headers;
  await client.patch(`/conversations/${asked.conversationId}`, { title: canaries.title }, headers.get('etag') ?? '*');
  await client.put(`/questions/${asked.id}/feedback`, { verdict: 'incomplete', note: `Falta ${canaries.note}` });
  await client.send('GET', `/questions/${asked.id}/export?format=docx`);
  await client.post('/search', { text: `fianza ${neverKept.search}` });
  await client.post('/saved-searches', { text: `fianza ${canaries.savedSearch}`, watched: true });
}

/** What officers and owners write: names, reasons, and what lets people in. */
async function decide(client: ApiClient, server: VaultProcess, spaceId: string, documentId: string): Promise<void> {
  const send = (method: string, path: string, body: object, match: string) =>
    client
      .send(method, path, {
        headers: { 'content-type': 'application/json', 'if-match': match },
        body: JSON.stringify(body),
      })
      .then((response) => response.json());
  type LabelSet = { version: number; levels: Level[]; baselineLevelId: string };
  const { version, ...set } = await client.get<LabelSet>('/label-set');
  const compartment = { id: newId(), text: { es: canaries.compartment, en: canaries.compartment }, mark: 'CAN' };
  await send('PUT', '/label-set', { ...set, compartments: [compartment], groups: [], rules: [] }, `"v${version}"`);
  const makeLabel = (rank: number) => client.post<Label>('/labels', { levelId: set.levels[rank]!.id });
  const [low, high] = [await makeLabel(0), await makeLabel(1)];

  const email = `${canaries.email}@example.org`;
  const invited = await client.post<{ person: { id: string }; invitation: { token: string } }>('/people', {
    name: `Bea ${canaries.personName}`,
    email,
  });
  const password = `${neverKept.password} violeta 47 balcones`;
  const accept = { token: invited.invitation.token, password };
  const secret = await obtainToken(server.url, '/invitations/accept', accept, canaries.tokenName);
  const other = createApiClient(server.url, { token: secret });
  await send('PUT', `/clearances/${invited.person.id}`, { levelId: set.levels[1]!.id }, '*');
  await client.post(`/spaces/${spaceId}/members`, { personId: invited.person.id, role: 'owner' });
  await client.post(`/documents/${documentId}/label`, { labelId: high.id, reason: 'Sube' });
  const lowering = await other.post<Request>(`/documents/${documentId}/label`, {
    labelId: low.id,
    reason: `Baja por ${canaries.loweringReason}`,
  });
  const decision = { decision: 'approve', note: `Conforme, ${canaries.loweringNote}` };
  await client.post(`/reclassifications/${lowering.id}/decision`, decision);

  const signedIn = await signIn(server.url, administrator);
  await signedIn.put(`/keys/holds/${spaceId}`, { reason: `Pleito ${canaries.holdReason}` });
  const { id: doomed } = await client.post<{ id: string }>('/spaces', { name: 'Otro' });
  await signedIn.post('/keys/erasures', { spaceId: doomed, reason: `Fin del encargo ${canaries.erasureReason}` });
  const settings = {
    name: canaries.directoryName,
    newcomers: 'refuse',
    linkByEmail: false,
    secondStep: 'ours',
    url: 'ldaps://127.0.0.1:1636',
    startTls: false,
    authority: null,
    bindDn: 'cn=lector,dc=example',
    bindPassword: canaries.directoryPassword,
    base: 'dc=example',
    filter: '(objectClass=inetOrgPerson)',
    loginAttribute: 'uid',
    idAttribute: 'entryUUID',
    nameAttribute: 'cn',
    emailAttribute: 'mail',
    groupBase: 'ou=groups,dc=example',
    nestedGroups: 'none',
    groupRules: [],
  };
  await signedIn.post('/sign-in-sources', { isOn: false, source: { kind: 'directory', settings } });
}

async function backUp(client: ApiClient, documentId: string, folder: string): Promise<void> {
  await client.post('/backups/drill-questions', { text: `¿Qué fianza ${canaries.drillQuestion}?`, documentId });
  const place = { kind: 'folder', path: folder };
  await client.post('/backups/targets', { place, settings: { lossSeconds: 5 } });
  type Targets = { targets: { generations: object[]; shippedUntil: string | null }[] };
  const target = async () => (await client.get<Targets>('/backups')).targets[0]!;
  await until(async () => (await target()).generations.length === 1);
  // The log of what comes after the backup goes there too.
  const before = Date.now();
  await client.post('/questions', { text: `¿Y la fianza ${canaries.question}?` });
  await until(async () => Date.parse((await target()).shippedUntil ?? '') > before);
}

const patienceMs = 200_000;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + patienceMs; !(await isSo()); ) {
    if (Date.now() > deadline) throw new Error('it took too long');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
