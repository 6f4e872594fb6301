import { createHash } from 'node:crypto';
import { ObjectExistsError, type Target } from '../targets/target.ts';
import type { ChunkCodec } from './chunk-codec.ts';
import { type ChunkIndex, type Pack, type PackedChunk, packKey } from './chunk-index.ts';

/** A pack is written when it holds this much: few enough objects for a slow store, little enough memory. */
const packBytes = 8 * 1024 ** 2;
/** Chunks that are compressed at the same time. */
const lanes = 3;

export type PackWriter = {
  /** Stores the bytes unless they are there; resolves with the id when there is room for more, not when they are safe: see `flush`. */
  add(bytes: Uint8Array, options: { isCompressible: boolean }): Promise<string>;
  /** Everything that was added is safe at the target when it resolves. */
  flush(): Promise<void>;
  /** Packs that were written and that no entry of the journal names yet. */
  takeUnnamed(): Pack[];
  /** Back again: the entry was not written. */
  giveBack(packs: readonly Pack[]): void;
  /** Sealed bytes that were written. */
  readonly writtenBytes: number;
};

export type PackWriterOptions = {
  target: Target;
  codec: ChunkCodec;
  index: Pick<ChunkIndex, 'add' | 'find'>;
  lockedUntil: () => Date | undefined;
};

/** Gathers chunks into packs. One writer at a time on a store; its calls may overlap. */
export function createPackWriter({ target, codec, index, lockedUntil }: PackWriterOptions): PackWriter {
  let parts: Buffer[] = [];
  let chunks: PackedChunk[] = [];
  let size = 0;
  let writtenBytes = 0;
  let unnamed: Pack[] = [];
  const pending = new Set<string>();
  const sealing = new Set<Promise<void>>();
  let putting: Promise<void> = Promise.resolve();
  let failure: { error: unknown } | null = null;

  async function sealOne(id: string, bytes: Uint8Array, isCompressible: boolean): Promise<void> {
    const sealed = await codec.seal(id, bytes, isCompressible);
    chunks.push([id, size, sealed.length]);
    parts.push(sealed);
    size += sealed.length;
    if (size >= packBytes) cut();
  }

  /** Takes what was gathered out of the way and puts it, one pack after the other. */
  function cut(): void {
    if (chunks.length === 0) return;
    const bytes = Buffer.concat(parts, size);
    const name = createHash('sha256').update(bytes).digest('hex');
    const pack: Pack = { name, size, chunks };
    parts = [];
    chunks = [];
    size = 0;
    putting = putting.then(async () => {
      if (failure) return;
      try {
        const until = lockedUntil();
        await target.put(packKey(name), bytes, until ? { lockedUntil: until } : {}).catch((error: unknown) => {
          // The same bytes under the name of their hash.
          if (!(error instanceof ObjectExistsError)) throw error;
        });
        writtenBytes += bytes.length;
        index.add(pack);
        unnamed.push(pack);
        for (const [id] of pack.chunks) pending.delete(id);
      } catch (error) {
        failure = { error };
      }
    });
  }

  function throwFailure(): void {
    if (!failure) return;
    const { error } = failure;
    // What was on its way is lost; the next attempt begins with an empty pack.
    failure = null;
    parts = [];
    chunks = [];
    size = 0;
    pending.clear();
    throw error;
  }

  return {
    async add(bytes, { isCompressible }) {
      throwFailure();
      const id = codec.idOf(bytes);
      if (pending.has(id) || index.find(id) !== null) return id;
      pending.add(id);
      while (sealing.size >= lanes) await Promise.race(sealing);
      const one: Promise<void> = sealOne(id, bytes, isCompressible)
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => sealing.delete(one));
      sealing.add(one);
      // At most two packs in memory: one that grows, one on its way.
      if (size > packBytes / 2) await putting;
      return id;
    },
    async flush() {
      await Promise.all(sealing);
      cut();
      await putting;
      throwFailure();
    },
    takeUnnamed() {
      const taken = unnamed;
      unnamed = [];
      return taken;
    },
    giveBack(packs) {
      unnamed = [...packs, ...unnamed];
    },
    get writtenBytes() {
      return writtenBytes;
    },
  };
}
