import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { signedBytes } from '../container/container.ts';
import type { DocumentKind } from '../container/document-kinds.ts';

/** The one algorithm of version 1 of the format. Stands in every payload too, so that it is under the signature. */
export const algorithm = 'Ed25519';
export const publicKeyLength = 32;

/** Its 32 bytes, and the name that files know it by. */
export type PublicKey = { kid: string; bytes: Buffer };
export type SigningKey = PublicKey & { privateKey: KeyObject };

/** First 16 bytes of the SHA-256 of the key's 32, in hexadecimal: nobody chooses it. */
export function keyId(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 32);
}

export function publicKeyOf(bytes: Uint8Array): PublicKey {
  if (bytes.length !== publicKeyLength) throw new TypeError(`a public key has ${publicKeyLength} bytes`);
  return { kid: keyId(bytes), bytes: Buffer.from(bytes) };
}

export function newSigningKey(): SigningKey {
  return signingKeyOf(generateKeyPairSync('ed25519').privateKey);
}

/** @throws TypeError for a key of another algorithm */
export function signingKeyOf(privateKey: KeyObject): SigningKey {
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 key');
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { ...publicKeyOf(Buffer.from(x!, 'base64url')), privateKey };
}

/** PKCS #8 in PEM: what OpenSSL writes too. */
export function readPrivatePem(pem: string): SigningKey {
  return signingKeyOf(createPrivateKey(pem));
}

export function privatePemOf({ privateKey }: SigningKey): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function readPublicPem(pem: string): PublicKey {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 key');
  return publicKeyOf(Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url'));
}

export function publicPemOf({ bytes }: Pick<PublicKey, 'bytes'>): string {
  return keyObject(bytes).export({ type: 'spki', format: 'pem' }).toString();
}

export function signDocument(kind: DocumentKind, payload: Uint8Array, { privateKey }: SigningKey): Buffer {
  return sign(null, signedBytes(kind, payload), privateKey);
}

export function isSignedBy(
  kind: DocumentKind,
  payload: Uint8Array,
  signature: Uint8Array,
  { bytes }: Pick<PublicKey, 'bytes'>,
): boolean {
  return verify(null, signedBytes(kind, payload), keyObject(bytes), signature);
}

function keyObject(bytes: Buffer): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' });
}
