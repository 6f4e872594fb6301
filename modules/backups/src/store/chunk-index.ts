/** A pack is one object that holds many sealed chunks, one behind the other. Its name is the SHA-256 of its bytes. */
export type Pack = { name: string; size: number; chunks: readonly PackedChunk[] };
/** Id, where in the pack, and how many sealed bytes. */
export type PackedChunk = readonly [id: string, offset: number, length: number];

export type ChunkPlace = { pack: string; offset: number; length: number };

/** Where each chunk lies. About 120 bytes of memory a chunk. */
export type ChunkIndex = {
  add(pack: Pack): void;
  find(id: string): ChunkPlace | null;
  packs(): IterableIterator<Pack>;
  readonly chunkCount: number;
};

export function createChunkIndex(): ChunkIndex {
  const packs = new Map<string, Pack>();
  const places = new Map<string, { pack: Pack; at: number }>();
  return {
    add(pack) {
      if (packs.has(pack.name)) return;
      packs.set(pack.name, pack);
      for (const [at, [id]] of pack.chunks.entries()) if (!places.has(id)) places.set(id, { pack, at });
    },
    find(id) {
      const place = places.get(id);
      if (place === undefined) return null;
      const [, offset, length] = place.pack.chunks[place.at]!;
      return { pack: place.pack.name, offset, length };
    },
    packs: () => packs.values(),
    get chunkCount() {
      return places.size;
    },
  };
}

export function packKey(name: string): string {
  return `packs/${name.slice(0, 2)}/${name}`;
}
