import type { SignedDocument } from '../container/container.ts';
import type { DocumentKind } from '../container/document-kinds.ts';
import { decodePayload, peekHead } from '../documents/documents.ts';
import type { KeyDocument, KeyPurpose } from '../documents/key.ts';
import { type LicenceFault, refuse } from '../errors.ts';
import { isSignedBy, type PublicKey, publicKeyOf } from './signing-key.ts';

/** Which keys are believed: the roots that the program was built with, and those that were taken back since. */
export type Trust = { roots: readonly PublicKey[]; revokedKeys?: readonly { kid: string; since: string }[] };

/** An intermediate that a root vouches for. */
export type TrustedKey = PublicKey & Pick<KeyDocument, 'issuer' | 'purposes' | 'notBefore' | 'notAfter'>;

/** @throws LicenceFileError */
export function openIntermediate(document: SignedDocument, { roots }: Trust): TrustedKey {
  if (document.kind !== 'key') refuse('not_a_licence_file', 'no key before the document');
  const root = roots.find((key) => isSignedBy('key', document.payload, document.signature, key));
  if (!root) refuse(whyNot(document, roots), 'the key before the document');
  const { kid, publicKey, issuer, purposes, notBefore, notAfter } = decodePayload('key', document.payload);
  if (kid !== root.kid) refuse('unknown_key', 'the key names another root');
  return { ...publicKeyOf(Buffer.from(publicKey, 'base64')), issuer, purposes, notBefore, notAfter };
}

/**
 * Whether the key may have signed this kind at this moment. The moment is the one that the document was issued at: what was signed while the key held
 * stays good, or whoever bought for ever would lose it with the key. A stolen key is stopped by the list of revoked ones, from a moment on.
 * @throws LicenceFileError
 */
export function ensureMaySign(
  key: TrustedKey,
  kind: DocumentKind,
  issuedAt: string,
  { revokedKeys = [] }: Trust,
): void {
  if (!key.purposes.includes(kind as KeyPurpose))
    refuse('wrong_purpose', `a key for ${key.purposes.join(', ')} signed a ${kind}`);
  const at = Date.parse(issuedAt);
  if (at < Date.parse(key.notBefore)) refuse('key_not_yet_valid', `valid from ${key.notBefore}`);
  if (at > Date.parse(key.notAfter)) refuse('key_expired', `valid until ${key.notAfter}`);
  const revoked = revokedKeys.find(({ kid }) => kid === key.kid);
  if (revoked && at >= Date.parse(revoked.since)) refuse('key_revoked', `since ${revoked.since}`);
}

/** The best word for a document that none of the keys has signed. */
export function whyNot({ payload }: SignedDocument, keys: readonly PublicKey[]): LicenceFault {
  const { isOtherAlgorithm, kid } = peekHead(payload);
  if (isOtherAlgorithm) return 'changed_algorithm';
  return kid !== null && keys.every((key) => key.kid !== kid) ? 'unknown_key' : 'changed';
}
