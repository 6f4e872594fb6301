import { createHash } from 'node:crypto';
import { readFileBytes } from '../container/armour.ts';
import { decodeFile, encodeDocument, type SignedDocument } from '../container/container.ts';
import { refuse } from '../errors.ts';
import { isSignedBy, type PublicKey, publicKeyOf, type SigningKey, signDocument } from '../keys/signing-key.ts';
import { ensureMaySign, openIntermediate, type Trust, type TrustedKey, whyNot } from '../keys/trust.ts';
import { type Documents, decodePayload, encodePayload, type Unsigned } from './documents.ts';
import type { KeyPurpose } from './key.ts';

/** What a machine signs with the key that it made for itself. */
export type DeviceKind = 'activation-request' | 'deactivation-receipt' | 'usage-report';

export type Opened<Kind extends KeyPurpose | DeviceKind> = {
  content: Documents[Kind];
  /** SHA-256 of the signed document: what the next one of a chain names. */
  digest: string;
  signedBy: Kind extends KeyPurpose ? TrustedKey : PublicKey;
};

/** A key file as the root signs it, to be put in front of what the key signs. */
export function signIntermediate(content: Unsigned<'key'>, root: SigningKey): Buffer {
  return encode('key', content, root);
}

/** @throws LicenceFileError */
export function readIntermediate(given: Uint8Array | string, trust: Trust): TrustedKey {
  const documents = decodeFile(readFileBytes(given));
  if (documents.length !== 1) refuse('wrong_kind', 'not one key alone');
  return openIntermediate(documents[0]!, trust);
}

/** @param chain the intermediate's own file, from `signIntermediate` */
export function signIssued<Kind extends KeyPurpose>(
  kind: Kind,
  content: Unsigned<Kind>,
  { key, chain }: { key: SigningKey; chain: Uint8Array },
): Buffer {
  return Buffer.concat([chain, encode(kind, content, key)]);
}

export function signByDevice<Kind extends DeviceKind>(kind: Kind, content: Unsigned<Kind>, key: SigningKey): Buffer {
  return encode(kind, content, key);
}

function encode<Kind extends KeyPurpose | DeviceKind | 'key'>(
  kind: Kind,
  content: Unsigned<Kind>,
  key: SigningKey,
): Buffer {
  const payload = encodePayload(kind, content, key.kid);
  return encodeDocument({ kind, payload, signature: signDocument(kind, payload, key) });
}

/** A file of the issuer: its key is vouched for by a pinned root. @throws LicenceFileError */
export function openIssued<Kind extends KeyPurpose>(
  kind: Kind,
  given: Uint8Array | string,
  trust: Trust,
): Opened<Kind> {
  const [first, second] = decodeFile(readFileBytes(given));
  const document = second ?? first!;
  if (document.kind !== kind) refuse('wrong_kind', `a ${document.kind} where a ${kind} is wanted`);
  if (!second) refuse('unknown_key', 'no key comes with the document');
  const key = openIntermediate(first!, trust);
  const content = openWith(kind, document, key);
  ensureMaySign(key, kind, content.issuedAt, trust);
  return { content, digest: digestOf(document), signedBy: key } as Opened<Kind>;
}

/** The first file of a machine: it brings its key along and proves that it has it. @throws LicenceFileError */
export function openActivationRequest(given: Uint8Array | string): Opened<'activation-request'> {
  const document = alone('activation-request', given);
  const { publicKey } = decodePayload('activation-request', document.payload);
  const key = publicKeyOf(Buffer.from(publicKey, 'base64'));
  return { content: openWith('activation-request', document, key), digest: digestOf(document), signedBy: key };
}

/** A file of a machine whose key is known from its activation. @throws LicenceFileError `other_device` for another's */
export function openByDevice<Kind extends Exclude<DeviceKind, 'activation-request'>>(
  kind: Kind,
  given: Uint8Array | string,
  key: PublicKey,
): Opened<Kind> {
  const document = alone(kind, given);
  try {
    return { content: openWith(kind, document, key), digest: digestOf(document), signedBy: key } as Opened<Kind>;
  } catch (error) {
    if (whyNot(document, [key]) === 'unknown_key') refuse('other_device', kind, { cause: error });
    throw error;
  }
}

/**
 * What a machine's file says before its signature is looked at: to find the activation whose key it must be signed with, and for nothing else.
 * @throws LicenceFileError
 */
export function claimsOf<Kind extends DeviceKind>(kind: Kind, given: Uint8Array | string): Documents[Kind] {
  return decodePayload(kind, alone(kind, given).payload);
}

function alone(kind: DeviceKind, given: Uint8Array | string): SignedDocument {
  const documents = decodeFile(readFileBytes(given));
  const document = documents.at(-1)!;
  if (document.kind !== kind) refuse('wrong_kind', `a ${document.kind} where a ${kind} is wanted`);
  if (documents.length > 1) refuse('not_a_licence_file', 'a key before a document of a machine');
  return document;
}

function openWith<Kind extends KeyPurpose | DeviceKind>(
  kind: Kind,
  document: SignedDocument,
  key: PublicKey,
): Documents[Kind] {
  const { payload, signature } = document;
  if (!isSignedBy(kind, payload, signature, key)) refuse(whyNot(document, [key]), kind);
  const content = decodePayload(kind, payload);
  if (content.kid !== key.kid) refuse('unknown_key', 'it names another key than it is signed with');
  return content;
}

function digestOf(document: SignedDocument): string {
  return createHash('sha256').update(encodeDocument(document)).digest('hex');
}
