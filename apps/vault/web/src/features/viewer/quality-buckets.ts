import type { PartQuality } from '../../app/viewer/document-queries.ts';

/** How well something was read, best first. `blank`: there was nothing to read. */
export type Grade = 'good' | 'blank' | 'doubtful' | 'unread';
export type Bucket = { from: number; to: number; grade: Grade };

const worst: Readonly<Record<Grade, number>> = { good: 0, blank: 1, doubtful: 2, unread: 3 };
/** Recognition below this has a wrong word in every line or two. */
const trustedConfidence = 80;
const toleratedGarbage = 0.05;

export function gradeOf({
  method,
  confidence,
  garbage,
}: Pick<PartQuality, 'method' | 'confidence' | 'garbage'>): Grade {
  if (method === 'unread') return 'unread';
  if (method === 'empty') return 'blank';
  const isDoubtful = (confidence ?? 100) < trustedConfidence || (garbage ?? 0) > toleratedGarbage;
  return isDoubtful ? 'doubtful' : 'good';
}

/** At most `most` cells for all parts; a cell of several parts is as bad as the worst of them, so that nothing unread hides among good pages. */
export function bucketsOf(parts: readonly PartQuality[], most: number): Bucket[] {
  const perBucket = Math.max(1, Math.ceil(parts.length / most));
  const buckets: Bucket[] = [];
  for (let at = 0; at < parts.length; at += perBucket) {
    const slice = parts.slice(at, at + perBucket);
    const grades = slice.map(gradeOf).sort((a, b) => worst[b] - worst[a]);
    buckets.push({ from: slice[0]!.part, to: slice.at(-1)!.part, grade: grades[0]! });
  }
  return buckets;
}

export function countGrades(parts: readonly PartQuality[]): Record<Grade, number> {
  const counts = { good: 0, blank: 0, doubtful: 0, unread: 0 };
  for (const part of parts) counts[gradeOf(part)] += 1;
  return counts;
}
