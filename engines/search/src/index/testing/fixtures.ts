import { createHash } from 'node:crypto';
import { newId } from '@nexus/kernel';
import fc from 'fast-check';
import type { Analyzer, CellId, IndexedDocument, SegmentStore, TermBlinder } from '../../contract.ts';
import { createCellWriter } from '../cell-writer.ts';
import { commitChange } from '../commit-change.ts';
import { mergeCell } from '../merge-cell.ts';
import type { MergePolicy } from '../merge-policy.ts';

/** Lower-case words between spaces. */
export const plainAnalyzer: Analyzer = {
  analyze: (text) =>
    text
      .toLowerCase()
      .split(' ')
      .filter(Boolean)
      .map((term, position) => ({ term, start: 0, end: 0, position })),
};

/** A keyed hash, as spaces have: other keys, other blind terms. */
export function testBlinder(key = 'k'): TermBlinder {
  return { blind: (term) => createHash('sha256').update(key).update(term).digest().readBigUInt64LE(0) };
}

/** Cells have keys of their own. */
export const blinderFor = (cell: CellId): TermBlinder => testBlinder(cell);

export function makeDocument(fields: Partial<IndexedDocument> & { texts?: readonly string[] } = {}): IndexedDocument {
  const { texts = ['uno dos tres'], ...rest } = fields;
  return {
    documentId: newId(),
    title: '',
    language: 'es',
    kind: 'pdf',
    day: null,
    folderId: null,
    passages: texts.map((text) => ({ text, headings: [] })),
    ...rest,
  };
}

/** Words of very different frequency, so that long, short and single lists all occur. */
const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('casa', 'puente', 'agua') },
  { weight: 3, arbitrary: fc.constantFrom('piedra', 'madera', 'obra', 'plazo', 'norte', 'sur') },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 0, max: 60 }).map((n) => `palabra${String.fromCharCode(97 + (n % 26))}${n}`),
  },
);
const text = fc.array(word, { maxLength: 14 }).map((words) => words.join(' '));

/** Documents with ids from a small pool, so that replacing happens. */
export const anyDocument: fc.Arbitrary<IndexedDocument> = fc.record({
  documentId: fc.nat({ max: 24 }).map((n) => `0190a000-0000-7000-8000-${(n * 7919).toString(16).padStart(12, '0')}`),
  title: text,
  language: fc.constantFrom('es', 'en', 'und'),
  kind: fc.constantFrom('pdf', 'docx', 'mail'),
  day: fc.option(fc.integer({ min: -10, max: 10 })),
  folderId: fc.option(fc.constantFrom('0190b000-0000-7000-8000-000000000001', '0190b000-0000-7000-8000-000000000002')),
  passages: fc.array(fc.record({ text, headings: fc.array(text, { maxLength: 2 }) }), { maxLength: 4 }),
});
export const anyWord = word;

export async function commitDocuments(
  store: SegmentStore,
  cell: CellId,
  add: readonly IndexedDocument[],
  remove: readonly string[] = [],
): Promise<number | null> {
  const writer = createCellWriter({ store, cell, blinder: blinderFor(cell), analyzer: plainAnalyzer });
  for (const document of add) writer.add(document);
  for (const documentId of remove) writer.remove(documentId);
  return commitChange(store, writer);
}

export const eagerPolicy: MergePolicy = { maxSegmentPassages: 1000, segmentsPerTier: 2, maxDeletedShare: 0 };

/** Merges until the policy finds nothing more. */
export async function mergeAll(store: SegmentStore, cell: CellId, policy = eagerPolicy): Promise<void> {
  for (;;) {
    const change = await mergeCell({ store, cell, blinder: blinderFor(cell), policy });
    if (change === null) return;
    await commitChange(store, change, { removeObsolete: true });
  }
}
