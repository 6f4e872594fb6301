import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP, isIPv4 } from 'node:net';
import * as der from './der.ts';

export type CertificateRequest = {
  subject: string;
  issuer: string;
  publicKey: KeyObject;
  /** Signs: of the authority, or the own one where the certificate is the authority's. ECDSA with P-256. */
  issuerKey: KeyObject;
  issuerPublicKey: KeyObject;
  validFrom: Date;
  validUntil: Date;
  /** An authority may vouch for these names and no others (name constraints), a server carries them. */
  names: readonly string[];
  kind: 'authority' | 'server';
};

const ecdsaWithSha256 = der.sequence(der.oid('1.2.840.10045.4.3.2'));
const serverAuthentication = der.oid('1.3.6.1.5.5.7.3.1');
const keyUses = {
  /** keyCertSign, cRLSign */
  authority: der.bitString(Buffer.from([0b0000_0110]), 1),
  /** digitalSignature */
  server: der.bitString(Buffer.from([0b1000_0000]), 7),
};

/** An X.509 certificate (RFC 5280) as PEM. */
export function writeCertificate(request: CertificateRequest): string {
  const { subject, issuer, publicKey, issuerKey, validFrom, validUntil } = request;
  const body = der.sequence(
    der.tagged(0, der.integer(Buffer.from([2]))),
    der.integer(Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    ecdsaWithSha256,
    nameOf(issuer),
    der.sequence(der.time(validFrom), der.time(validUntil)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der.tagged(3, der.sequence(...extensionsOf(request))),
  );
  const signature = sign('sha256', body, issuerKey);
  const bytes = der.sequence(body, ecdsaWithSha256, der.bitString(signature));
  const lines = bytes.toString('base64').match(/.{1,64}/g)!;
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function extensionsOf({ kind, names, publicKey, issuerPublicKey }: CertificateRequest): Buffer[] {
  const shared = [
    extension('2.5.29.15', true, keyUses[kind]),
    extension('2.5.29.14', false, der.octetString(keyIdOf(publicKey))),
    extension('2.5.29.35', false, der.sequence(der.taggedBytes(0, keyIdOf(issuerPublicKey)))),
  ];
  return kind === 'authority'
    ? [
        extension('2.5.29.19', true, der.sequence(der.boolean(true), der.integer(Buffer.from([0])))),
        extension('2.5.29.30', true, nameConstraints(names)),
        ...shared,
      ]
    : [
        extension('2.5.29.19', true, der.sequence()),
        extension('2.5.29.37', false, der.sequence(serverAuthentication)),
        extension('2.5.29.17', false, der.sequence(...names.map(generalName))),
        ...shared,
      ];
}

function extension(id: string, isCritical: boolean, value: Buffer): Buffer {
  return der.sequence(der.oid(id), ...(isCritical ? [der.boolean(true)] : []), der.octetString(value));
}

function nameOf(commonName: string): Buffer {
  return der.sequence(der.set(der.sequence(der.oid('2.5.4.3'), der.utf8String(commonName))));
}

/** RFC 5280 section 4.2.1.2, method 1: SHA-1 of the key, as a name for it and nothing else. */
function keyIdOf(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]);
  return createHash('sha1').update(point).digest();
}

function generalName(name: string): Buffer {
  return isIP(name) === 0 ? der.taggedBytes(2, Buffer.from(name)) : der.taggedBytes(7, addressBytes(name));
}

/** Whoever gets hold of the authority's key can pass for this server, and for no bank. */
function nameConstraints(names: readonly string[]): Buffer {
  const permitted = names.map((name) =>
    der.sequence(
      isIP(name) === 0
        ? der.taggedBytes(2, Buffer.from(name))
        : der.taggedBytes(7, Buffer.concat([addressBytes(name), Buffer.alloc(isIPv4(name) ? 4 : 16, 0xff)])),
    ),
  );
  return der.sequence(der.tagged(0, ...permitted));
}

function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const zeros = Array<number>(tail === undefined ? 0 : 8 - first.length - last.length).fill(0);
  return Buffer.from([...first, ...zeros, ...last].flatMap((group) => [group >> 8, group & 0xff]));
}
