import { randomBytes } from 'node:crypto';
import { refuseUnapproved } from '../fips.ts';
import { generateKey, keyIdOf, unwrapKey, wrapKey } from '../key-wrapping.ts';
import { defaultPasswordCost, derivePasswordKey, isAffordable, type PasswordCost } from '../passwords.ts';
import { interpolate, splitSecret } from '../shamir.ts';
import { formatShare, parseShare, type Share, shareCommitment } from './share-text.ts';
import { UnsealError } from './unseal.errors.ts';

type Base = {
  /** 16 hex digits; the wrapped keys are bound to it. */
  id: string;
  createdAt: string;
  /** The root key, wrapped by the method's own key (base64). */
  wrapped: string;
  /** The method's own key, wrapped by the root key: so that a new root key can be wrapped for a passphrase that nobody has to type again. */
  escrow: string;
};

export type PassphraseMethod = Base & { kind: 'passphrase'; cost: PasswordCost; salt: string };
export type KeyFileMethod = Base & { kind: 'keyFile'; keyId: string };
export type SharesMethod = Base & {
  kind: 'shares';
  setId: string;
  threshold: number;
  count: number;
  /** Hash of each share, in order of their numbers. */
  commitments: string[];
};
export type UnsealMethod = PassphraseMethod | KeyFileMethod | SharesMethod;

const keyFileHeader = 'nexus-unseal-key 1';
const shortestPassphrase = 16;

/** @throws RangeError for a passphrase that is too short to guard everything: it can be tried at home, without any throttle, by whoever has the file */
export async function newPassphrase(
  rootKey: Uint8Array,
  passphrase: string,
  now: Date,
  cost: PasswordCost = defaultPasswordCost(),
): Promise<PassphraseMethod> {
  if (passphrase.length < shortestPassphrase)
    throw new RangeError(`a passphrase has at least ${shortestPassphrase} characters`);
  const salt = randomBytes(16);
  const key = await derivePasswordKey(passphrase, salt, cost);
  return { kind: 'passphrase', ...wrappedBy(key, rootKey, now), cost, salt: salt.toString('base64') };
}

/** `content` goes to a medium that is kept elsewhere, and is kept nowhere here. */
export function newKeyFile(rootKey: Uint8Array, now: Date): { method: KeyFileMethod; content: string } {
  const key = generateKey();
  const keyId = keyIdOf(key).toString('hex');
  const content = `${keyFileHeader}\n${key.toString('base64url')}\n${keyId}\n`;
  return { method: { kind: 'keyFile', ...wrappedBy(key, rootKey, now), keyId }, content };
}

/** A new set of shares. What is split is the method's own key and not the root key: a new set needs no new root key. @throws RangeError */
export function newShares(
  rootKey: Uint8Array,
  threshold: number,
  count: number,
  now: Date,
): { method: SharesMethod; shares: string[] } {
  const key = generateKey();
  const setId = randomBytes(8).toString('hex');
  const shares = splitSecret(key, threshold, count).map(
    ({ x, y }): Share => ({ setId, index: x, threshold, count, value: Buffer.from(y) }),
  );
  const commitments = shares.map(shareCommitment);
  const method: SharesMethod = {
    kind: 'shares',
    ...wrappedBy(key, rootKey, now),
    setId,
    threshold,
    count,
    commitments,
  };
  return { method, shares: shares.map(formatShare) };
}

/** The same methods for another root key: passphrases, key files and shares stay as people have them. */
export function rewrapMethods<M extends UnsealMethod>(
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
  methods: readonly M[],
): M[] {
  return methods.map((method) => {
    const key = unwrapKey(oldRoot, escrowContext(method.id), Buffer.from(method.escrow, 'base64'));
    return { ...method, ...wraps(method.id, key, newRoot) };
  });
}

/** The root key, or null when the passphrase is another. The work is done in any case. @throws NotApprovedError */
export async function openPassphrase(method: PassphraseMethod, passphrase: string): Promise<Buffer | null> {
  const { cost } = method;
  if (cost.scheme !== 'pbkdf2')
    refuseUnapproved(
      cost.scheme,
      'Unseal with a key file or shares, or without NEXUS_FIPS, and set the passphrase anew.',
    );
  // A file that somebody changed must not take all memory, or a day.
  if (!isAffordable(cost))
    throw new UnsealError('file_damaged', 'unseal.json asks for work that no method of ours asks for.');
  return unwrap(method, await derivePasswordKey(passphrase, Buffer.from(method.salt, 'base64'), cost));
}

/** What a wrong passphrase costs where there is none to compare with. */
export async function pretendToOpen(passphrase: string): Promise<void> {
  await derivePasswordKey(passphrase, Buffer.alloc(16), defaultPasswordCost());
}

/** @throws UnsealError `wrong_kind` for anything that is no unseal key file, or a damaged one */
export function parseKeyFile(content: string): Buffer {
  const [header, encoded = '', checksum = ''] = content.trim().split(/\r?\n/);
  if (header?.startsWith('nexus-key-file'))
    throw new UnsealError('wrong_kind', 'This is the evaluation key of an installation, not an unseal key file.');
  if (header?.startsWith('NXS1')) throw new UnsealError('wrong_kind', 'This is a share, not an unseal key file.');
  if (header !== keyFileHeader)
    throw new UnsealError('wrong_kind', `An unseal key file begins with "${keyFileHeader}".`);
  const key = Buffer.from(encoded, 'base64url');
  if (key.length !== 32 || keyIdOf(key).toString('hex') !== checksum)
    throw new UnsealError('wrong_kind', 'The unseal key file is damaged: its check value does not fit.');
  return key;
}

/** Null for the key file of another method. */
export function openKeyFile(method: KeyFileMethod, key: Uint8Array): Buffer | null {
  return unwrap(method, key);
}

/**
 * Reads a share and says whether it is one of this set, before any other is there.
 * @throws UnsealError `share_damaged`, `share_forged` (both name its number), `share_of_older_set`, `share_of_another_installation`, `wrong_kind`
 */
export function recogniseShare(
  methods: readonly UnsealMethod[],
  retiredSets: readonly string[],
  text: string,
): { method: SharesMethod; share: Share } {
  const share = parseShare(text);
  const about = { share: share.index };
  const method = methods.find((one): one is SharesMethod => one.kind === 'shares' && one.setId === share.setId);
  if (method === undefined) {
    const isOlder = retiredSets.includes(share.setId);
    throw isOlder
      ? new UnsealError(
          'share_of_older_set',
          `Share ${share.index} belongs to set ${share.setId}, which was replaced. Use the share of the newer set.`,
          about,
        )
      : new UnsealError(
          'share_of_another_installation',
          `Share ${share.index} belongs to set ${share.setId}, which this installation does not know.`,
          about,
        );
  }
  if (shareCommitment(share) !== method.commitments[share.index - 1])
    throw new UnsealError(
      'share_forged',
      `Share ${share.index} of set ${share.setId} is not the one that was issued: it is forged, or was issued elsewhere.`,
      about,
    );
  return { method, share };
}

/** @throws UnsealError `too_few_shares`, `share_given_twice` */
export function openShares(method: SharesMethod, shares: readonly Share[]): Buffer {
  const indexes = new Set(shares.map(({ index }) => index));
  if (indexes.size !== shares.length) throw new UnsealError('share_given_twice', 'One share was given twice.');
  if (shares.length < method.threshold)
    throw new UnsealError(
      'too_few_shares',
      `${shares.length} of ${method.threshold} shares: nothing can be opened with fewer.`,
    );
  const points = shares.slice(0, method.threshold).map(({ index, value }) => ({ x: index, y: value }));
  const rootKey = unwrap(method, interpolate(points));
  if (rootKey === null)
    throw new UnsealError('file_forged', 'The shares are genuine and open nothing: unseal.json was changed.');
  return rootKey;
}

function wrappedBy(key: Uint8Array, rootKey: Uint8Array, now: Date): Base {
  const id = randomBytes(8).toString('hex');
  return { id, createdAt: now.toISOString(), ...wraps(id, key, rootKey) };
}

function wraps(id: string, key: Uint8Array, rootKey: Uint8Array): { wrapped: string; escrow: string } {
  return {
    wrapped: wrapKey(key, methodContext(id), rootKey).toString('base64'),
    escrow: wrapKey(rootKey, escrowContext(id), key).toString('base64'),
  };
}

function unwrap(method: UnsealMethod, key: Uint8Array): Buffer | null {
  try {
    return unwrapKey(key, methodContext(method.id), Buffer.from(method.wrapped, 'base64'));
  } catch {
    return null;
  }
}

const methodContext = (id: string) => `unseal/${id}`;
const escrowContext = (id: string) => `unseal-escrow/${id}`;
