import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  createCompactRange,
  createTileTree,
  emptyRoot,
  leafHash,
  merkleRoot,
  nodeHash,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  signNote,
  tilePath,
  tilesOf,
  verifierKey,
  verifyConsistency,
  verifyInclusion,
  verifyNote,
} from './index.ts';
import { emptyEdge, extendTiles } from './tiles/extend-tiles.ts';

// The inputs, roots and proofs of the reference implementations of Certificate Transparency (certificate-transparency-go, merkle of transparency-dev).
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (hex) => Buffer.from(hex, 'hex'),
);
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const a = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7';
const b = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e';
const c = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4';
const d = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b';
const e = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0';
const f = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a';
const g = 'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f';
// Places from 0.
const inclusions: [index: number, size: number, proof: string[]][] = [
  [0, 1, []],
  [0, 8, [a, b, c]],
  [5, 8, [d, e, roots[3]!]],
  [2, 3, [roots[1]!]],
  [1, 5, [roots[0]!, b, d]],
];
const consistencies: [older: number, size: number, proof: string[]][] = [
  [1, 1, []],
  [1, 8, [a, b, c]],
  [6, 8, [f, e, roots[3]!]],
  [2, 5, [b, d]],
  [6, 7, [f, g, roots[3]!]],
];

const bytes = (hex: string) => Buffer.from(hex, 'hex');
const treeOf = (size: number) => {
  const { tiles } = extendTiles(emptyEdge, Buffer.concat(leaves.slice(0, size).map(leafHash)));
  return createTileTree({
    readTile: async (level, index) => tiles.find((tile) => tile.level === level && tile.index === index)!.hashes,
  });
};

describe('Certificate Transparency (RFC 6962)', () => {
  it('has the published hashes of nothing, of the empty leaf, of a leaf and of a node', () => {
    expect(emptyRoot().toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(leafHash(Buffer.alloc(0)).toString('hex')).toBe(roots[0]);
    expect(leafHash(Buffer.from('L123456')).toString('hex')).toBe(
      '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
    );
    expect(nodeHash(bytes(roots[0]!), bytes(a)).toString('hex')).toBe(roots[1]);
  });

  it('has the published roots of one to eight leaves, by level, by range and by tiles', async () => {
    const range = createCompactRange();
    for (const [index, root] of roots.entries()) {
      const hashes = leaves.slice(0, index + 1).map(leafHash);
      range.append(hashes.at(-1)!);
      expect(merkleRoot(Buffer.concat(hashes)).toString('hex')).toBe(root);
      expect(range.root().toString('hex')).toBe(root);
      expect((await treeOf(index + 1).root(index + 1)).toString('hex')).toBe(root);
    }
  });

  it.each(inclusions)(
    'makes and accepts the published proof of leaf %i in a tree of %i',
    async (index, size, proof) => {
      expect((await treeOf(size).inclusionProof(index, size)).map((hash) => hash.toString('hex'))).toEqual(proof);
      const claim = { index, size, leaf: leafHash(leaves[index]!), proof: proof.map(bytes) };
      expect(verifyInclusion(claim, bytes(roots[size - 1]!))).toBe(true);
    },
  );

  it.each(consistencies)('makes and accepts the published proof from %i to %i leaves', async (older, size, proof) => {
    expect((await treeOf(size).consistencyProof(older, size)).map((hash) => hash.toString('hex'))).toEqual(proof);
    const [olderRoot, root] = [bytes(roots[older - 1]!), bytes(roots[size - 1]!)];
    expect(verifyConsistency({ size: older, root: olderRoot }, { size, root }, proof.map(bytes))).toBe(true);
  });
});

describe('C2SP', () => {
  it('reads the published example of a note, and signs one of that form', () => {
    const example = [
      'Ognuno sta solo sul cuor della terra',
      'trafitto da un raggio di sole:',
      '',
      'ed è subito sera.',
      '',
      '— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=',
      '',
    ].join('\n');
    const { text, signatures } = parseNote(example);
    expect(text).toMatch(/^Ognuno.*\n\ned è subito sera\.\n$/s);
    expect(signatures).toMatchObject([{ name: 'quasimodo.example/salvatore', id: 0x367ba04b }]);
    expect(signatures[0]!.signature.length).toBe(64);
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = verifierKey(
      'quasimodo.example/salvatore',
      publicKey.export({ format: 'der', type: 'spki' }).subarray(-32),
    );
    const note = parseNote(signNote(text, [{ key, privateKey }]));
    expect(verifyNote(note, [key])).toMatchObject({ isSigned: true });
  });

  it('reads the published example of a checkpoint', () => {
    const example =
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
      '— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n';
    expect(parseCheckpoint(example)).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163 });
  });

  it('computes the id of the key of the Go checksum database, and verifies a note of the Go documentation', () => {
    const sumDb = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
    expect(parseVerifierKey(sumDb).id).toBe(0x033de0ae);
    const peter = parseVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    const note =
      "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
    expect(verifyNote(parseNote(note), [peter])).toMatchObject({ isSigned: true });
    expect(verifyNote(parseNote(note.replace('answer', 'anwser')), [peter])).toEqual({
      isSigned: false,
      fault: 'wrong_signature',
    });
  });

  it('has the tiles and paths that tlog-tiles gives as examples', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    const addresses = [...tilesOf(70_000)].filter(({ level }) => level !== null);
    const count = (level: number, width: (n: number) => boolean) =>
      addresses.filter((tile) => tile.level === level && width(tile.width)).length;
    expect(count(0, (n) => n === 256)).toBe(273);
    expect(addresses.filter(({ width }) => width < 256)).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
    expect(count(1, (n) => n === 256)).toBe(1);
    expect([...tilesOf(256)].filter(({ level }) => level !== null)).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: 1, index: 0, width: 1 },
    ]);
  });
});
