/** Bytes `start` to `end` (exclusive) of a file. */
export type ByteRange = { start: number; end: number };

/** More than a viewer asks for at once; a longer range is answered with its beginning (RFC 9110, 15.3.7 lets a server do so). */
export const longestRangeBytes = 8 * 1024 ** 2;

/**
 * The `Range` header of RFC 9110, 14.2, for a file of `size` bytes. Null when the whole file is to be sent: no header, another unit, several
 * ranges, or no valid syntax. `unsatisfiable` when the range begins beyond the end.
 */
export function byteRangeOf(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return clamp(Math.max(0, size - Number(last)), size, size);
  if (last !== '' && Number(last) < Number(first)) return null;
  return clamp(Number(first), last === '' ? size : Number(last) + 1, size);
}

function clamp(start: number, end: number, size: number): ByteRange | 'unsatisfiable' {
  if (start >= size) return 'unsatisfiable';
  return { start, end: Math.min(end, size, start + longestRangeBytes) };
}
