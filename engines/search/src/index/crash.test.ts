import { expect, test } from 'vitest';
import type { IndexedDocument, SegmentStore } from '../contract.ts';
import { createCellWriter } from './cell-writer.ts';
import { commitChange } from './commit-change.ts';
import { mergeCell } from './merge-cell.ts';
import { createSearcher } from './searcher.ts';
import { sweepCell } from './sweep-cell.ts';
import { copyDisk, createFaultyStore, type Disk, emptyDisk, PowerCut } from './testing/faulty-store.ts';
import { blinderFor, commitDocuments, eagerPolicy, makeDocument, plainAnalyzer } from './testing/fixtures.ts';

const cell = 'a';
const wholeDisk = (disk: Disk) => createFaultyStore(disk, Number.POSITIVE_INFINITY);

/** What a reader finds: `documentId/passage` of everything that holds the word. */
async function found(disk: Disk, word = 'agua'): Promise<string[]> {
  const store = wholeDisk(disk);
  const searcher = createSearcher({ store, blinderFor });
  const version = disk.manifests.get(cell)?.version ?? 0;
  const request = { cells: [{ cell, version }], query: { terms: [{ term: word }] }, limit: 1000 };
  const { passages } = await searcher.search(request);
  return passages.map(({ documentId, passage }) => `${documentId}/${passage}`).sort();
}

const namesOf = (documents: readonly IndexedDocument[]) =>
  documents.flatMap(({ documentId, passages }) => [...passages].map((_, i) => `${documentId}/${i}`)).sort();

/** Cuts the power at every unit of the work in turn. `states`: what a reader may find afterwards, the last one when the work was acknowledged. */
async function cutEverywhere(
  start: Disk,
  work: (store: SegmentStore) => Promise<unknown>,
  states: { before: string[]; after: string[] },
): Promise<void> {
  const rehearsal = createFaultyStore(copyDisk(start), Number.POSITIVE_INFINITY);
  await work(rehearsal);
  const total = rehearsal.spent;
  expect(total).toBeGreaterThan(200);
  let lost = 0;
  for (let budget = 0; budget <= total; budget += 1) {
    const disk = copyDisk(start);
    const store = createFaultyStore(disk, budget);
    let acknowledged = true;
    try {
      await work(store);
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
      acknowledged = false;
      lost += 1;
    }
    const now = await found(disk);
    if (acknowledged) expect(now).toEqual(states.after);
    else expect([states.before, states.after]).toContainEqual(now);

    // After the restart: the sweep removes what the cut left and nothing else, and the same work succeeds.
    await sweepCell(wholeDisk(disk), cell, { nowMs: Date.now() + 1000, graceMs: 0 });
    expect(await found(disk)).toEqual(now);
    if (budget % 7 === 0) {
      await work(wholeDisk(disk));
      expect(await found(disk)).toEqual(states.after);
      expect(disk.segments.size).toBeLessThanOrEqual(start.segments.size + 2);
    }
  }
  expect(lost).toBeGreaterThan(200);
}

const makeSome = () => [
  makeDocument({ texts: ['agua clara', 'agua'] }),
  makeDocument({ texts: ['agua', 'agua turbia'] }),
];

test('a flush that is cut at any byte shows all of the batch or nothing of it', async () => {
  const [kept, replaced] = makeSome();
  const removed = makeDocument({ texts: ['agua'] });
  const disk = emptyDisk();
  await commitDocuments(wholeDisk(disk), cell, [kept!, replaced!, removed]);
  const newer = makeDocument({ documentId: replaced!.documentId, texts: ['agua', 'agua', 'agua nueva'] });
  const added = makeDocument({ texts: ['agua', 'piedra'] });

  await cutEverywhere(disk, (store) => commitDocuments(store, cell, [newer, added], [removed.documentId]), {
    before: namesOf([kept!, replaced!, removed]),
    after: [...namesOf([kept!, newer]), `${added.documentId}/0`].sort(),
  });
});

test('a merge that is cut at any byte changes nothing that a reader finds', async () => {
  const disk = emptyDisk();
  const documents = [...makeSome(), ...makeSome()];
  for (const document of documents) await commitDocuments(wholeDisk(disk), cell, [document]);
  await commitDocuments(wholeDisk(disk), cell, [], [documents[1]!.documentId]);
  const left = namesOf(documents.filter((_, i) => i !== 1));

  const work = async (store: SegmentStore) => {
    const merge = await mergeCell({ store, cell, blinder: blinderFor(cell), policy: eagerPolicy });
    if (merge !== null) await commitChange(store, merge, { removeObsolete: true });
  };
  await cutEverywhere(disk, work, { before: left, after: left });
});

test('a torn or changed segment or manifest is refused, at every byte', async () => {
  const disk = emptyDisk();
  await commitDocuments(wholeDisk(disk), cell, makeSome());
  const [name, segment] = [...disk.segments].find(([key]) => !key.endsWith('-words'))!;
  for (let i = 0; i < segment.length; i += 1) {
    disk.segments.set(name, segment.slice(0, i));
    await expect(found(disk)).rejects.toThrow(/segment/);
    disk.segments.set(
      name,
      segment.map((byte, at) => (at === i ? byte ^ 1 : byte)),
    );
    await expect(found(disk)).rejects.toThrow(/segment/);
  }
  disk.segments.set(name, segment);
  const manifest = disk.manifests.get(cell)!;
  for (let i = 0; i < manifest.bytes.length; i += 1) {
    const changed = manifest.bytes.map((byte, at) => (at === i ? byte ^ 1 : byte));
    disk.manifests.set(cell, { ...manifest, bytes: changed });
    await expect(found(disk)).rejects.toThrow(/manifest/);
    disk.manifests.set(cell, { ...manifest, bytes: manifest.bytes.slice(0, i) });
    await expect(found(disk)).rejects.toThrow();
  }
});

test('a segment of another time under the name is refused', async () => {
  const disk = emptyDisk();
  await commitDocuments(wholeDisk(disk), cell, makeSome());
  const name = [...disk.segments.keys()].find((key) => !key.endsWith('-words'))!;
  const other = emptyDisk();
  await commitDocuments(wholeDisk(other), cell, makeSome());
  disk.segments.set(name, [...other.segments].find(([key]) => !key.endsWith('-words'))![1]);
  await expect(found(disk)).rejects.toThrow('not the one that the manifest describes');
});

test('deletions and additions that arrive during a merge are kept', async () => {
  const disk = emptyDisk();
  const store = wholeDisk(disk);
  const documents = [...makeSome(), ...makeSome(), ...makeSome()];
  await commitDocuments(store, cell, documents.slice(0, 3));
  await commitDocuments(store, cell, documents.slice(3));
  const merge = await mergeCell({ store, cell, blinder: blinderFor(cell), policy: eagerPolicy });

  const added = makeDocument({ texts: ['agua'] });
  const newer = makeDocument({ documentId: documents[0]!.documentId, texts: ['agua', 'agua', 'agua'] });
  // The first change arrives before the merge is prepared, the second between its preparation and its commit.
  await commitDocuments(store, cell, [newer], [documents[1]!.documentId]);
  const stale = (await merge!.prepare())!;
  await commitDocuments(store, cell, [added], [documents[4]!.documentId]);
  expect(await store.commitManifest(cell, stale.expectedVersion, stale.manifest)).toBe(false);

  expect(await commitChange(store, merge!, { removeObsolete: true })).toBe(5);
  expect(await found(disk)).toEqual(namesOf([newer, documents[2]!, documents[3]!, documents[5]!, added]));
});

test('a merge whose source was taken meanwhile gives up', async () => {
  const disk = emptyDisk();
  const store = wholeDisk(disk);
  const documents = makeSome();
  for (const document of documents) await commitDocuments(store, cell, [document]);
  const merge = await mergeCell({ store, cell, blinder: blinderFor(cell), policy: eagerPolicy });
  await commitDocuments(store, cell, [], [documents[0]!.documentId]);
  expect(await commitChange(store, merge!)).toBeNull();
  expect(await found(disk)).toEqual(namesOf([documents[1]!]));
});

test('deletions in part of a source during a merge are carried over', async () => {
  const disk = emptyDisk();
  const store = wholeDisk(disk);
  const [first, second] = [makeSome(), makeSome()];
  await commitDocuments(store, cell, first);
  await commitDocuments(store, cell, second);
  const merge = await mergeCell({ store, cell, blinder: blinderFor(cell), policy: eagerPolicy });
  await commitDocuments(store, cell, [], [first[1]!.documentId, second[0]!.documentId]);
  expect(await commitChange(store, merge!, { removeObsolete: true })).toBe(4);
  expect(await found(disk)).toEqual(namesOf([first[0]!, second[1]!]));
});

test('a batch whose commit was refused is prepared again over the newer version', async () => {
  const disk = emptyDisk();
  const store = wholeDisk(disk);
  const document = makeDocument({ texts: ['agua'] });
  const writer = createCellWriter({ store, cell, blinder: blinderFor(cell), analyzer: plainAnalyzer });
  writer.add(document);
  const refused = (await writer.prepare())!;
  const written = disk.segments.size;
  await commitDocuments(store, cell, [makeDocument({ documentId: document.documentId, texts: ['agua', 'agua'] })]);
  expect(await store.commitManifest(cell, refused.expectedVersion, refused.manifest)).toBe(false);
  expect(await commitChange(store, writer)).toBe(2);
  expect(disk.segments.size).toBe(written + 2);
  expect(await found(disk)).toEqual(namesOf([document]));
  expect(await writer.prepare()).toBeNull();
  expect(() => writer.add(document)).toThrow('start another writer');
});
