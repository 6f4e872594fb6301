/** In the order given, one group for each day of the reader's calendar. */
export function byDay<Item extends { recordedAt: string }>(items: readonly Item[]): { day: Date; items: Item[] }[] {
  const days: { day: Date; items: Item[] }[] = [];
  for (const item of items) {
    const day = new Date(item.recordedAt);
    const last = days.at(-1);
    if (last?.day.toDateString() === day.toDateString()) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}

/** 0 for today, 1 for yesterday, null for any other day; calendar days, whatever the clocks did in between. */
export function daysAgo(day: Date, now: Date = new Date()): 0 | 1 | null {
  if (day.toDateString() === now.toDateString()) return 0;
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  return day.toDateString() === yesterday.toDateString() ? 1 : null;
}

/** The same thing done again and again is one line: `items` in the order given, the newest of each run, and how many there were. */
export function mergeRuns<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): { item: Item; count: number }[] {
  const runs: { item: Item; count: number }[] = [];
  let keyBefore: string | null = null;
  for (const item of items) {
    const key = keyOf(item);
    if (key === keyBefore) runs.at(-1)!.count += 1;
    else runs.push({ item, count: 1 });
    keyBefore = key;
  }
  return runs;
}
