import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderBlobStore } from '@nexus/blobs';
import { generateKey } from '@nexus/crypto';
import type { Tx } from '@nexus/db';
import { newId, type PersonActor, silentLogger } from '@nexus/kernel';
import type { Parser } from '@nexus/parsing';
import type { Passage } from '@nexus/search';
import { createTestDatabase, type TestDatabase } from '@nexus/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeVault, type Vault, vaultConflicts, vaultMigrations } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';

const password = 'tortuga violeta 47 balcones';
const source = { ip: '192.0.2.1', network: '192.0.2.0/24', userAgent: 'test' };
const labelId = '00000000-0000-7000-8000-000000000001';

let db: TestDatabase;
let vault: Vault;
let folder: string;
let owner: PersonActor;
let spaceId: string;

/** Reads every file as one passage of text: these tests are about what happens around the reading. */
const textParser: Parser = {
  async *parse({ bytes }) {
    let text = '';
    for await (const chunk of bytes) text += Buffer.from(chunk).toString();
    yield { type: 'blocks', blocks: [{ kind: 'paragraph', text, place: { part: 1, line: 1 } }] };
    yield { type: 'done', metadata: { format: 'text', language: 'es', parts: 1 }, warnings: [] };
  },
  close: async () => {},
};

const passage = (text: string): Passage => ({
  text,
  headings: [],
  anchors: [{ start: 0, end: text.length, block: 0, blockStart: 0, blockEnd: text.length, place: { part: 1 } }],
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-guards-'));
  db = await createTestDatabase({ modules: vaultMigrations, conflicts: vaultConflicts });
  vault = await composeVault({
    config: readConfig({ NEXUS_DATA: folder, NEXUS_WATCH_ROOTS: join(folder, 'watched') }, '/'),
    database: db.database,
    rootKey: generateKey(),
    blobs: await createFolderBlobStore(join(folder, 'blobs')),
    jobs: { send: async () => {}, sendAll: async () => {} },
    queues: { countByQueue: async () => [], listFailed: async () => [], retry: async () => false },
    parser: textParser,
    logger: silentLogger,
  });
  const link = await vault.accounts.service.ensureSetupLink();
  const { session } = await vault.accounts.service.setUp(
    { token: link!.token, name: 'Ana', email: 'ana@example.org', password, locale: 'es', timeZone: 'UTC' },
    source,
  );
  owner = (await vault.accounts.sessionPort.authenticate(session.token, source))!.actor;
  spaceId = (await vault.spaces.service.create(owner, { name: 'Guardas' })).id;
});
afterAll(async () => {
  await db?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Everything that waits is read, in this process and now. */
async function readWaiting(): Promise<void> {
  const waiting = await db.asOwner("select id from document_versions where state in ('queued', 'reading')");
  for (const { id } of waiting as unknown as { id: string }[]) {
    await vault.documents.jobs.ingest.handle({ versionId: id }, new AbortController().signal);
  }
}

async function* bytesOf(text: string) {
  yield Buffer.from(text);
}

async function take(path: string, text: string): Promise<string> {
  const { documentId } = await vault.documents.upload({ actor: owner }, { spaceId, path, bytes: bytesOf(text) });
  await readWaiting();
  return documentId;
}

describe('the database decides, whatever the application forgets', () => {
  test('a person who is no member sees no row of any table with content', async () => {
    await take('fianza.txt', 'La fianza definitiva asciende a 93.000 euros.');
    const stranger: PersonActor = { kind: 'person', personId: newId(), sessionId: newId() };
    const tables = [
      'spaces',
      'space_members',
      'folders',
      'documents',
      'document_versions',
      'document_parts',
      'passages',
      'index_cells',
      'questions',
      'citations',
      'conversations',
    ];
    const countAs = (actor: PersonActor, table: string) =>
      db.database.withActor(actor, async (tx: Tx) => {
        const { rows } = await sql<{ count: bigint }>`select count(*) from ${sql.table(table)}`.execute(tx);
        return Number(rows[0]?.count);
      });
    for (const table of tables) expect({ table, rows: await countAs(stranger, table) }).toEqual({ table, rows: 0 });
    for (const table of ['spaces', 'documents', 'document_versions', 'passages', 'index_cells']) {
      expect(await countAs(owner, table)).toBeGreaterThan(0);
    }
  });

  test('a member may not write passages or the index, nor give rights in a space that is not theirs', async () => {
    const attempts = [
      sql`insert into passages values (${newId()}, 0, ${newId()}, ${spaceId}, ${labelId}, ${Buffer.from('x')})`,
      sql`update index_cells set version = version + 1`,
      sql`delete from passages`,
      sql`insert into space_members (space_id, person_id, role) values (${newId()}, ${owner.personId}, 'owner')`,
    ];
    for (const attempt of attempts) {
      await expect(db.database.withActor(owner, (tx: Tx) => attempt.execute(tx))).rejects.toThrow();
    }
  });

  test('no sealed column holds a word of content', async () => {
    const dump = await db.asOwner(
      `select convert_from(convert_to(string_agg(encode(content, 'escape'), ''), 'UTF8'), 'UTF8') as text from passages
       union all select string_agg(encode(file_name, 'escape'), '') from documents
       union all select string_agg(encode(name, 'escape'), '') from spaces`,
    );
    expect(JSON.stringify(dump)).not.toMatch(/fianza|Guardas/);
  });
});

describe('a document gets another label by a request that holds, and in no other way', () => {
  const higher = '00000000-0000-7000-8000-00000000aaaa';
  const insert = (kind: string, from: string, to: string, decidedBy: string | null, document: string) =>
    db.asOwner(
      `insert into reclassifications
         (id, document_id, space_id, from_label_id, to_label_id, kind, state, reason, requested_by, requested_at, decided_by, decided_at)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, 'x', $7, now(), $8::uuid, case when $8::uuid is null then null else now() end)`,
      [document, spaceId, from, to, kind, kind === 'raise' ? 'approved' : 'requested', owner.personId, decidedBy],
    );
  const labelOf = async (id: string) =>
    (await db.asOwner<{ label: string }>('select label_id as label from documents where id = $1', [id]))[0]?.label;

  beforeAll(async () => {
    await db.asOwner('insert into labels (id, level_id) select $1, id from label_levels where rank = 2', [higher]);
  });

  test('whoever writes to the database: the job, the owner of its tables', async () => {
    const document = await take('etiqueta.txt', 'La etiqueta no se toca.');
    const relabel = sql`update documents set label_id = ${higher} where id = ${document}`;
    await expect(db.database.withWorker('test', (tx: Tx) => relabel.execute(tx))).rejects.toThrow(/by a request/);
    await expect(db.database.withActor(owner, (tx: Tx) => relabel.execute(tx))).rejects.toThrow();
    await expect(
      db.asOwner('update documents set label_id = $1 where id = $2', [higher, document]),
    ).rejects.toMatchObject({ constraint: 'documents_label_by_request' });
    // Lowering that calls itself raising; raising that calls itself lowering; approved by who asked; begun as approved.
    await expect(insert('raise', higher, labelId, null, document)).rejects.toMatchObject({
      constraint: 'reclassifications_kind_is_true',
    });
    await expect(insert('lower', labelId, higher, null, document)).rejects.toMatchObject({
      constraint: 'reclassifications_kind_is_true',
    });
    await insert('lower', higher, labelId, null, document);
    await expect(
      db.asOwner("update reclassifications set state = 'approved' where document_id = $1", [document]),
    ).rejects.toMatchObject({ constraint: 'reclassifications_approved_by_somebody' });
    await expect(
      db.asOwner(
        "update reclassifications set state = 'approved', decided_by = requested_by, decided_at = now() where document_id = $1",
        [document],
      ),
    ).rejects.toMatchObject({ constraint: 'reclassifications_two_people' });
    await expect(
      db.asOwner('update reclassifications set to_label_id = $1 where document_id = $2', [higher, document]),
    ).rejects.toMatchObject({ code: /^23/ });
    expect(await labelOf(document)).toBe(labelId);
  });

  test('what was decided when the power went is carried out at the next start, with text and index', async () => {
    const document = await take('corte.txt', 'El corte de luz llegó antes del traslado ómicron.');
    await insert('raise', labelId, higher, null, document);
    await vault.documents.jobs.reclassify();
    expect(await labelOf(document)).toBe(higher);
    const [row] = await db.asOwner<{ labels: string[] }>(
      `select array_agg(distinct label_id::text) as labels from (
         select label_id from passages where document_id = $1
         union all select label_id from document_versions where document_id = $1
         union all select label_id from document_places where document_id = $1
         union all select p.label_id from document_parts p join document_versions v on v.id = p.version_id where v.document_id = $1) as all_of_it`,
      [document],
    );
    expect(row!.labels).toEqual([higher]);
    const answer = await vault.answers.askQuestion(owner, {
      text: '¿Cuándo llegó el corte del traslado ómicron?',
      spaceIds: null,
    });
    expect(answer).toMatchObject({ outcome: 'answered', label: { id: higher } });
  });
});

describe('no entry, no answer', () => {
  test('when the audit log cannot be written, questions, searches, reads and uploads fail and leave nothing', async () => {
    const documentId = await take('canon.txt', 'El canon concesional es de 1.200 euros al mes.');
    const before = await db.asOwner(
      'select (select count(*) from questions) as q, (select count(*) from documents) as d',
    );
    await db.asOwner('revoke insert on audit_staged from nexus_app');
    try {
      await expect(
        vault.answers.askQuestion(owner, { text: '¿De cuánto es el canon concesional?', spaceIds: null }),
      ).rejects.toThrow();
      await expect(vault.documents.service.get(owner, documentId)).rejects.toThrow();
      await expect(vault.documents.service.list(owner, spaceId, {}, { limit: 10 })).rejects.toThrow();
      await expect(vault.documents.originals.open(owner, documentId)).rejects.toThrow();
      await expect(
        vault.documents.upload({ actor: owner }, { spaceId, path: 'otro.txt', bytes: bytesOf('otro') }),
      ).rejects.toThrow();
      await expect(vault.documents.service.remove(owner, documentId)).rejects.toThrow();
    } finally {
      await db.asOwner('grant insert on audit_staged to nexus_app');
    }
    expect(
      await db.asOwner('select (select count(*) from questions) as q, (select count(*) from documents) as d'),
    ).toEqual(before);
    expect(
      (await vault.answers.askQuestion(owner, { text: '¿De cuánto es el canon concesional?', spaceIds: null })).outcome,
    ).toBe('answered');
  });
});

describe('watched folders', () => {
  test('only below the roots that the administrator opened; what appears or changes comes in', async () => {
    const watched = join(folder, 'watched', 'entrada');
    await mkdir(join(watched, 'actas'), { recursive: true });
    await expect(vault.documents.watched.add(owner, spaceId, '/etc')).rejects.toMatchObject({
      code: 'documents.watched_path_refused',
    });
    await expect(vault.documents.watched.add(owner, spaceId, join(folder, 'watched', '..'))).rejects.toMatchObject({
      code: 'documents.watched_path_refused',
    });
    await vault.documents.watched.add(owner, spaceId, watched);

    const file = join(watched, 'actas', 'acta-9.txt');
    const scan = () => vault.documents.jobs.watch.scan(new AbortController().signal);
    const settle = (at: number) => utimes(file, new Date(at), new Date(at));
    await writeFile(file, 'La junta aprueba el vertedero zeta.');
    expect(await scan()).toBe(0);
    await settle(Date.now() - 60_000);
    expect(await scan()).toBe(1);
    expect(await scan()).toBe(0);
    await readWaiting();
    const listed = await vault.documents.service.list(owner, spaceId, {}, { limit: 50 });
    expect(listed.items.map((item) => `${item.folderPath}/${item.fileName}`)).toContain('actas/acta-9.txt');

    await writeFile(file, 'La junta rechaza el vertedero zeta.');
    await settle(Date.now() - 30_000);
    expect(await scan()).toBe(1);
    await readWaiting();
    const answer = await vault.answers.askQuestion(owner, {
      text: '¿Qué decide la junta sobre el vertedero zeta?',
      spaceIds: null,
    });
    expect(JSON.stringify(answer.citations)).toContain('rechaza');
    expect(JSON.stringify(answer.citations)).not.toContain('aprueba');
  });
});

describe('changes at the same time', () => {
  test('many uploads to one place and many cells at once: every version is kept, one is current', async () => {
    const uploads = Array.from({ length: 12 }, (_, n) =>
      vault.documents.upload(
        { actor: owner },
        { spaceId, path: 'carrera.txt', bytes: bytesOf(`Versión número ${n} de la carrera.`) },
      ),
    );
    const stored = await Promise.all(uploads);
    expect(new Set(stored.map(({ documentId }) => documentId)).size).toBe(1);
    await readWaiting();
    const details = await vault.documents.service.get(owner, stored[0]!.documentId);
    expect(details.versions.map(({ number }) => number).sort((a, b) => a - b)).toEqual(stored.map((_, i) => i + 1));
    expect(details.versions.filter(({ state }) => state === 'ready').length).toBe(1);
    expect(details.versions.find(({ state }) => state === 'ready')?.number).toBe(stored.length);
  });

  test('the same bytes from many sides at once are one document', async () => {
    const uploads = Array.from({ length: 8 }, (_, n) =>
      vault.documents.upload(
        { actor: owner },
        { spaceId, path: `gemelos/${n}.txt`, bytes: bytesOf('Ocho gemelos llegan a la vez.') },
      ),
    );
    const stored = await Promise.all(uploads);
    expect(new Set(stored.map(({ documentId }) => documentId)).size).toBe(1);
    expect(stored.filter(({ outcome }) => outcome === 'created').length).toBe(1);
    await readWaiting();
  });

  test('passages of concurrent changes of one cell are all there, once', async () => {
    const add = (n: number) => {
      const sourceId = newId();
      const text = `La parcela cuántica ${n} linda con la acequia.`;
      const shared = {
        sourceId,
        documentId: newId(),
        title: `Parcela ${n}`,
        language: 'es' as const,
        kind: 'text',
        day: null,
        folderId: null,
      };
      const accepted = { accepted: new Set([sourceId]), removed: [] };
      return vault.retrieval.index.change(
        'test',
        { spaceId, labelId },
        [{ ...shared, passages: [passage(text)] }],
        async () => accepted,
      );
    };
    const [before] = (await db.asOwner('select sum(passages) as passages from index_cells')) as unknown as {
      passages: string;
    }[];
    await Promise.all(Array.from({ length: 20 }, (_, n) => add(n)));
    const [after] = (await db.asOwner('select sum(passages) as passages from index_cells')) as unknown as {
      passages: string;
    }[];
    expect(Number(after!.passages) - Number(before!.passages)).toBe(20);
  });
});
