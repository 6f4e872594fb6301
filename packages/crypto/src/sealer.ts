import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { SealContext, Sealer, SealPurpose } from './contract.ts';
import { bufferOf, envelopeKeyId, keyIdBytes, objectMagic, openEnvelope, sealEnvelope } from './envelope.ts';
import { SealBrokenError } from './errors.ts';
import { encodeFields, expandKey, purposeKey } from './key-derivation.ts';
import { newStreamHeader, openChunkRange, openChunks, sealChunks, streamKeyId, streamMagic } from './stream.ts';

export type SpaceKey = {
  keyId: Uint8Array;
  spaceKey: Uint8Array;
  /** Of the space's first key, for later ones: what was found by fingerprint before a rotation is found after it. */
  fingerprintKey?: Uint8Array;
};

export type SealerOptions = SpaceKey & {
  spaceId: string;
  /** Earlier keys of the space: they open what they sealed, and seal nothing new. */
  retiredKeys?: readonly SpaceKey[];
};

/** 64 kinds: they are constants of the code, and a caller that passes input as a kind must not fill the memory. */
const maxFingerprintKinds = 64;

/**
 * A `Sealer` of one space on AES-256-GCM. Every object has a key of its own (HKDF over the space's key for the purpose, with kind, object
 * id, space id and version in the info), so a random 96-bit nonce meets only the revisions of one object, far below the bound of 2^32.
 * Synchronous calls; measured figures are in the README.
 */
export function createSealer(options: SealerOptions): Sealer {
  const { spaceId } = options;
  const current = keySet(spaceId, options);
  const retired = (options.retiredKeys ?? []).map((key) => keySet(spaceId, key));
  return sealerOf({ spaceId, current, retired });
}

/**
 * What a sealer is made of, fit for `postMessage` to another thread of this process. Keys travel as handles to the memory that holds them here:
 * no second copy of their bytes comes into being, and Node frees it when the last holder lets go.
 */
export type SharedSealer = { spaceId: string; current: KeySet; retired: readonly KeySet[] };

const sharedOf = new WeakMap<Sealer, SharedSealer>();

/** @throws TypeError for a sealer that `createSealer` or `joinSealer` did not make */
export function shareSealer(sealer: Sealer): SharedSealer {
  const shared = sharedOf.get(sealer);
  if (shared === undefined) throw new TypeError('not a sealer of this package');
  return shared;
}

/** The same sealer in another thread: opens what the first seals, and the other way round. */
export function joinSealer(shared: SharedSealer): Sealer {
  return sealerOf(shared);
}

/**
 * The same sealer with the index terms of another of the space's keys: an index is blinded under one key as a whole, and goes on under that one until it
 * is built anew. Null is the oldest key. @throws SealBrokenError `unknown_key`
 */
export function blindingAs(sealer: Sealer, keyId: Uint8Array | null): Sealer {
  const shared = shareSealer(sealer);
  const sets = [shared.current, ...shared.retired];
  const wanted = keyId === null ? sets.at(-1) : sets.find((set) => Buffer.from(set.keyId).equals(keyId));
  if (wanted === undefined) throw new SealBrokenError('unknown_key');
  if (wanted === shared.current) return sealer;
  return sealerOf({ ...shared, current: { ...shared.current, indexTerm: wanted.indexTerm } });
}

/** The key of a space's fingerprints, which every later key of the space carries on. */
export function fingerprintKeyOf({ spaceKey, fingerprintKey }: Omit<SpaceKey, 'keyId'>, spaceId: string): Buffer {
  return fingerprintKey ? Buffer.from(fingerprintKey) : purposeKey(spaceKey, spaceId, 'fingerprint').export();
}

/** The key id that a sealed object or stream names, without opening it. @throws SealBrokenError when it is neither */
export function sealedKeyId(sealed: Uint8Array): Buffer {
  const bytes = bufferOf(sealed);
  const isOurs = [objectMagic, streamMagic].some(
    (magic) => bytes.length > magic.length + keyIdBytes && magic.compare(bytes, 0, magic.length) === 0,
  );
  if (!isOurs) throw new SealBrokenError('format');
  return bytes.subarray(objectMagic.length, objectMagic.length + keyIdBytes);
}

function sealerOf(shared: SharedSealer): Sealer {
  const { spaceId, current, retired } = shared;
  const fingerprintKeys = new Map<string, KeyObject>();

  const keySetOf = (keyId: Buffer): KeySet => {
    const earlier = [current, ...retired].find((set) => keyId.equals(set.keyId));
    if (earlier === undefined) throw new SealBrokenError('unknown_key');
    return earlier;
  };

  const seal = (context: SealContext, plaintext: Uint8Array): Buffer => {
    const associated = encodeContext(spaceId, context);
    const key = expandKey(current[context.purpose ?? 'content'], associated);
    return sealEnvelope(objectMagic, current.keyId, key, associated, plaintext);
  };
  const open = (context: SealContext, bytes: Uint8Array): Buffer => {
    const sealed = bufferOf(bytes);
    const keys = keySetOf(envelopeKeyId(objectMagic, sealed));
    const associated = encodeContext(spaceId, context);
    return openEnvelope(expandKey(keys[context.purpose ?? 'content'], associated), associated, sealed);
  };
  const streamKeyOf =
    (context: SealContext, associated: Buffer) =>
    (header: Buffer): Buffer =>
      expandKey(keySetOf(streamKeyId(header))[context.purpose ?? 'content'], Buffer.concat([header, associated]));

  const fingerprintKey = (kind: string): KeyObject => {
    const known = fingerprintKeys.get(kind);
    if (known !== undefined) return known;
    const key = createSecretKey(expandKey(current.fingerprint, encodeFields([kind])));
    if (fingerprintKeys.size < maxFingerprintKinds) fingerprintKeys.set(kind, key);
    return key;
  };

  const sealer: Sealer = {
    spaceId,
    keyId: current.keyId,
    seal,
    open,
    sealText: (context, text) => seal(context, Buffer.from(text)),
    openText: (context, sealed) => open(context, sealed).toString('utf8'),
    sealJson: (context, value) => {
      const json: string | undefined = JSON.stringify(value);
      if (json === undefined) throw new TypeError('the value has no JSON form');
      return seal(context, Buffer.from(json));
    },
    openJson: (context, sealed) => JSON.parse(open(context, sealed).toString('utf8')),
    sealStream: (context, source) => {
      const associated = encodeContext(spaceId, context);
      return sealChunks(newStreamHeader(current.keyId), streamKeyOf(context, associated), associated, source);
    },
    openStream: (context, sealed) => {
      const associated = encodeContext(spaceId, context);
      return openChunks(streamKeyOf(context, associated), associated, sealed);
    },
    openRange: (context, sealedSize, read, start, end) => {
      const associated = encodeContext(spaceId, context);
      return openChunkRange(streamKeyOf(context, associated), associated, sealedSize, read, start, end);
    },
    fingerprint: (kind, value) => createHmac('sha256', fingerprintKey(kind)).update(value).digest(),
    fingerprintStream: (kind) => {
      const hmac = createHmac('sha256', fingerprintKey(kind));
      return {
        update: (chunk) => {
          hmac.update(chunk);
        },
        digest: () => hmac.digest(),
      };
    },
    blindTerm: (term) => createHmac('sha256', current.indexTerm).update(term).digest().readBigUInt64BE(0),
  };
  sharedOf.set(sealer, shared);
  return sealer;
}

type KeySet = { keyId: Uint8Array } & Record<SealPurpose | 'fingerprint' | 'indexTerm', KeyObject>;

function keySet(spaceId: string, { keyId, spaceKey, fingerprintKey }: SpaceKey): KeySet {
  if (keyId.length !== keyIdBytes) throw new TypeError('a key id has 16 bytes');
  if (spaceKey.length !== 32) throw new TypeError('a space key has 32 bytes');
  return {
    keyId: Buffer.from(keyId),
    content: purposeKey(spaceKey, spaceId, 'content'),
    segment: purposeKey(spaceKey, spaceId, 'segment'),
    cache: purposeKey(spaceKey, spaceId, 'cache'),
    fingerprint: fingerprintKey ? createSecretKey(fingerprintKey) : purposeKey(spaceKey, spaceId, 'fingerprint'),
    indexTerm: purposeKey(spaceKey, spaceId, 'index-term'),
  };
}

/** Purpose, kind, object id, space id and version, each behind its length. */
function encodeContext(spaceId: string, context: SealContext): Buffer {
  const version = context.version ?? 1;
  if (!Number.isSafeInteger(version) || version < 0) throw new TypeError('a version is a whole number');
  return encodeFields([
    'nexus/seal/1',
    context.purpose ?? 'content',
    context.kind,
    context.objectId,
    spaceId,
    String(version),
  ]);
}
