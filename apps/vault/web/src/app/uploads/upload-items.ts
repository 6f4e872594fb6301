import type { LabelView } from '../labels/labels.queries.ts';

/** A file on its way into a space, and then until it is read. */
export type UploadItem = {
  key: number;
  spaceId: string;
  /** Relative, with its folders. */
  path: string;
  sizeBytes: number;
  /** Null: the default of the space, which is above the person. */
  label: LabelView | null;
  state: UploadState;
  sentBytes: number;
  documentId: string | null;
  /** What became of it on the server: `created`, `version`, `place`, `duplicate`. */
  outcome: string | null;
  /** Pages read so far and in all, as the server says. */
  pages: { done: number; total: number | null };
  /** Its own markings say more than its label. */
  hasSuggestion: boolean;
  /** Why it did not arrive or could not be read, ready to be shown in either language. */
  why: { es: string; en: string } | null;
};

/** `sent` waits to be read or is being read; `failed` did not arrive; `unreadable` arrived and could not be read. */
export type UploadState = 'waiting' | 'sending' | 'sent' | 'done' | 'failed' | 'unreadable' | 'cancelled';

export type UploadSummary = {
  files: number;
  done: number;
  underway: number;
  problems: number;
  /** Of all bytes: half when sent, whole when read. 0 to 1. */
  share: number;
  pagesDone: number;
};

export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function isUnderway({ state }: UploadItem): boolean {
  return state === 'waiting' || state === 'sending' || state === 'sent';
}

/** Would be lost if the window closed now. */
export function needsWindow({ state }: UploadItem): boolean {
  return state === 'waiting' || state === 'sending';
}

export function summarise(items: readonly UploadItem[]): UploadSummary {
  const summary: UploadSummary = { files: 0, done: 0, underway: 0, problems: 0, share: 0, pagesDone: 0 };
  let [weight, reached] = [0, 0];
  for (const item of items) {
    if (item.state === 'cancelled') continue;
    summary.files += 1;
    if (isUnderway(item)) summary.underway += 1;
    if (item.state === 'done') summary.done += 1;
    if (item.state === 'failed' || item.state === 'unreadable') summary.problems += 1;
    summary.pagesDone += item.pages.done;
    // A small file costs more than its bytes.
    const size = item.sizeBytes + 50_000;
    weight += size;
    reached += size * shareOf(item);
  }
  summary.share = weight === 0 ? 1 : reached / weight;
  return summary;
}

/** How far one file has come, 0 to 1. */
export function shareOf(item: UploadItem): number {
  if (item.state === 'waiting' && item.sentBytes === 0) return 0;
  if (!isUnderway(item)) return 1;
  if (item.state !== 'sent') return (0.5 * item.sentBytes) / Math.max(1, item.sizeBytes);
  const { done, total } = item.pages;
  return 0.5 + (total ? 0.5 * Math.min(1, done / total) : 0);
}

export type Pace = { at: number; share: number; pages: number };

/** Pages a second and seconds left, from the samples of the last while (newest last); null while too little is known. */
export function paceOf(samples: readonly Pace[]): { pagesPerSecond: number | null; secondsLeft: number | null } {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < 2_000) return { pagesPerSecond: null, secondsLeft: null };
  const seconds = (last.at - first.at) / 1_000;
  const pages = (last.pages - first.pages) / seconds;
  const share = (last.share - first.share) / seconds;
  return {
    pagesPerSecond: pages > 0 ? pages : null,
    secondsLeft: share > 0 ? (1 - last.share) / share : null,
  };
}
