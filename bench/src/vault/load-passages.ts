import type { Tx } from '@nexus/db';
import { newId, type PersonActor } from '@nexus/kernel';
import { createAnalyzer, type Language } from '@nexus/search';
import { defaultLabelId } from '@nexus/spaces';
import { createApiClient, type RunningVault, type Vault } from '@nexus/vault';
import { sql } from 'kysely';
import type { PeerPassage } from '../peers/peer.ts';
import { readBaseText } from '../scale/base-text.ts';
import { expandText, passagesPerDocument } from '../scale/expand-text.ts';
import { createRandom } from '../scale/random.ts';

export type LoadTask = {
  data: string | null;
  passages: number;
  /** As many passages as documents make a long list. */
  passagesPerDocument?: number;
  /** The passages of one space lie under so many labels; one when not given. */
  labels?: number;
};

type Member = { actor: PersonActor; personId: string };

const job = 'bench.load';
const documentsAChange = 250;
const termsAPassage = 80;

/** Everything in one space that the administrator is a member of. Returns whom to ask as. */
export async function loadOneSpace(running: RunningVault, token: string, task: LoadTask): Promise<PersonActor> {
  const { vault } = running;
  const reader = await memberOf(running, token);
  const space = await newSpace(vault, reader, 'Todos los pasajes');
  const base = readBaseText(task.data);
  const cells = (await makeLabels(running, token, task.labels ?? 1)).map((labelId) => ({ ...space, labelId }));
  let documents: PeerPassage[][] = [];
  let changes = 0;
  const add = async () => {
    await addDocuments(vault, cells[changes % cells.length]!, documents, base.language);
    documents = [];
    changes += 1;
  };
  for (const document of inDocuments(passagesOf(task), task.passagesPerDocument)) {
    documents.push(document);
    if (documents.length === documentsAChange) await add();
  }
  if (documents.length > 0) await add();
  for (const cell of cells) await vault.retrieval.index.tidy(cell);
  return reader.actor;
}

/** The passages spread over many spaces, of which the administrator may read some, drawn at random. Returns whom to ask as. */
export async function loadSpaces(
  running: RunningVault,
  token: string,
  task: LoadTask & { all: number; readable: number },
): Promise<PersonActor> {
  const { vault } = running;
  const reader = await memberOf(running, token);
  const other = await vault.accounts.service.createLocalPerson({ name: 'Otra persona', kind: 'demo' });
  const random = createRandom(5);
  const mine = new Set<number>();
  while (mine.size < Math.min(task.readable, task.all)) mine.add(random.below(task.all));
  const { language } = readBaseText(task.data);
  const passagesASpace = Math.max(1, Math.round(task.passages / task.all));
  const source = passagesOf(task);
  const numbers = Array.from({ length: task.all }, (_, i) => i).values();
  const lane = async () => {
    for (const number of numbers) {
      const some = source.take(passagesASpace).toArray();
      const owner = mine.has(number) ? reader : { ...reader, personId: other.personId };
      const space = await newSpace(vault, owner, `Expediente ${number + 1}`);
      await addDocuments(vault, space, [...inDocuments(some.values())], language);
    }
  };
  await Promise.all(Array.from({ length: 4 }, lane));
  return reader.actor;
}

/** The default label, and as many more as are wanted, of compartments that the administrator is cleared for. */
async function makeLabels({ url }: RunningVault, token: string, count: number): Promise<string[]> {
  if (count === 1) return [defaultLabelId];
  const client = createApiClient(url, { token });
  const put = (path: string, body: object, match: string) =>
    client.send('PUT', path, {
      headers: { 'content-type': 'application/json', 'if-match': match },
      body: JSON.stringify(body),
    });
  type LabelSet = { version: number; levels: { id: string }[]; baselineLevelId: string };
  const { version, ...set } = await client.get<LabelSet>('/label-set');
  const compartments = Array.from({ length: count - 1 }, (_, i) => {
    const text = `Compartimento ${i + 1}`;
    return { id: newId(), text: { es: text, en: text }, mark: `C${i + 1}` };
  });
  await put('/label-set', { ...set, compartments, groups: [], rules: [] }, `"v${version}"`);
  const compartmentIds = compartments.map(({ id }) => id);
  const { id } = await client.get<{ id: string }>('/me');
  await put(`/clearances/${id}`, { levelId: set.levels.at(-1)!.id, compartmentIds }, '*');
  const labelIds = [defaultLabelId];
  for (const each of compartmentIds) {
    const body = { levelId: set.levels[0]!.id, compartmentIds: [each] };
    labelIds.push((await client.post<{ id: string }>('/labels', body)).id);
  }
  return labelIds;
}

async function memberOf({ url }: RunningVault, token: string): Promise<Member> {
  const { id: personId } = await createApiClient(url, { token }).get<{ id: string }>('/me');
  return { personId, actor: { kind: 'person', personId, sessionId: newId() } as PersonActor };
}

async function newSpace(vault: Vault, { personId }: Member, name: string) {
  const spaceId = await vault.spaces.service.createBySystem(job, { name, ownerId: personId });
  return { spaceId, labelId: defaultLabelId };
}

/** Documents as if the parsers had just read them: rows, sealed passages and index in one transaction, as `ingest` commits them. */
async function addDocuments(
  vault: Vault,
  cell: { spaceId: string; labelId: string },
  documents: readonly PeerPassage[][],
  language: Language,
): Promise<void> {
  const sealer = await vault.keyring.forSpace(cell.spaceId);
  const made = documents.map((passages) => {
    const [documentId, sourceId] = [newId(), newId()];
    const fileName = `${passages[0]!.title} ${documentId}.txt`;
    const source = {
      sourceId,
      documentId,
      title: passages[0]!.title,
      language,
      kind: 'text',
      day: null,
      folderId: null,
      passages: passages.map(({ text }) => ({ text, headings: [], anchors: [anchorOf(text)] })),
    };
    return {
      source,
      fileName: sealer.sealText({ kind: 'documents.file_name', objectId: documentId }, fileName),
      place: sealer.fingerprint('documents.place', fileName),
      content: sealer.fingerprint('documents.content', documentId),
    };
  });
  await vault.retrieval.index.change(
    job,
    cell,
    made.map(({ source }) => source),
    async (tx: Tx) => {
      const documentIds = made.map(({ source }) => source.documentId);
      const versionIds = made.map(({ source }) => source.sourceId);
      await sql`
      insert into documents (id, space_id, label_id, file_name, place_fingerprint, current_version_id)
      select id, ${cell.spaceId}::uuid, ${cell.labelId}::uuid, file_name, place, version_id
      from unnest(${documentIds}::uuid[], ${made.map(({ fileName }) => fileName)}::bytea[],
        ${made.map(({ place }) => place)}::bytea[], ${versionIds}::uuid[]) as made (id, file_name, place, version_id)`.execute(
        tx,
      );
      await sql`
      insert into document_versions (id, document_id, number, space_id, label_id, blob_id, size_bytes, content_fingerprint, state, format, language)
      select id, document_id, 1, ${cell.spaceId}::uuid, ${cell.labelId}::uuid, id, 1, content, 'ready', 'text', ${language}
      from unnest(${versionIds}::uuid[], ${documentIds}::uuid[],
        ${made.map(({ content }) => content)}::bytea[]) as made (id, document_id, content)`.execute(tx);
      await sql`
      insert into document_places (id, document_id, space_id, file_name, place_fingerprint)
      select id, id, space_id, file_name, place_fingerprint from documents where id = any(${documentIds}::uuid[])`.execute(
        tx,
      );
      return { accepted: new Set(versionIds), removed: [] };
    },
  );
}

function anchorOf(text: string) {
  return { start: 0, end: text.length, block: 0, blockStart: 0, blockEnd: text.length, place: { part: 1, line: 1 } };
}

/** An endless generator that `take` does not close. */
function passagesOf({ data, passages }: LoadTask): IteratorObject<PeerPassage> {
  const base = readBaseText(data);
  const source = expandText(base, createAnalyzer(), { passages: passages + 1_000, termsPerPassage: termsAPassage });
  return Iterator.from({ next: () => source.next() });
}

function* inDocuments(passages: Iterable<PeerPassage>, size = passagesPerDocument): Generator<PeerPassage[]> {
  let document: PeerPassage[] = [];
  for (const passage of passages) {
    document.push(passage);
    if (document.length < size) continue;
    yield document;
    document = [];
  }
  if (document.length > 0) yield document;
}
