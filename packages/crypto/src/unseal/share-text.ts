import { createHash } from 'node:crypto';
import { UnsealError } from './unseal.errors.ts';

export type Share = {
  /** Hex, 8 bytes: the same for all shares that were issued together. */
  setId: string;
  /** 1 to `count`. */
  index: number;
  /** How many are needed. */
  threshold: number;
  count: number;
  /** 32 bytes. */
  value: Buffer;
};

const prefix = 'NXS1';
/** Crockford's base 32: no letters that are taken for digits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const setIdBytes = 8;
const valueBytes = 32;
const checkBytes = 4;
const bodyBytes = setIdBytes + 3 + valueBytes;
const symbols = Math.ceil(((bodyBytes + checkBytes) * 8) / 5);

/** A share as it is printed and typed: `NXS1-` and 76 letters and digits in groups of four, with a check value at the end. */
export function formatShare(share: Share): string {
  const body = bodyOf(share);
  const text = base32(Buffer.concat([body, checkOf(body)]));
  return [prefix, ...(text.match(/.{1,4}/g) ?? [])].join('-');
}

/**
 * Takes what people type: any case, spaces and dashes anywhere, O for 0, I and L for 1.
 * @throws UnsealError `wrong_kind` for something that is no share, `share_damaged` when the check value does not fit
 */
export function parseShare(text: string): Share {
  const typed = text.toUpperCase().replaceAll(/[\s-]/g, '');
  if (!typed.startsWith(prefix)) throw new UnsealError('wrong_kind', `A share begins with ${prefix}.`);
  const bytes = fromBase32(typed.slice(prefix.length).replaceAll('O', '0').replaceAll(/[IL]/g, '1'));
  if (bytes === null)
    throw new UnsealError('share_damaged', 'The share has letters too many or too few, or some that no share has.');
  const body = bytes.subarray(0, bodyBytes);
  const share = {
    setId: body.toString('hex', 0, setIdBytes),
    index: body[setIdBytes]!,
    threshold: body[setIdBytes + 1]!,
    count: body[setIdBytes + 2]!,
    value: Buffer.from(body.subarray(setIdBytes + 3)),
  };
  if (!checkOf(body).equals(bytes.subarray(bodyBytes)))
    throw new UnsealError(
      'share_damaged',
      `The share that says number ${share.index} is mistyped or damaged: its check value does not fit.`,
      { share: share.index },
    );
  return share;
}

/**
 * What is kept to recognise a share: a hash over all of it. A share's value is 32 random bytes, so that nobody finds it from its hash, and the shares of
 * which too few are known stay unknown.
 */
export function shareCommitment(share: Share): string {
  return createHash('sha256').update('nexus/share/1').update(bodyOf(share)).digest('hex');
}

function bodyOf({ setId, index, threshold, count, value }: Share): Buffer {
  return Buffer.concat([Buffer.from(setId, 'hex'), Buffer.of(index, threshold, count), value]);
}

function checkOf(body: Uint8Array): Buffer {
  return createHash('sha256').update('nexus/share-check/1').update(body).digest().subarray(0, checkBytes);
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet[(held << (5 - bits)) & 31] : text;
}

/** Null for any other length, a strange letter, or left-over bits that are not zero: one share has one text. */
function fromBase32(text: string): Buffer | null {
  if (text.length !== symbols) return null;
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = alphabet.indexOf(letter);
    if (value < 0) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
    held &= (1 << bits) - 1;
  }
  return held === 0 ? Buffer.from(bytes) : null;
}
