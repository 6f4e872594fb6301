import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { newId } from '@nexus/kernel';
import {
  type Analyzer,
  commitChange,
  createCellWriter,
  createFolderStore,
  createMemoryStore,
  createSearcher,
  type IndexedPassage,
  type Language,
  mergeCell,
  type SegmentStore,
  type TermBlinder,
} from '@nexus/search';
import { measureQueries, settledMemory, timed } from '../peers/measure.ts';
import type { PeerRun } from '../peers/peer.ts';
import { readCollectionPassages, readCollectionQueries } from './collection.ts';
import { passagesPerDocument } from './expand-text.ts';

const cell = 'space.label';
const passagesPerBatch = 100_000;

/** The terms are analysed already, for us and the peers alike: build times compare indexing, not analysis. */
const splitAnalyzer: Analyzer = {
  analyze: (text) => text.split(' ').map((term, position) => ({ term, start: 0, end: 0, position })),
};

export function hmacBlinder(key: Uint8Array): TermBlinder {
  return { blind: (term) => createHmac('sha256', key).update(term).digest().readBigUInt64LE(0) };
}

/** A folder whose files are sealed with AES-256-GCM, as the vault keeps them. */
function sealedStore(folder: string): SegmentStore {
  const key = Buffer.alloc(32, 3);
  return createFolderStore({
    folder,
    seal(cellId, name, bytes) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(`${cellId}/${name}`));
      return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    },
    open(cellId, name, sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
      decipher.setAAD(Buffer.from(`${cellId}/${name}`)).setAuthTag(sealed.subarray(-16));
      const bytes = decipher.update(sealed.subarray(12, -16));
      decipher.final();
      return bytes;
    },
  });
}

/** Indexes the collection in batches, durably, and merges; returns the seconds. */
export async function buildOurs(collection: string, indexFolder: string, language: Language): Promise<number> {
  const store = sealedStore(indexFolder);
  const blinder = hmacBlinder(Buffer.alloc(32, 1));
  const newWriter = () =>
    createCellWriter({ store, cell, blinder, analyzer: splitAnalyzer, weights: { body: 1, heading: 0, title: 0 } });
  const { seconds } = await timed(async () => {
    let writer = newWriter();
    let inBatch = 0;
    let passages: IndexedPassage[] = [];
    const flushDocument = () => {
      if (passages.length === 0) return;
      writer.add({ documentId: newId(), title: '', language, kind: 'txt', day: null, folderId: null, passages });
      inBatch += passages.length;
      passages = [];
    };
    for (const { tokens } of readCollectionPassages(collection)) {
      passages.push({ text: tokens.join(' '), headings: [] });
      if (passages.length === passagesPerDocument) flushDocument();
      if (inBatch >= passagesPerBatch) {
        await commitChange(store, writer);
        writer = newWriter();
        inBatch = 0;
      }
    }
    flushDocument();
    await commitChange(store, writer);
    const policy = { maxSegmentPassages: 2_000_000, segmentsPerTier: 4, maxDeletedShare: 0.25 };
    for (;;) {
      const merge = await mergeCell({ store, cell, blinder, policy });
      if (merge === null) break;
      await commitChange(store, merge, { removeObsolete: true });
    }
  });
  return seconds;
}

/** Opens what `buildOurs` left in a process that has built nothing, and asks. `openSeconds`: from nothing in memory to the first ranking. */
export async function runOurs(
  collection: string,
  indexFolder: string,
  limit: number,
): Promise<Omit<PeerRun, 'buildSeconds' | 'diskBytes'> & { openSeconds: number; suggestMs: number }> {
  const queries = readCollectionQueries(collection).map(({ text, tokens }) => {
    return { text, tokens, terms: tokens.map((term) => ({ term })) };
  });
  const blinder = hmacBlinder(Buffer.alloc(32, 1));
  await warmUp(collection, queries, blinder, limit);
  const before = settledMemory();
  const store = sealedStore(indexFolder);
  const searcher = createSearcher({ store, blinderFor: () => blinder });
  const version = (await store.readManifest(cell))!.version;
  const cells = [{ cell, version }];
  const ask = (terms: readonly { term: string }[]) => searcher.search({ cells, query: { terms }, limit });
  const { seconds: openSeconds } = await timed(() => ask(queries[0]!.terms));
  const { latenciesMs } = await measureQueries(queries, async ({ terms }) => (await ask(terms)).passages.length);
  // The list of words for corrections is part of what a running server holds.
  await searcher.suggest(cells, 'conztruction');
  const { seconds: suggestSeconds } = await timed(() => searcher.suggest(cells, 'goverment'));
  const memoryBytes = settledMemory() - before;
  return {
    rankings: [],
    latenciesMs,
    memoryBytes,
    openSeconds,
    suggestMs: suggestSeconds * 1000,
  };
}

/**
 * Asks everything of a very small index first. What compiled code and the young generation take is then in the baseline, and the growth measured is
 * what the large index costs a server that is already at work.
 */
async function warmUp(
  collection: string,
  queries: readonly { terms: readonly { term: string }[] }[],
  blinder: TermBlinder,
  limit: number,
): Promise<void> {
  const store = createMemoryStore();
  const writer = createCellWriter({ store, cell, blinder, analyzer: splitAnalyzer });
  const some = readCollectionPassages(collection).take(500);
  const passages = Array.from(some, ({ tokens }) => ({ text: tokens.join(' '), headings: [] }));
  writer.add({ documentId: newId(), title: '', language: 'und', kind: 'txt', day: null, folderId: null, passages });
  await commitChange(store, writer);
  const searcher = createSearcher({ store, blinderFor: () => blinder });
  const cells = [{ cell, version: 1 }];
  for (let round = 0; round < 15; round += 1) {
    await measureQueries(queries, ({ terms }) => searcher.search({ cells, query: { terms }, limit }));
    await searcher.suggest(cells, 'goverment');
  }
}
