import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { MalformedError } from '../errors.ts';

/** Signature type of Ed25519 in C2SP signed-note. */
const ed25519Type = 1;
const publicKeyLength = 32;
// SubjectPublicKeyInfo of Ed25519 (RFC 8410) before the 32 bytes of the key.
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** A public key with the name that it signs under. */
export type VerifierKey = {
  name: string /** First four bytes of a hash: a hint, no security. */;
  id: number;
  publicKey: Buffer;
};

/** `SHA-256(name || 0x0A || 0x01 || public key)[:4]`, as C2SP signed-note has it for Ed25519. */
export function verifierKey(name: string, publicKey: Uint8Array): VerifierKey {
  ensureKeyName(name);
  if (publicKey.length !== publicKeyLength) throw new MalformedError('public key', `not ${publicKeyLength} bytes`);
  const digest = createHash('sha256').update(`${name}\n`).update(Uint8Array.of(ed25519Type)).update(publicKey).digest();
  return { name, id: digest.readUInt32BE(0), publicKey: Buffer.from(publicKey) };
}

/** `name+0a1b2c3d+base64(0x01 || public key)`: the one-line form that tools of such logs exchange. */
export function formatVerifierKey({ name, id, publicKey }: VerifierKey): string {
  return `${name}+${hexId(id)}+${Buffer.concat([Uint8Array.of(ed25519Type), publicKey]).toString('base64')}`;
}

/** @throws MalformedError also when the id does not belong to the key */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim()) ?? [];
  if (name === undefined || encoded === undefined) throw new MalformedError('public key', 'not name+id+key');
  const bytes = strictBase64(encoded, 'public key');
  if (bytes[0] !== ed25519Type) throw new MalformedError('public key', 'not an Ed25519 key');
  const key = verifierKey(name, bytes.subarray(1));
  if (hexId(key.id) !== id) throw new MalformedError('public key', 'its id belongs to another key');
  return key;
}

export function hexId(id: number): string {
  return id.toString(16).padStart(8, '0');
}

/** For OpenSSL and other tools that know nothing of notes. */
export function publicKeyPem({ publicKey }: Pick<VerifierKey, 'publicKey'>): string {
  return publicKeyObject(publicKey).export({ format: 'pem', type: 'spki' }).toString();
}

export function publicKeyObject(publicKey: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([spkiPrefix, publicKey]), format: 'der', type: 'spki' });
}

/** Not empty, no spaces of any script, no plus sign. @throws MalformedError */
export function ensureKeyName(name: string): void {
  if (name === '' || name.length > 255 || /[\s+\p{Cc}]/u.test(name) || !name.isWellFormed())
    throw new MalformedError('key name', 'empty, too long, or with spaces, plus or control signs');
}

/** One value has one text: padding, and no bits that are not used. @throws MalformedError */
export function strictBase64(text: string, what: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new MalformedError(what, 'not base64');
  return bytes;
}
