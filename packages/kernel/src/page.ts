import { InvalidInputError } from './errors.ts';

/** One page of a list. `nextCursor` is opaque and null on the last page. */
export type Page<T> = { items: T[]; nextCursor: string | null };

/** Cursors are opaque to clients: a base64url JSON array of the last row's sort key. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws InvalidInputError when the cursor was not made by `encodeCursor` with `length` parts. */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isKey = Array.isArray(key) && key.length === length;
    if (isKey && key.every((part) => typeof part === 'string' || typeof part === 'number')) return key;
  } catch {
    // A malformed cursor and a foreign one get the same answer below.
  }
  throw new InvalidInputError('The cursor is not valid; start again from the first page.', [
    { path: 'cursor', message: 'not a cursor of this list' },
  ]);
}

/** Turns `limit + 1` fetched rows into a page. */
export function pageOf<T>(rows: T[], limit: number, keyOf: (row: T) => readonly (string | number)[]): Page<T> {
  if (rows.length <= limit) return { items: rows, nextCursor: null };
  const items = rows.slice(0, limit);
  return { items, nextCursor: encodeCursor(keyOf(items[limit - 1]!)) };
}
