import { createSealer, keyIdOf, type Sealer } from '@nexus/crypto';
import {
  BackupBrokenError,
  ObjectExistsError,
  type Target,
  TargetAwayError,
  TargetRefusedError,
} from '../targets/target.ts';
import { type ChunkCodec, createChunkCodec } from './chunk-codec.ts';
import { type ChunkIndex, type ChunkPlace, createChunkIndex, packKey } from './chunk-index.ts';
import {
  type EntryKind,
  type EntryRef,
  entryKey,
  type GenerationHead,
  hashOf,
  type JournalEntry,
  openEntry,
  parseEntryKey,
  type StoredBlob,
  sealEntry,
  type WalRange,
} from './journal.ts';
import { createPackWriter, type PackWriter } from './pack-writer.ts';
import { readMark, type StoreMark } from './store-key.ts';
import { readTree, type Tree } from './tree.ts';

export type Generation = GenerationHead & { sequence: number; hash: string; at: string };

/** Reads a store: who has the place and the key needs nothing else. */
export type StoreReader = {
  target: Target;
  mark: StoreMark;
  codec: ChunkCodec;
  sealer: Sealer;
  listEntries(): Promise<EntryRef[]>;
  /** The entry and the hash of its sealed bytes. @throws BackupBrokenError */
  readEntry(ref: EntryRef): Promise<{ entry: JournalEntry; hash: string }>;
  listGenerations(): Promise<Generation[]>;
  readTreeOf(generation: GenerationHead): Promise<Tree>;
  /** Plain bytes of chunks, in order. @throws BackupBrokenError */
  readChunks(ids: readonly string[], places: Pick<ChunkIndex, 'find'>, what: string): AsyncGenerator<Buffer>;
};

export function createStoreReader(target: Target, mark: StoreMark, storeKey: Uint8Array): StoreReader {
  const sealer = createSealer({ spaceId: mark.store, spaceKey: storeKey, keyId: keyIdOf(storeKey) });
  const codec = createChunkCodec(sealer);

  async function listEntries(): Promise<EntryRef[]> {
    const refs: EntryRef[] = [];
    for await (const { key } of target.list('journal')) {
      const ref = parseEntryKey(key);
      if (ref) refs.push(ref);
    }
    return refs.sort((a, b) => a.sequence - b.sequence);
  }

  async function readEntry(ref: EntryRef) {
    const sealed = await target.get(ref.key);
    return { entry: await openEntry(sealer, mark.store, ref, sealed), hash: hashOf(sealed) };
  }

  async function openAt(id: string, place: ChunkPlace): Promise<Buffer> {
    const key = packKey(place.pack);
    const sealed = await target.getRange(key, place.offset, place.length);
    if (sealed.length !== place.length) throw new BackupBrokenError(key, 'cut', `${key} is cut short.`);
    return await codec.open(id, sealed, key);
  }

  /** A few ahead of the reader: a store across a network answers late. */
  async function* readPlaced(placed: Iterable<{ id: string; place: ChunkPlace }>): AsyncGenerator<Buffer> {
    const ahead: Promise<Buffer>[] = [];
    for (const { id, place } of placed) {
      const one = openAt(id, place);
      one.catch(() => {}); // Heard when it is its turn.
      ahead.push(one);
      if (ahead.length >= 4) yield await ahead.shift()!;
    }
    for (const one of ahead) yield await one;
  }

  return {
    target,
    mark,
    codec,
    sealer,
    listEntries,
    readEntry,
    async listGenerations() {
      const generations: Generation[] = [];
      for (const ref of await listEntries()) {
        if (ref.kind !== 'generation') continue;
        const { entry, hash } = await readEntry(ref);
        if (entry.generation) generations.push({ ...entry.generation, sequence: entry.sequence, hash, at: entry.at });
      }
      return generations;
    },
    readTreeOf({ id, tree }) {
      const placed = tree.chunks.map(([chunk, pack, offset, length]) => ({
        id: chunk,
        place: { pack, offset, length },
      }));
      return readTree(readPlaced(placed), `generation ${id}`);
    },
    readChunks(ids, places, what) {
      function* placed() {
        for (const id of ids) {
          const place = places.find(id);
          if (place === null)
            throw new BackupBrokenError(what, 'missing', `A part of ${what} is in no pack of the journal.`);
          yield { id, place };
        }
      }
      return readPlaced(placed());
    },
  };
}

export type NewEntry = {
  kind: EntryKind;
  blobs?: readonly StoredBlob[];
  wal?: WalRange;
  generation?: GenerationHead;
  keptFrom?: number;
};

/** A store that this process writes to. There is one writer at a time; two would fail at the second write of an entry. */
export type StoreWriter = StoreReader & {
  index: ChunkIndex;
  packs: PackWriter;
  /** What the journal says is there, by key of the blob store. */
  blobs: ReadonlyMap<string, StoredBlob>;
  /** Stretches of the log since the beginning of the newest generation, in order. */
  wal(): readonly WalRange[];
  head(): { sequence: number; hash: string } | null;
  newest(): Generation | null;
  /** Writes what was packed, then one entry that names it: from then on it counts. */
  append: Append;
  /** Nobody else appends until `run` is over; it appends with what it is given. */
  inTurn<R>(run: (append: Append) => Promise<R>): Promise<R>;
  /** After an entry whose fate is unknown: reads what is at the place. Does nothing otherwise. */
  refresh(): Promise<void>;
};

export type Append = (entry: NewEntry, at: Date) => Promise<{ sequence: number; hash: string }>;

export async function openStoreWriter(
  reader: StoreReader,
  lockedUntil: () => Date | undefined = () => undefined,
): Promise<StoreWriter> {
  const { target, mark } = reader;
  let index = createChunkIndex();
  let blobs = new Map<string, StoredBlob>();
  let wal: WalRange[] = [];
  let newest: Generation | null = null;
  let head: { sequence: number; hash: string } | null = null;

  const take = (entry: Pick<JournalEntry, 'packs' | 'blobs' | 'wal'>): void => {
    for (const pack of entry.packs) index.add(pack);
    for (const blob of entry.blobs) blobs.set(blob[0], blob);
    if (entry.wal) wal.push(entry.wal);
  };
  /** What a generation lists, and nothing that it does not: that may be pruned. */
  const startFrom = (generation: Generation, tree: Tree): void => {
    index = createChunkIndex();
    blobs = new Map();
    wal = [];
    take({ packs: tree.packs, blobs: tree.blobs, wal: null });
    wal.push(...tree.wal);
    newest = generation;
  };
  let isStale = true;
  const load = async (): Promise<void> => {
    // Meanwhile another disk may have taken its place.
    if ((await readMark(target))?.store !== mark.store)
      throw new TargetAwayError(`${target.name} does not hold the backups that were there: another disk?`);
    const refs = await reader.listEntries();
    const from = refs.findLastIndex(({ kind }) => kind === 'generation');
    index = createChunkIndex();
    blobs = new Map();
    wal = [];
    head = null;
    for (const ref of refs.slice(Math.max(0, from))) {
      const { entry, hash } = await reader.readEntry(ref);
      if (head !== null && entry.previous !== head.hash)
        throw new BackupBrokenError(ref.key, 'missing', `${ref.key} does not follow the entry before it.`);
      head = { sequence: entry.sequence, hash };
      if (entry.generation) {
        const generation = { ...entry.generation, sequence: entry.sequence, hash, at: entry.at };
        startFrom(generation, await reader.readTreeOf(generation));
      }
      take(entry);
    }
    isStale = false;
  };
  await load();

  const packs = createPackWriter({
    target,
    codec: reader.codec,
    // The index is replaced when a generation is done.
    index: { add: (pack) => index.add(pack), find: (id) => index.find(id) },
    lockedUntil,
  });
  let last: Promise<unknown> = Promise.resolve();

  /** What was packed and not named yet stays known. */
  async function refreshNow(): Promise<void> {
    if (!isStale) return;
    await load();
    const unnamed = packs.takeUnnamed();
    for (const pack of unnamed) index.add(pack);
    packs.giveBack(unnamed);
  }

  async function appendNow({ kind, ...parts }: NewEntry, at: Date) {
    await refreshNow();
    await packs.flush();
    const named = packs.takeUnnamed();
    const entry: JournalEntry = {
      sequence: head === null ? 0 : head.sequence + 1,
      previous: head?.hash ?? null,
      at: at.toISOString(),
      kind,
      packs: named,
      blobs: parts.blobs ?? [],
      wal: parts.wal ?? null,
      generation: parts.generation ?? null,
      keptFrom: parts.keptFrom ?? null,
    };
    const sealed = await sealEntry(reader.sealer, mark.store, entry);
    const key = entryKey(entry.sequence, kind);
    try {
      const until = lockedUntil();
      await target.put(key, sealed, until ? { lockedUntil: until } : {});
    } catch (error) {
      packs.giveBack(named);
      isStale = true;
      if (error instanceof ObjectExistsError)
        throw new TargetRefusedError(`${target.name} is written to by another process.`, { cause: error });
      throw error;
    }
    const written = { sequence: entry.sequence, hash: hashOf(sealed) };
    head = written;
    // Read back as a restore would read it: the next generation builds on that.
    if (kind === 'generation') {
      isStale = true;
      // It counts already; when the place goes away now, the next entry begins with this.
      await refreshNow().catch(() => {});
    } else take(entry);
    return written;
  }

  function inTurn<R>(run: (append: Append) => Promise<R>): Promise<R> {
    const turn = last.then(() => run(appendNow));
    last = turn.catch(() => {});
    return turn;
  }

  return {
    ...reader,
    get index() {
      return index;
    },
    packs,
    get blobs() {
      return blobs;
    },
    wal: () => wal,
    head: () => head,
    newest: () => newest,
    append: (entry, at) => inTurn((append) => append(entry, at)),
    inTurn,
    refresh: () => inTurn(refreshNow),
  };
}
