import { expect, test } from 'vitest';
import { ListingCutError, loadListing, refreshListing } from './load-listing.ts';

const columns = ['id', 'fileName', 'state', 'folderId', 'createdBy', 'unknownToThisPage'];
const start = (total: number) => ({ kind: 'start', at: '2024-03-04T10:00:00.000Z', total, whole: true, columns });
const one = (id: string, state = 'ready') => [id, `${id}.pdf`, state, null, null, 1];
const end = { kind: 'end', sent: 1, cut: false };

/** The lines cut into pieces at places that have nothing to do with them. */
function stream(lines: readonly object[], isWhole = true): ReadableStream<Uint8Array> {
  const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
  const bytes = new TextEncoder().encode(isWhole ? text : text.slice(0, -20));
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.slice(at, at + 7));
      controller.close();
    },
  });
}

const nothing = (): void => {};

test('rows are read by the names of the columns, whatever else a newer server sends', async () => {
  const lines = [start(2), { kind: 'news' }, { kind: 'rows', rows: [one('a'), one('ñandú', 'failed')] }, end];
  const listing = await loadListing(async () => stream(lines), nothing);
  expect(listing).toMatchObject({ total: 2, isLoading: false, isCut: false });
  expect(listing.store.find('ñandú')).toMatchObject({ fileName: 'ñandú.pdf', state: 'failed', parts: null });
});

test('a list that broke off is an error and never a shorter list', async () => {
  const lines = [start(1), { kind: 'rows', rows: [one('a')] }];
  await expect(loadListing(async () => stream(lines), nothing)).rejects.toThrow(ListingCutError);
  await expect(loadListing(async () => stream([...lines, end], false), nothing)).rejects.toThrow();
});

test('a refresh asks for what changed and is the same list when nothing did; when documents are gone it loads everything anew', async () => {
  const asked: (string | null)[] = [];
  const answers = [
    [start(2), { kind: 'rows', rows: [one('a', 'queued'), one('b')] }, end],
    [start(2), { kind: 'rows', rows: [one('a')] }, end],
    [start(2), { ...end, sent: 0 }],
    [start(1), { ...end, sent: 0 }],
    [start(1), { kind: 'rows', rows: [one('b')] }, end],
  ];
  const source = async (since: string | null) => {
    asked.push(since);
    return stream(answers[asked.length - 1]!);
  };
  const first = await loadListing(source, nothing);
  const second = await refreshListing(first, source, nothing);
  expect(second.store.find('a')?.state).toBe('ready');
  expect(second).not.toBe(first);
  expect(await refreshListing(second, source, nothing)).toBe(second);
  const third = await refreshListing(second, source, nothing);
  expect(third.store.all().map(({ id }) => id)).toEqual(['b']);
  expect(asked).toEqual([null, first.at, second.at, second.at, null]);
});
