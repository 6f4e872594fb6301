import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeBundle,
  encodeBundle,
  formatProofFile,
  formatVerifierKey,
  MalformedError,
  type NoteSigner,
  parseCheckpoint,
  parseNote,
  parseProofFile,
  parseTilePath,
  parseVerifierKey,
  signCheckpoint,
  signNote,
  tilePath,
  verifierKey,
  verifyNote,
} from './index.ts';
import { leafHashesOf } from './tiles/entry-bundle.ts';
import { leafHash } from './tree/hashing.ts';

const signer = (name: string): NoteSigner => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { key: verifierKey(name, publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)), privateKey };
};
const log = signer('nexus.example/log');
const root = Buffer.alloc(32, 7);
const note = signCheckpoint({ origin: 'nexus.example/log', size: 42, root }, [log]);

/** Whatever comes in, a parser gives a value or a MalformedError, never anything else; and what it accepts has exactly one text. */
function refusesOrReturns(parse: (text: string) => unknown, format?: (value: never) => string) {
  return (text: string): void => {
    try {
      const value = parse(text);
      if (format) expect(format(value as never)).toBe(text);
    } catch (error) {
      expect(error).toBeInstanceOf(MalformedError);
    }
  };
}

/** Texts near a good one: cut, repeated, with one sign changed. */
const near = (good: string) =>
  fc.oneof(
    fc.nat(good.length).map((end) => good.slice(0, end)),
    fc
      .tuple(fc.nat(good.length - 1), fc.string({ minLength: 1, maxLength: 2, unit: 'binary' }))
      .map(([at, other]) => good.slice(0, at) + other + good.slice(at + 1)),
    fc.tuple(fc.nat(good.length - 1), fc.nat(good.length)).map(([at, end]) => good.slice(0, end) + good.slice(at)),
    fc.string({ unit: 'binary' }),
  );

describe('parsers', () => {
  const proof = formatProofFile({ index: 3, proof: [root, root], checkpoint: note });
  const cases: [string, string, (text: string) => void][] = [
    ['tile paths', 'tile/0/x001/x234/067.p/12', refusesOrReturns(parseTilePath, tilePath)],
    ['verifier keys', formatVerifierKey(log.key), refusesOrReturns((text) => parseVerifierKey(text))],
    ['notes', note, refusesOrReturns(parseNote)],
    ['checkpoints', note, refusesOrReturns(parseCheckpoint)],
    ['proofs', proof, refusesOrReturns(parseProofFile, formatProofFile)],
  ];
  it.each(cases)('take %s or refuse them', (_, good, check) => {
    check(good);
    fc.assert(fc.property(near(good), check), { numRuns: 1_000 });
  });

  it('take bundles or refuse them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        try {
          const entries = decodeBundle(bytes);
          if (entries.length > 0) expect(encodeBundle(entries).equals(bytes)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('give bundles back as they were, with the hashes of their entries, and do not change them', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 256 }), (entries) => {
        const bundle = encodeBundle(entries);
        const before = Buffer.from(bundle);
        const decoded = decodeBundle(bundle);
        expect(decoded.map((entry) => [...entry])).toEqual(entries.map((entry) => [...entry]));
        expect(leafHashesOf(decoded)).toEqual(Buffer.concat(entries.map(leafHash)));
        expect(bundle).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  it('say at which entry a bundle breaks off, and refuse the 257th', () => {
    const bundle = encodeBundle([Buffer.alloc(3), Buffer.alloc(5)]);
    expect(() => decodeBundle(bundle.subarray(0, -1))).toThrow(/ends within entry 1/);
    expect(() => decodeBundle(bundle.subarray(0, 6))).toThrow(/ends in the length of entry 1/);
    expect(() => decodeBundle(Buffer.alloc(2 * 257))).toThrow(/more than 256/);
    expect(() => encodeBundle([Buffer.alloc(65_536)])).toThrow(/at most 65535/);
  });
});

describe('notes', () => {
  it('hold for whoever has the key, and for no changed sign of the text', () => {
    expect(verifyNote(parseNote(note), [log.key])).toMatchObject({ isSigned: true });
    const text = note.slice(0, note.indexOf('\n\n') + 1);
    for (let at = 0; at < text.length - 1; at += 1) {
      const changed = note.slice(0, at) + (text[at] === '1' ? '2' : '1') + note.slice(at + 1);
      const verdict = () => verifyNote(parseNote(changed), [log.key]);
      // A line feed less may leave a note that is none.
      try {
        expect(verdict()).toEqual({ isSigned: false, fault: 'wrong_signature' });
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedError);
      }
    }
  });

  it('pass over signatures of others, but not a wrong one in the name of a known key', () => {
    const other = signer('witness.example/w1');
    const both = parseNote(signNote('text\n', [other, log]));
    expect(verifyNote(both, [log.key])).toEqual({ isSigned: true, by: [log.key] });
    expect(verifyNote(both, [signer('nexus.example/log').key])).toEqual({ isSigned: false, fault: 'unknown_keys' });
    const forged = { ...both, signatures: both.signatures.map((one) => ({ ...one, signature: Buffer.alloc(64, 1) })) };
    expect(verifyNote(forged, [log.key])).toEqual({ isSigned: false, fault: 'wrong_signature' });
  });

  it('are refused with control signs, key names with spaces or plus, ids of other keys', () => {
    expect(() => signNote('a\tb\n', [log])).toThrow(MalformedError);
    expect(() => signNote('a', [log])).toThrow(MalformedError);
    expect(() => verifierKey('two words', log.key.publicKey)).toThrow(MalformedError);
    expect(() => verifierKey('a+b', log.key.publicKey)).toThrow(MalformedError);
    const text = formatVerifierKey(log.key);
    expect(parseVerifierKey(text)).toEqual(log.key);
    expect(() => parseVerifierKey(text.replace('nexus.example', 'nexus.exampl3'))).toThrow(/another key/);
  });
});
