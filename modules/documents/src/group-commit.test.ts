import { OutcomeUnknownError } from '@nexus/db';
import { describe, expect, test } from 'vitest';
import { createGroupCommit } from './group-commit.ts';

type Item = { key: string; mark: string };

function watchGroups(
  run: (items: readonly Item[]) => Promise<readonly string[]> = async (items) => items.map((item) => item.mark),
) {
  const groups: string[][] = [];
  const commit = createGroupCommit<Item, string>({
    run(items) {
      groups.push(items.map((item) => item.mark));
      return run(items);
    },
    keyOf: (item) => item.key,
    markOf: (item) => item.mark,
    most: 3,
    lingerMs: 20_000,
  });
  const add = (mark: string, key = 'a') => commit.add({ key, mark });
  return { ...commit, add, groups };
}

describe('groups', () => {
  test('who comes alone waits for nobody', async () => {
    const { add, groups } = watchGroups();
    expect(await add('1')).toBe('1');
    expect(groups).toEqual([['1']]);
  });

  test('what is announced shares a group, which starts when the last is called off', async () => {
    const { add, announce, groups } = watchGroups();
    const [first, second] = [announce('a'), announce('a')];
    const results = [add('1'), add('2')];
    first.callOff();
    second.callOff();
    expect(await Promise.all(results)).toEqual(['1', '2']);
    expect(groups).toEqual([['1', '2']]);
  });

  test('a full group starts although more is announced', async () => {
    const { add, announce, groups } = watchGroups();
    const coming = announce('a');
    expect(await Promise.all([add('1'), add('2'), add('3')])).toEqual(['1', '2', '3']);
    coming.callOff();
    expect(groups).toEqual([['1', '2', '3']]);
  });

  test('what arrives while a group is at work is the next one', async () => {
    const gate = Promise.withResolvers<void>();
    const { add, groups } = watchGroups(async (items) => {
      await gate.promise;
      return items.map((item) => item.mark);
    });
    const first = add('1');
    await new Promise((resolve) => setImmediate(resolve));
    const others = ['2', '3', '4', '5'].map((mark) => add(mark));
    gate.resolve();
    await Promise.all([first, ...others]);
    expect(groups).toEqual([['1'], ['2', '3', '4'], ['5']]);
  });

  test('two of one mark are never in one group, and their order is kept', async () => {
    const { add, announce, groups } = watchGroups();
    const coming = announce('a');
    const results = [add('1'), add('1'), add('2')];
    coming.callOff();
    await Promise.all(results);
    expect(groups).toEqual([['1'], ['1', '2']]);
  });

  test('different keys do not meet', async () => {
    const { add, announce, groups } = watchGroups();
    const coming = announce('a');
    const waiting = add('1', 'a');
    await add('2', 'b');
    coming.callOff();
    await waiting;
    expect(groups).toEqual([['2'], ['1']]);
  });
});

describe('failures', () => {
  test('one that cannot be done fails no other', async () => {
    const { add, announce, groups } = watchGroups(async (items) => {
      if (items.some(({ mark }) => mark === 'bad')) throw new Error('refused');
      return items.map(({ mark }) => mark);
    });
    const coming = announce('a');
    const results = Promise.allSettled([add('1'), add('bad'), add('2')]);
    coming.callOff();
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(groups).toEqual([['1', 'bad', '2'], ['1'], ['bad'], ['2']]);
  });

  test('a group of which nobody knows whether it was saved is not tried again', async () => {
    const { add, announce, groups } = watchGroups(async () => {
      throw new OutcomeUnknownError('gone');
    });
    const coming = announce('a');
    const results = Promise.allSettled([add('1'), add('2')]);
    coming.callOff();
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(groups.length).toBe(1);
  });
});
