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
