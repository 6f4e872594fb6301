import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ReleaseError } from './release-error.ts';

/** Ed25519 (RFC 8032) over the bytes of the manifest. Keys are PEM, the signature its 64 bytes, so that `openssl pkeyutl -rawin` checks it too. */
export function createReleaseKey(): { privatePem: string; publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

export function signBytes(bytes: string | Uint8Array, privatePem: string): Buffer {
  return sign(null, Buffer.from(bytes), readKey('private', privatePem));
}

export function publicPemOf(privatePem: string): string {
  return createPublicKey(readKey('private', privatePem)).export({ type: 'spki', format: 'pem' }).toString();
}

export function isSignedBy(bytes: string | Uint8Array, signature: Uint8Array, publicPem: string): boolean {
  return signature.length === 64 && verify(null, Buffer.from(bytes), readKey('public', publicPem), signature);
}

/** SHA-256 of the key's 32 bytes, in groups: what two people read to each other. */
export function fingerprintOf(publicPem: string): string {
  const { x } = readKey('public', publicPem).export({ format: 'jwk' });
  const hex = createHash('sha256')
    .update(Buffer.from(x ?? '', 'base64url'))
    .digest('hex');
  return hex.match(/.{4}/g)!.join(' ');
}

/** @throws ReleaseError `key_file` */
export function readPublicKeyFile(path: string): string {
  try {
    const pem = readFileSync(path, 'utf8');
    readKey('public', pem);
    return pem;
  } catch (cause) {
    throw new ReleaseError(
      'key_file',
      `${path} no es una clave pública Ed25519 legible. / ${path} is no readable Ed25519 public key.`,
      { cause },
    );
  }
}

function readKey(kind: 'private' | 'public', pem: string): KeyObject {
  const key = kind === 'private' ? createPrivateKey(pem) : createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 key');
  return key;
}
