import { setTimeout as wait } from 'node:timers/promises';
import { zstdCompressSync } from 'node:zlib';
import { createSealer, generateKey, keyIdOf, type Sealer } from '@nexus/crypto';
import { newId, silentLogger } from '@nexus/kernel';
import { type CellId, createAnalyzer, type Passage, type PreparedCommit } from '@nexus/search';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { createBlinderMemory } from '../src/indexing/blinder-memory.ts';
import { createBatchTask, createMergeTask } from '../src/indexing/index-task.ts';
import { createIndexThread, type IndexThread, type IndexThreadOptions } from '../src/indexing/index-thread.ts';
import type { IndexBatch, PackedRows, Piece, SegmentFiles, StoredManifest } from '../src/indexing/indexing.ts';
import { unpackRows } from '../src/indexing/packed-rows.ts';
import { openPassage } from '../src/sealed-passage.ts';

const analyzer = createAnalyzer();
const blinderOf = createBlinderMemory();
const threads: IndexThread[] = [];
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.close()));
});

function startThread(files: SegmentFiles, options: Partial<IndexThreadOptions> = {}): IndexThread {
  const thread = createIndexThread({ files, logger: silentLogger, ...options });
  threads.push(thread);
  return thread;
}

function newSealer(): Sealer {
  const spaceKey = generateKey();
  return createSealer({ spaceId: newId(), spaceKey, keyId: keyIdOf(spaceKey) });
}

/** Files in memory, in the order in which they were written. */
function createFiles() {
  const stored = new Map<string, Uint8Array>();
  return {
    stored,
    async read(cellId: CellId, name: string) {
      return stored.get(`${cellId}/${name}`)!.slice();
    },
    async write(cellId: CellId, name: string, sealed: Uint8Array) {
      stored.set(`${cellId}/${name}`, sealed.slice());
    },
  };
}

/** What was written, opened: ids and nonces differ from one building to the next, these bytes must not. */
function opened(files: ReturnType<typeof createFiles>, sealer: Sealer): Uint8Array[] {
  return Array.from(files.stored, ([path, sealed]) =>
    sealer.open({ kind: 'segment', objectId: path.slice(path.lastIndexOf('/') + 1) }, sealed),
  );
}

const read = (rows: PackedRows, sealer: Sealer) => Array.from(unpackRows(rows), (row) => openPassage(sealer, row));
const textPassage = (text: string): Passage => ({ text, headings: ['Acta'], anchors: [] });

function sourceOf(title = 'Título') {
  return {
    sourceId: newId(),
    documentId: newId(),
    title,
    language: 'es' as const,
    kind: 'pdf',
    day: 3,
    folderId: null,
  };
}

const word = fc.constantFrom('obra', 'puente', 'plazo', '2024/17', 'fianza', 'agua', 'señal', '1.250,50');
const passages = fc.array(
  fc.array(word, { minLength: 1, maxLength: 30 }).map((words) => textPassage(words.join(' '))),
  { maxLength: 8 },
);
const documents = fc.array(fc.tuple(passages, passages, fc.boolean()), { minLength: 1, maxLength: 5 });

/** Each document in two pieces, the second sometimes packed; then one of the documents replaced by nothing. */
async function build(batch: IndexBatch, made: { source: ReturnType<typeof sourceOf>; pieces: Piece[] }[]) {
  const rows = await Promise.all(made.flatMap(({ pieces }) => pieces.map((piece) => batch.take(piece))));
  const prepared = await batch.prepare(null);
  batch.end();
  return { rows, prepared };
}

test('a thread writes, seals and answers what this thread would', async () => {
  const sealer = newSealer();
  const files = { here: createFiles(), there: createFiles() };
  const thread = startThread(files.there);
  await fc.assert(
    fc.asyncProperty(documents, async (input) => {
      files.here.stored.clear();
      files.there.stored.clear();
      const made = input.map(([first, second, isPacked], i) => {
        const source = sourceOf(`Documento ${i}`);
        const rest = isPacked
          ? ({ kind: 'packed', bytes: zstdCompressSync(JSON.stringify(second)) } as const)
          : ({ kind: 'read', passages: second } as const);
        const pieces: Piece[] = [
          { source, passages: { kind: 'read', passages: first } },
          { source: null, passages: rest },
        ];
        return { source, pieces };
      });
      const here = await build(createBatchTask({ cellId: 'a', sealer, files: files.here, blinderOf, analyzer }), made);
      const there = await build(thread.startBatch('a', sealer), made);
      expect(opened(files.there, sealer)).toEqual(opened(files.here, sealer));
      expect(there.rows.map((rows) => read(rows, sealer))).toEqual(here.rows.map((rows) => read(rows, sealer)));
      expect(there.rows.map(({ firstOrdinal, sourceId }) => ({ firstOrdinal, sourceId }))).toEqual(
        here.rows.map(({ firstOrdinal, sourceId }) => ({ firstOrdinal, sourceId })),
      );
    }),
    { numRuns: 40 },
  );
});

/** A cell of `segments` segments, a few documents of it removed again. */
async function fillCell(files: SegmentFiles, sealer: Sealer, segments: number, passagesEach: number) {
  let manifest: StoredManifest | null = null;
  const commit = (prepared: PreparedCommit | null) => {
    if (prepared) manifest = { version: prepared.expectedVersion + 1, bytes: prepared.manifest };
  };
  const sources: string[] = [];
  for (let s = 0; s < segments; s += 1) {
    const batch = createBatchTask({ cellId: 'a', sealer, files, blinderOf, analyzer });
    for (let d = 0; d < 4; d += 1) {
      const source = sourceOf();
      sources.push(source.sourceId);
      const texts = Array.from({ length: passagesEach }, (_, i) =>
        textPassage(`obra ${s} plazo ${d} folio${i} solo${s}x${d}`),
      );
      await batch.take({ source, passages: { kind: 'read', passages: texts } });
    }
    commit(await batch.prepare(manifest));
  }
  const last = createBatchTask({ cellId: 'a', sealer, files, blinderOf, analyzer });
  await last.remove(sources.filter((_, i) => i % 5 === 0));
  commit(await last.prepare(manifest));
  return manifest!;
}

test('a merge in a thread gives the bytes of a merge here', async () => {
  const sealer = newSealer();
  const files = { here: createFiles(), there: createFiles() };
  const manifest = await fillCell(files.here, sealer, 8, 40);
  for (const [path, sealed] of files.here.stored) files.there.stored.set(path, sealed);
  const here = await createMergeTask({ cellId: 'a', sealer, files: files.here, blinderOf }, manifest);
  const there = await startThread(files.there).startMerge('a', sealer, manifest);
  expect(opened(files.there, sealer)).toEqual(opened(files.here, sealer));
  expect(files.there.stored.size).toBe(8 * 2 + 2);
  const prepared = await there!.prepare(manifest);
  expect(prepared!.obsoleteSegments).toEqual((await here!.prepare(manifest))!.obsoleteSegments);
  there!.end();
  expect(await startThread(files.there).startMerge('a', sealer, null)).toBeNull();
});

test('batches of several cells at once do not mix', async () => {
  const files = createFiles();
  const thread = startThread(files);
  const cells = await Promise.all(
    Array.from({ length: 5 }, async (_, n) => {
      const sealer = newSealer();
      const batch = thread.startBatch(`cell${n}`, sealer);
      const source = sourceOf();
      const rows: PackedRows[] = [];
      for (let p = 0; p < 20; p += 1) {
        const piece = { kind: 'read', passages: [textPassage(`célula ${n} pasaje ${p}`)] } as const;
        rows.push(await batch.take({ source: p === 0 ? source : null, passages: piece }));
        await wait(n % 3);
      }
      await batch.prepare(null);
      batch.end();
      return { n, sealer, rows };
    }),
  );
  for (const { n, sealer, rows } of cells) {
    expect(rows.flatMap((packed) => read(packed, sealer).map(({ text }) => text))).toEqual(
      Array.from({ length: 20 }, (_, p) => `célula ${n} pasaje ${p}`),
    );
    expect([...files.stored.keys()].filter((path) => path.startsWith(`cell${n}/`)).length).toBe(2);
  }
});

const manyWords = (from: number, count: number) =>
  textPassage(Array.from({ length: count }, (_, i) => `palabra${from + i}x`).join(' '));

test('a thread that runs out of memory fails its task by name, and the next task gets another thread', async () => {
  const sealer = newSealer();
  const files = createFiles();
  const thread = startThread(files, { maxHeapMb: 24 });
  const batch = thread.startBatch('a', sealer);
  const source = sourceOf();
  const fill = async () => {
    for (let n = 0; n < 400; n += 1) {
      const passages = [manyWords(n * 10_000, 10_000)];
      await batch.take({ source: n === 0 ? source : null, passages: { kind: 'read', passages } });
    }
  };
  await expect(fill()).rejects.toMatchObject({ name: 'IndexThreadError', message: expect.stringContaining('memory') });
  await expect(batch.prepare(null)).rejects.toMatchObject({ name: 'IndexThreadError' });
  batch.end();
  expect(files.stored.size).toBe(0);

  const { prepared } = await build(thread.startBatch('a', sealer), [
    { source, pieces: [{ source, passages: { kind: 'read', passages: [textPassage('agua')] } }] },
  ]);
  expect(prepared?.expectedVersion).toBe(0);
});

test('a file that cannot be written fails the change with the error of the disk itself', async () => {
  const full = new Error('no room');
  const thread = startThread({ ...createFiles(), write: () => Promise.reject(full) });
  const batch = thread.startBatch('a', newSealer());
  await batch.take({ source: sourceOf(), passages: { kind: 'read', passages: [textPassage('agua')] } });
  await expect(batch.prepare(null)).rejects.toBe(full);
  batch.end();
});

test('what is wrong with a document is said in its own words, and the thread lives on', async () => {
  const thread = startThread(createFiles());
  const sealer = newSealer();
  const batch = thread.startBatch('a', sealer);
  const wrong = { ...sourceOf(), sourceId: 'no uuid' };
  await expect(
    batch.take({ source: wrong, passages: { kind: 'read', passages: [textPassage('agua')] } }),
  ).rejects.toThrow(/uuid/i);
  const other = thread.startBatch('a', sealer);
  const rows = await other.take({ source: sourceOf(), passages: { kind: 'read', passages: [textPassage('agua')] } });
  expect(rows.sizes.length).toBe(1);
});

test('closing fails what is being built at once, and nothing begins after it', async () => {
  const thread = startThread(createFiles());
  const sealer = newSealer();
  const batch = thread.startBatch('a', sealer);
  await batch.take({ source: sourceOf(), passages: { kind: 'read', passages: [manyWords(0, 200_000)] } });
  const prepared = batch.prepare(null).then(
    () => 'done',
    (error: unknown) => error,
  );
  await thread.close();
  expect(await prepared).toMatchObject({ code: 'retrieval.closed', status: 503 });
  expect(() => thread.startBatch('a', sealer)).toThrow('stopping');
  batch.end();
});

test('an idle thread ends, and the next task starts another', async () => {
  const started: number[] = [];
  const count = () => started.push(Date.now());
  process.on('worker', count);
  try {
    const thread = startThread(createFiles(), { idleMs: 20 });
    const sealer = newSealer();
    const run = async () => {
      const batch = thread.startBatch('a', sealer);
      await batch.take({ source: sourceOf(), passages: { kind: 'read', passages: [textPassage('agua')] } });
      await batch.prepare(null);
      batch.end();
    };
    await run();
    await run();
    expect(started.length).toBe(1);
    await wait(300);
    await run();
    expect(started.length).toBe(2);
  } finally {
    process.off('worker', count);
  }
});

test('who serves people is held up for a fraction of the time that the building takes', {
  timeout: 300_000,
}, async () => {
  const sealer = newSealer();
  const pieces: Piece[] = Array.from({ length: 20 }, (_, p) => ({
    source: p === 0 ? sourceOf() : null,
    passages: {
      kind: 'packed',
      bytes: zstdCompressSync(JSON.stringify(Array.from({ length: 100 }, (_, i) => manyWords(p * 6_000 + i * 60, 60)))),
    },
  }));
  /** How often this thread comes round to other work meanwhile. Counted, not timed: a busy machine stalls both. */
  async function turnsDuring(batch: IndexBatch): Promise<number> {
    let turns = 0;
    let isBusy = true;
    const turn = () => {
      turns += 1;
      if (isBusy) setTimeout(turn, 1);
    };
    setTimeout(turn, 1);
    for (const piece of pieces) await batch.take(piece);
    await batch.prepare(null);
    isBusy = false;
    batch.end();
    return turns;
  }
  const thread = startThread(createFiles());
  const there = await turnsDuring(thread.startBatch('a', sealer));
  const here = await turnsDuring(createBatchTask({ cellId: 'a', sealer, files: createFiles(), blinderOf, analyzer }));
  expect(there).toBeGreaterThan(3 * here);
});
