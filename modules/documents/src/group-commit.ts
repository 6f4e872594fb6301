import { setTimeout as wait } from 'node:timers/promises';
import { OutcomeUnknownError } from '@nexus/db';

export type GroupCommitOptions<Item, Result> = {
  /** Does the work of several items in one go, all or nothing; results in their order. */
  run(items: readonly Item[]): Promise<readonly Result[]>;
  /** Items of one group have one key. */
  keyOf(item: Item): string;
  /** Two items that have one mark are never in one group: the second meets what the first has left. */
  markOf(item: Item): string;
  /** Most items in one group. */
  most: number;
  /** How long the first of a group waits for company, in milliseconds. */
  lingerMs: number;
};

type Waiting<Item, Result> = { item: Item; done: PromiseWithResolvers<Result> };

/**
 * Runs what arrives at about the same time as one group, and what arrives meanwhile as the next: a busy moment costs few transactions. When a
 * group fails, each of its items is tried alone, so that one that cannot be done fails no other.
 */
export function createGroupCommit<Item, Result>(options: GroupCommitOptions<Item, Result>) {
  const lines = new Map<string, Waiting<Item, Result>[]>();

  function add(item: Item): Promise<Result> {
    const key = options.keyOf(item);
    const done = Promise.withResolvers<Result>();
    const line = lines.get(key);
    if (line) line.push({ item, done });
    else {
      const fresh = [{ item, done }];
      lines.set(key, fresh);
      void work(key, fresh);
    }
    return done.promise;
  }

  async function work(key: string, line: Waiting<Item, Result>[]): Promise<void> {
    while (line.length > 0) {
      await wait(options.lingerMs);
      await runGroup(takeGroup(line));
    }
    lines.delete(key);
  }

  function takeGroup(line: Waiting<Item, Result>[]): Waiting<Item, Result>[] {
    const marks = new Set<string>();
    let size = 0;
    for (; size < Math.min(line.length, options.most); size += 1) {
      const mark = options.markOf(line[size]!.item);
      if (marks.has(mark)) break;
      marks.add(mark);
    }
    return line.splice(0, size);
  }

  async function runGroup(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await options.run(group.map(({ item }) => item));
      for (const [i, { done }] of group.entries()) done.resolve(results[i]!);
    } catch (error) {
      // Tried again, what was saved after all would look as if somebody else had brought it.
      if (group.length === 1 || error instanceof OutcomeUnknownError) for (const { done } of group) done.reject(error);
      else for (const one of group) await runGroup([one]);
    }
  }

  return { add };
}
