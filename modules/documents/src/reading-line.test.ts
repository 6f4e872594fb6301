import { expect, test } from 'vitest';
import type { DocumentRow, VersionRow } from './documents.tables.ts';
import { createReadingLine } from './reading-line.ts';

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));

function watchLine(places: number, isThere: (versionId: string) => boolean = () => true) {
  const claims: string[][] = [];
  const line = createReadingLine({
    places,
    async claimVersions(versionIds) {
      claims.push([...versionIds]);
      return versionIds.filter(isThere).map((id) => ({ version: { id } as VersionRow, document: {} as DocumentRow }));
    },
  });
  return { ...line, claims };
}

test('what comes together is claimed together, as many as there are places', async () => {
  const { claim, claims } = watchLine(4);
  void ['1', '2', '3', '4', '5', '6'].map((id) => claim(id, never));
  await turn();
  expect(claims).toEqual([['1', '2', '3', '4']]);
});

test('under load the next are claimed when half of the places are free; the last ones at once', async () => {
  const { claim, leave, claims } = watchLine(4);
  void ['1', '2', '3', '4', '5', '6', '7'].map((id) => claim(id, never));
  await turn();
  leave();
  await turn();
  expect(claims.length).toBe(1);
  leave();
  await turn();
  expect(claims.slice(1)).toEqual([['5', '6']]);
  leave();
  await turn();
  expect(claims.slice(2)).toEqual([['7']]);
});

test('a version that is done or gone takes no place', async () => {
  const { claim, claims } = watchLine(2, (id) => !id.startsWith('gone'));
  expect(await Promise.all([claim('gone1', never), claim('gone2', never)])).toEqual([null, null]);
  expect((await Promise.all([claim('1', never), claim('2', never)])).map((one) => one?.version.id)).toEqual(['1', '2']);
  expect(claims).toEqual([
    ['gone1', 'gone2'],
    ['1', '2'],
  ]);
});

test('who is cancelled while waiting leaves the line; the others move up', async () => {
  const { claim, leave, claims } = watchLine(1);
  const cancel = new AbortController();
  await claim('1', never);
  const [second, third] = [claim('2', cancel.signal), claim('3', never)];
  cancel.abort();
  expect(await second).toBe(null);
  expect(await claim('late', cancel.signal)).toBe(null);
  leave();
  expect((await third)?.version.id).toBe('3');
  expect(claims).toEqual([['1'], ['3']]);
});

test('when claiming fails the places are free again', async () => {
  let fails = true;
  const line = createReadingLine({
    places: 1,
    async claimVersions([id]) {
      if (fails) throw new Error('away');
      return [{ version: { id } as VersionRow, document: {} as DocumentRow }];
    },
  });
  await expect(line.claim('1', never)).rejects.toThrow('away');
  fails = false;
  expect((await line.claim('1', never))?.version.id).toBe('1');
});

test('it is empty when nobody waits and every place has been given back', async () => {
  const { claim, leave, isEmpty } = watchLine(1);
  expect(isEmpty()).toBe(true);
  const [, second] = [await claim('1', never), claim('2', never)];
  expect(isEmpty()).toBe(false);
  leave();
  await second;
  expect(isEmpty()).toBe(false);
  leave();
  expect(isEmpty()).toBe(true);
});
