const dayMs = 24 * 3_600_000;

/** Whole days; a key of today is 0 days old, also by a clock that is a little ahead. */
export function daysSince(time: string, now: number = Date.now()): number {
  return Math.max(0, Math.floor((now - new Date(time).getTime()) / dayMs));
}
