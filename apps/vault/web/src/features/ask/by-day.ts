export type DayGroup<Item> = { day: 'today' | 'yesterday' | 'week' | 'month' | 'older'; items: Item[] };

const dayLength = 86_400_000;

/** Groups by how long ago, in the reader's own calendar days; order within a group is kept, empty groups are left out. */
export function groupByDay<Item>(items: readonly Item[], timeOf: (item: Item) => string, now: Date): DayGroup<Item>[] {
  const groups: DayGroup<Item>[] = [];
  for (const item of items) {
    const day = nameOf(daysBetween(new Date(timeOf(item)), now));
    const last = groups.find((group) => group.day === day);
    if (last) last.items.push(item);
    else groups.push({ day, items: [item] });
  }
  return groups;
}

function nameOf(days: number): DayGroup<never>['day'] {
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days < 7) return 'week';
  return days < 31 ? 'month' : 'older';
}

// Midnights, rounded: a day on which the clocks change has 23 or 25 hours.
function daysBetween(earlier: Date, later: Date): number {
  const midnight = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((midnight(later) - midnight(earlier)) / dayLength);
}
