import { plainText } from '@nexus/kernel/plain-text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DocumentRow, qualityOf, type Sort, sortKeyOf, states } from '../../../app/listing/document-rows.ts';
import { createRowStore } from './row-store.ts';

const newest: Sort = { column: 'date', isDescending: true };
const byName: Sort = { column: 'name', isDescending: false };

function row(given: Partial<DocumentRow> & { id: string }): DocumentRow {
  return {
    fileName: `${given.id}.pdf`,
    folderId: null,
    parentDocumentId: null,
    createdBy: null,
    state: 'ready',
    reason: null,
    format: 'pdf',
    language: 'es',
    parts: 10,
    ocrParts: 0,
    unreadParts: 0,
    ocrConfidence: null,
    sizeBytes: 1_000,
    createdAtMs: 0,
    progressDone: 0,
    progressTotal: null,
    version: 1,
    labelId: 'label',
    hasSuggestion: false,
    ...given,
  };
}

function names(store: ReturnType<typeof createRowStore>, filter = {}, sort = byName): string[] {
  return Array.from(store.view(filter, sort), (at) => store.at(at).fileName);
}

test('names come in the order of people: no case, no accents, numbers as numbers', () => {
  const store = createRowStore();
  store.put(['acta 10', 'Ácta 2', 'zona', 'Álamo', 'acta 1'].map((fileName, i) => row({ id: `d${i}`, fileName })));
  expect(names(store)).toEqual(['acta 1', 'Ácta 2', 'acta 10', 'Álamo', 'zona']);
  expect(names(store, {}, { ...byName, isDescending: true })).toEqual(
    ['acta 1', 'Ácta 2', 'acta 10', 'Álamo', 'zona'].reverse(),
  );
});

test('a folder holds what is below it and not what only begins like it', () => {
  const store = createRowStore();
  store.addFolders([
    ['f1', 'obra'],
    ['f2', 'obra/actas'],
    ['f3', 'obras viejas'],
  ]);
  store.put(['f1', 'f2', 'f3', null].map((folderId, i) => row({ id: `d${i}`, folderId })));
  expect(names(store, { folderId: 'f1' })).toEqual(['d0.pdf', 'd1.pdf']);
  expect(names(store, { name: 'ACTAS d1' })).toEqual(['d1.pdf']);
});

test('a document of which pages are missing is found as partly read', () => {
  const store = createRowStore();
  store.put([row({ id: 'a' }), row({ id: 'b', unreadParts: 3 }), row({ id: 'c', state: 'failed', unreadParts: 3 })]);
  expect(names(store, { state: 'partial' })).toEqual(['b.pdf']);
});

test('quality falls with unread pages and with doubtful recognition', () => {
  expect(qualityOf(row({ id: 'a' }))).toBe(1);
  expect(qualityOf(row({ id: 'a', unreadParts: 5 }))).toBe(0.5);
  expect(qualityOf(row({ id: 'a', parts: 2, ocrParts: 2, ocrConfidence: 97 }))).toBeCloseTo(0.97);
  expect(qualityOf(row({ id: 'a', state: 'failed' }))).toBe(-1);
});

const anyRow = fc.record({
  id: fc.integer({ min: 0, max: 30 }).map((n) => `d${n}`),
  fileName: fc.string({ maxLength: 8 }),
  state: fc.constantFrom(...states),
  sizeBytes: fc.nat(5),
  createdAtMs: fc.nat(5),
});

test('after any changes the view is what sorting and filtering everything anew gives', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(anyRow, { maxLength: 12 }), { maxLength: 5 }),
      fc.constantFrom('name', 'size', 'date', 'state'),
      fc.boolean(),
      fc.string({ maxLength: 2 }),
      (batches, column, isDescending, name) => {
        const store = createRowStore();
        const expected = new Map<string, DocumentRow>();
        for (const batch of batches) {
          const changed = batch.map(row);
          store.put(changed);
          store.view({}, byName);
          for (const one of changed) expected.set(one.id, one);
        }
        const view = Array.from(store.view({ name }, { column, isDescending } as Sort), (at) => store.at(at));
        const words = plainText(name).split(/\s+/);
        const wanted = [...expected.values()].filter((one) =>
          words.every((word) => plainText(`/${one.fileName}`).includes(word)),
        );
        expect(new Set(view)).toEqual(new Set(wanted));
        const key = (one: DocumentRow) =>
          column === 'name' ? sortKeyOf(one.fileName) : column === 'size' ? one.sizeBytes : one.createdAtMs;
        if (column === 'state') return;
        const keys = view.map(key);
        const ascending = isDescending ? view.toReversed() : view;
        for (let i = 1; i < keys.length; i += 1) {
          const [before, after] = [ascending[i - 1]!, ascending[i]!];
          expect(key(before) <= key(after)).toBe(true);
          if (key(before) === key(after)) expect(before.createdAtMs).toBeGreaterThanOrEqual(after.createdAtMs);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('a hundred thousand documents are sorted and filtered, none lost; the figures are printed', {
  timeout: 60_000,
}, () => {
  const store = createRowStore();
  const folders = Array.from({ length: 500 }, (_, i): [string, string] => [`f${i}`, `expediente ${i % 50}/tomo ${i}`]);
  store.addFolders(folders);
  let seed = 7;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const rows = Array.from({ length: 100_000 }, (_, i) =>
    row({
      id: `01900000-0000-7000-8000-${i.toString(16).padStart(12, '0')}`,
      fileName: `Informe ${Math.floor(random() * 1e6)} de la zona ${i % 97}.pdf`,
      folderId: `f${i % 500}`,
      state: states[Math.floor(random() * 4)]!,
      sizeBytes: Math.floor(random() * 1e8),
      createdAtMs: 1.7e12 + i * 1_000,
    }),
  );
  const spent: Record<string, number> = {};
  const measure = (what: string, run: () => void): void => {
    const from = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(from);
    spent[what] = Math.round((user + system) / 100) / 10;
  };
  measure('fill', () => store.put(rows));
  measure('first order by name', () => store.view({}, byName));
  measure('first order by size', () => store.view({}, { column: 'size', isDescending: true }));
  measure('filter by text', () => store.view({ name: 'zona 41' }, byName));
  measure('filter by folder', () => store.view({ folderId: 'f3', state: 'ready' }, newest));
  measure('50 changes, then by name', () => {
    store.put(rows.slice(0, 50).map((one) => ({ ...one, fileName: `Nuevo ${one.fileName}` })));
    store.view({}, byName);
  });
  console.info('100,000 rows, CPU ms:', JSON.stringify(spent));
  const ofZone41 = rows.filter((_, i) => i % 97 === 41).length;
  expect(store.view({ name: 'zona 41.' }, byName).length).toBe(ofZone41);
  expect(store.view({}, byName).length).toBe(rows.length);
});
