import { setImmediate as breathe } from 'node:timers/promises';
import type { Passage } from '@nexus/search';
import type { IndexBatch, PackedRows, PieceOfPassages, SourceHead } from './indexing.ts';

/** Passages in order; read once for a change, and again when the change is tried again. */
export type PassageList = Iterable<Passage> & {
  readonly length: number;
  /** The same in pieces, some of them packed (the zstd of their JSON): whoever holds many need not unpack them here. */
  pieces?(): Iterable<readonly Passage[] | Uint8Array>;
};

export type IndexSource = SourceHead & { title: string; passages: PassageList };

/** Some milliseconds of work. */
const passagesAtOnce = 32;
/** Pieces that are under way: enough that neither side waits for the other, few enough to fit in any memory. */
const piecesUnderWay = 4;
const rowsAtOnce = 500;
const bytesAtOnce = 512 * 1024;

/**
 * Gives the batch all passages of the sources and yields their sealed rows in portions for the database. Backpressure: whoever does not take
 * the portions stops the reading.
 */
export async function* takeSources(batch: IndexBatch, sources: Iterable<IndexSource>): AsyncGenerator<PackedRows[]> {
  let portion: PackedRows[] = [];
  let rows = 0;
  let bytes = 0;
  for await (const taken of takePieces(batch, sources)) {
    portion.push(taken);
    rows += taken.sizes.length;
    bytes += taken.contents.length;
    if (rows < rowsAtOnce && bytes < bytesAtOnce) continue;
    yield portion;
    portion = [];
    rows = 0;
    bytes = 0;
  }
  yield portion;
}

async function* takePieces(batch: IndexBatch, sources: Iterable<IndexSource>): AsyncGenerator<PackedRows> {
  const underWay: Promise<PackedRows>[] = [];
  for (const { passages, ...head } of sources) {
    let source: SourceHead | null = head;
    for (const piece of piecesOf(passages)) {
      const taken = batch.take({ source, passages: piece });
      // It is awaited further down; until then its failure must not pass for one that nobody handles.
      taken.catch(() => {});
      underWay.push(taken);
      source = null;
      if (underWay.length >= piecesUnderWay) yield await underWay.shift()!;
      await breathe();
    }
  }
  for (const taken of underWay) yield await taken;
}

function* piecesOf(passages: PassageList): Generator<PieceOfPassages> {
  for (const piece of passages.pieces?.() ?? slicesOf(passages)) {
    yield piece instanceof Uint8Array ? { kind: 'packed', bytes: piece } : { kind: 'read', passages: piece };
  }
}

/** At least one, so that a document without passages is begun, too. */
function* slicesOf(passages: Iterable<Passage>): Generator<readonly Passage[]> {
  let slice: Passage[] = [];
  for (const passage of passages) {
    slice.push(passage);
    if (slice.length < passagesAtOnce) continue;
    yield slice;
    slice = [];
  }
  yield slice;
}
