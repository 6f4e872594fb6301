import { expect, test } from 'vitest';
import type { ListingLine } from '../listing/listing-lines.ts';
import { takeLines } from './follow-reading.ts';
import type { UploadItem } from './upload-items.ts';

const item = (key: number, documentId: string, state: UploadItem['state'] = 'sent'): UploadItem => ({
  key,
  spaceId: 's',
  path: 'a',
  sizeBytes: 1,
  label: null,
  hasSuggestion: false,
  state,
  sentBytes: 1,
  documentId,
  outcome: 'created',
  pages: { done: 0, total: null },
  why: null,
});

async function* lines(rows: unknown[][]): AsyncGenerator<ListingLine> {
  const columns = ['id', 'fileName', 'state', 'reason', 'parts', 'progressDone', 'progressTotal', 'hasSuggestion'];
  yield { kind: 'start', at: 'later', total: 1, whole: false, columns };
  yield { kind: 'reasons', reasons: [['encrypted', 'con contraseña', 'with a password']] };
  yield { kind: 'rows', rows };
  yield { kind: 'end', sent: rows.length, cut: false };
}

test('each document that arrived is told as it is: read, being read, unreadable with its reason', async () => {
  const told = new Map<number, Partial<UploadItem>>();
  const rows = [
    ['a', 'a.pdf', 'ready', null, 4, 4, 4, true],
    ['b', 'b.pdf', 'failed', 'encrypted', null, 0, null],
    ['c', 'c.pdf', 'reading', null, null, 3, 9],
    ['of somebody else', 'd.pdf', 'ready', null, 4, 4, 4],
  ];
  const items = [item(1, 'a'), item(2, 'b'), item(3, 'c'), item(4, 'a'), item(5, 'a', 'cancelled')];
  const next = await takeLines(lines(rows), 'before', items, (key, change) => void told.set(key, change));
  expect(next).toBe('later');
  expect(Object.fromEntries(told)).toEqual({
    1: { state: 'done', pages: { done: 4, total: 4 }, hasSuggestion: true },
    4: { state: 'done', pages: { done: 4, total: 4 }, hasSuggestion: true },
    2: { state: 'unreadable', why: { es: 'con contraseña', en: 'with a password' } },
    3: { pages: { done: 3, total: 9 } },
  });
});
