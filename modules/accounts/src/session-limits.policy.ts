import type { SessionLimits } from './accounts.tables.ts';

/**
 * Why a table of limits makes no sense, or null. There is a line for the lowest rank, each rank once, and nobody gets more time by knowing more
 * secrets: each line is at most as long as the one below it, and one that is bound to an address stays so above.
 */
export function faultOfLimits(limits: readonly SessionLimits[]): string | null {
  const sorted = [...limits].sort((a, b) => a.fromRank - b.fromRank);
  if (sorted[0]?.fromRank !== 0) return 'There must be a line for rank 0.';
  for (const [index, line] of sorted.entries()) {
    if (line.idleMinutes > line.totalMinutes) return `Rank ${line.fromRank}: idle is longer than the whole.`;
    const below = sorted[index - 1];
    if (below === undefined) continue;
    if (below.fromRank === line.fromRank) return `Rank ${line.fromRank} is there twice.`;
    if (line.idleMinutes > below.idleMinutes || line.totalMinutes > below.totalMinutes)
      return `Rank ${line.fromRank} lasts longer than the rank below it.`;
    if (below.isAddressBound && !line.isAddressBound)
      return `Rank ${line.fromRank} is less bound than the rank below it.`;
  }
  return null;
}
