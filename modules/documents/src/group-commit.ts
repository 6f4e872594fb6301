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
  /** How long the first of a group waits at most for company that is announced, in milliseconds. */
  lingerMs: number;
};

type Waiting<Item, Result> = { item: Item; done: PromiseWithResolvers<Result> };
type Line<Item, Result> = { waiting: Waiting<Item, Result>[]; announced: number; isAtWork: boolean; start: () => void };

export type GroupCommit<Item, Result> = {
  add(item: Item): Promise<Result>;
  /** Says that items of this key are on their way; a group waits for them a while. To be called off once they are added or will not come. */
  announce(key: string): { callOff(): void };
};

/**
 * Runs what arrives at about the same time as one group, and what arrives meanwhile as the next: a busy moment costs few transactions. Nobody waits
 * when nobody else is on the way. When a group fails, each of its items is tried alone, so that one that cannot be done fails no other.
 */
export function createGroupCommit<Item, Result>(options: GroupCommitOptions<Item, Result>): GroupCommit<Item, Result> {
  const lines = new Map<string, Line<Item, Result>>();

  function lineOf(key: string): Line<Item, Result> {
    const line = lines.get(key) ?? { waiting: [], announced: 0, isAtWork: false, start: () => {} };
    lines.set(key, line);
    return line;
  }

  function add(item: Item): Promise<Result> {
    const key = options.keyOf(item);
    const line = lineOf(key);
    const done = Promise.withResolvers<Result>();
    line.waiting.push({ item, done });
    if (line.waiting.length >= options.most) line.start();
    if (!line.isAtWork) void work(key, line);
    return done.promise;
  }

  function announce(key: string) {
    const line = lineOf(key);
    line.announced += 1;
    return {
      callOff() {
        line.announced -= 1;
        if (line.announced === 0) line.start();
        forgetIdle(key, line);
      },
    };
  }

  function forgetIdle(key: string, line: Line<Item, Result>): void {
    if (line.announced === 0 && !line.isAtWork) lines.delete(key);
  }

  async function work(key: string, line: Line<Item, Result>): Promise<void> {
    line.isAtWork = true;
    while (line.waiting.length > 0) {
      await untilStart(line);
      await runGroup(takeGroup(line.waiting));
    }
    line.isAtWork = false;
    forgetIdle(key, line);
  }

  async function untilStart(line: Line<Item, Result>): Promise<void> {
    if (line.announced === 0 || line.waiting.length >= options.most) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, options.lingerMs);
      line.start = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    line.start = () => {};
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

  return { add, announce };
}
