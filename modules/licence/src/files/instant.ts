/** A moment as files write it: UTC, to the second. */
export function instant(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
