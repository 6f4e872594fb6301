import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTileTree, leafHash, verifyConsistency, verifyInclusion, walkLog } from './index.ts';
import { makeLog } from './testing/made-log.ts';
import { naiveConsistency, naiveInclusion, naiveRoot } from './testing/naive-tree.ts';
import { emptyEdge, extendTiles, rootOfEdge, type TreeEdge } from './tiles/extend-tiles.ts';

const log = makeLog(70_000);
const entriesOf = (size: number) => log.entries.slice(0, size);
const tree = createTileTree(log);
// Around the borders of tiles, and anywhere below three tiles.
const sizes = fc.oneof(
  fc.integer({ min: 1, max: 800 }),
  fc.constantFrom(1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 70_000),
);
const small = fc.integer({ min: 1, max: 520 });
const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'));

describe('a tree in tiles', () => {
  it('has the root of the recursive definition at every size', async () => {
    for (let size = 0; size <= 300; size += 1) expect(await tree.root(size)).toEqual(naiveRoot(entriesOf(size)));
    expect(await tree.root(70_000)).toEqual(naiveRoot(log.entries));
    expect(log.root).toEqual(naiveRoot(log.entries));
  });

  it('makes the proofs of the recursive definition, and they are accepted', async () => {
    await fc.assert(
      fc.asyncProperty(small, fc.nat(), async (size, seed) => {
        const index = seed % size;
        const proof = await tree.inclusionProof(index, size);
        expect(hex(proof)).toEqual(hex(naiveInclusion(index, entriesOf(size))));
        const claim = { index, size, leaf: leafHash(log.entries[index]!), proof };
        expect(verifyInclusion(claim, naiveRoot(entriesOf(size)))).toBe(true);
        const older = seed % (size + 1);
        const steps = await tree.consistencyProof(older, size);
        expect(hex(steps)).toEqual(hex(naiveConsistency(older, entriesOf(size))));
        const heads = [older, size].map((at) => ({ size: at, root: naiveRoot(entriesOf(at)) }));
        expect(verifyConsistency(heads[0]!, heads[1]!, steps)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('accepts no proof of which anything was changed', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), fc.integer({ min: 0, max: 255 }), async (size, seed, bit, which) => {
        const index = seed % size;
        const proof = await tree.inclusionProof(index, size);
        const root = await tree.root(size);
        const claim = { index, size, leaf: leafHash(log.entries[index]!), proof };
        const wrongs = [
          { ...claim, index: index + 1 },
          { ...claim, index: index - 1 },
          { ...claim, leaf: flip(claim.leaf, bit) },
          { ...claim, proof: [...proof, root] },
          { ...claim, proof: [root, ...proof] },
          ...(proof.length > 0
            ? [
                { ...claim, proof: proof.slice(1) },
                { ...claim, proof: proof.slice(0, -1) },
                { ...claim, proof: proof.with(which % proof.length, flip(proof[which % proof.length]!, bit)) },
              ]
            : []),
        ];
        for (const wrong of wrongs) expect(verifyInclusion(wrong, root)).toBe(false);

        const older = (which % size) + 1;
        const steps = await tree.consistencyProof(older, size);
        const olderRoot = await tree.root(older);
        const verdict = (at: number, from: Buffer, to: Buffer, how: Buffer[]) =>
          verifyConsistency({ size: at, root: from }, { size, root: to }, how);
        expect(verdict(older, olderRoot, root, steps)).toBe(true);
        expect(verdict(older, flip(olderRoot, bit), root, steps)).toBe(false);
        expect(verdict(older, olderRoot, flip(root, bit), steps)).toBe(false);
        expect(verdict(older, olderRoot, root, [...steps, root])).toBe(false);
        if (steps.length > 0) expect(verdict(older, olderRoot, root, steps.slice(0, -1))).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('is the same tree however the entries came: at once or in any batches', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 12 }), (batches) => {
        let edge: TreeEdge = emptyEdge;
        const tiles = new Map<string, Buffer>();
        for (const batch of batches) {
          const leaves = Buffer.concat(log.entries.slice(edge.size, edge.size + batch).map(leafHash));
          const extended = extendTiles(edge, leaves);
          for (const { level, index, hashes } of extended.tiles) {
            const before = tiles.get(`${level}/${index}`);
            // What is written to a tile again begins with what was there.
            if (before) expect(hashes.subarray(0, before.length).equals(before)).toBe(true);
            tiles.set(`${level}/${index}`, hashes);
          }
          edge = extended.edge;
        }
        const atOnce = makeLog(edge.size);
        expect(rootOfEdge(edge)).toEqual(atOnce.root);
        expect([...tiles.keys()].sort()).toEqual([...atOnce.tiles.keys()].sort());
        for (const [key, hashes] of tiles) expect(atOnce.tiles.get(key)!.equals(hashes)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  it('is walked whole, and tells the roots of older sizes on the way', async () => {
    const wanted = [0, 1, 255, 256, 300, 65_536, 69_999, 70_000];
    let seen = 0;
    const walk = await walkLog({
      source: log,
      size: 70_000,
      sizes: wanted,
      onEntries: (first, entries) => {
        expect(first).toBe(seen);
        seen += entries.length;
      },
    });
    expect(walk.isWhole).toBe(true);
    expect(walk.root).toEqual(log.root);
    expect(seen).toBe(70_000);
    for (const size of wanted) expect(walk.rootsAt.get(size)).toEqual(await tree.root(size));
  });
});

function flip(hash: Buffer, bit: number): Buffer {
  const changed = Buffer.from(hash);
  const place = bit % 256;
  changed[Math.floor(place / 8)]! ^= 1 << (place % 8);
  return changed;
}
