import { hash } from 'node:crypto';

// RFC 6962 section 2.1 word for word, slow and obvious: what everything else is compared with.

const sha256 = (...parts: Uint8Array[]): Buffer => Buffer.from(hash('sha256', Buffer.concat(parts), 'hex'), 'hex');

const split = (count: number): number => 2 ** (Math.ceil(Math.log2(count)) - 1);

export function naiveRoot(entries: readonly Uint8Array[]): Buffer {
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return sha256(Uint8Array.of(0), entries[0]!);
  const k = split(entries.length);
  return sha256(Uint8Array.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)));
}

export function naiveInclusion(m: number, entries: readonly Uint8Array[]): Buffer[] {
  if (entries.length === 1) return [];
  const k = split(entries.length);
  return m < k
    ? [...naiveInclusion(m, entries.slice(0, k)), naiveRoot(entries.slice(k))]
    : [...naiveInclusion(m - k, entries.slice(k)), naiveRoot(entries.slice(0, k))];
}

export function naiveConsistency(m: number, entries: readonly Uint8Array[]): Buffer[] {
  return m === 0 || m === entries.length ? [] : subproof(m, entries, true);
}

function subproof(m: number, entries: readonly Uint8Array[], isWhole: boolean): Buffer[] {
  if (m === entries.length) return isWhole ? [] : [naiveRoot(entries)];
  const k = split(entries.length);
  return m <= k
    ? [...subproof(m, entries.slice(0, k), isWhole), naiveRoot(entries.slice(k))]
    : [...subproof(m - k, entries.slice(k), false), naiveRoot(entries.slice(0, k))];
}
