/** What a machine knows of time: the latest moment that it was ever sure of. */
export type ClockReading = {
  /** Never earlier than it was. */
  highWater: Date;
  /** What licences are judged by: the clock, or the high-water mark where the clock stands behind it. */
  trusted: Date;
  /** The clock was set back by more than machines differ; null when it was not. */
  setBackByMs: number | null;
};

/** Clocks of machines without a network drift, and people set them by hand; daylight time is an hour. */
export const toleratedSkewMs = 26 * 3_600_000;

/**
 * A clock that stands behind the mark does not stop time: the mark then moves by what a clock that cannot be set (that of the process) says has gone by.
 */
export function readClock(highWater: Date, clock: Date, elapsedMs: number): ClockReading {
  const behindMs = highWater.getTime() - clock.getTime();
  if (behindMs <= 0) return { highWater: clock, trusted: clock, setBackByMs: null };
  if (behindMs <= toleratedSkewMs) return { highWater, trusted: highWater, setBackByMs: null };
  const moved = new Date(highWater.getTime() + Math.max(0, elapsedMs));
  return { highWater: moved, trusted: moved, setBackByMs: behindMs };
}
