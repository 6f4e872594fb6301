import type { LabelView } from '../labels/labels.queries.ts';
import { isUnderway, type UploadItem } from './upload-items.ts';

export type ChosenFile = { file: File; path: string };
export type SentFile = { documentId: string; outcome: string };

/** Thrown by a transfer: whether it makes sense to go on later by itself, or a person has to decide. */
export class TransferError extends Error {
  readonly isPassing: boolean;
  readonly words: { es: string; en: string };
  constructor(words: { es: string; en: string }, isPassing: boolean) {
    super(words.en);
    this.words = words;
    this.isPassing = isPassing;
  }
}

export type Transfer = (
  upload: { spaceId: string; path: string; file: File; labelId: string | null; idempotencyKey: string },
  options: { signal: AbortSignal; onProgress(sentBytes: number): void },
) => Promise<SentFile>;

export type UploadQueueOptions = {
  transfer: Transfer;
  /** Forgets what the server keeps of a file that was given up half-way. */
  discard(upload: { spaceId: string; path: string; file: File; labelId: string | null }): void;
  newKey(): string;
  wait(ms: number, signal: AbortSignal): Promise<void>;
  atOnce?: number;
};

type Entry = { item: UploadItem; file: File | null; idempotencyKey: string; abort: AbortController };

const firstPauseMs = 1_000;
const longestPauseMs = 15_000;

export type UploadQueue = ReturnType<typeof createUploadQueue>;

/**
 * Files on their way, a few at a time, in the order in which they were chosen. A file that meets a passing trouble (server away, session over) waits
 * and goes on by itself, for as long as it takes, under one idempotency key: what had arrived before the answer was lost is not stored twice.
 */
export function createUploadQueue({ transfer, discard, newKey, wait, atOnce = 3 }: UploadQueueOptions) {
  const entries = new Map<number, Entry>();
  const waiting: number[] = [];
  const listeners = new Set<() => void>();
  let items: readonly UploadItem[] = [];
  let nextKey = 1;
  let running = 0;
  let isToldSoon = false;

  /** Thousands of small steps a second become a few pictures a second. */
  function changed(): void {
    if (isToldSoon) return;
    isToldSoon = true;
    setTimeout(() => {
      isToldSoon = false;
      items = [...entries.values()].map(({ item }) => item);
      for (const listener of listeners) listener();
    }, 100);
  }

  function change(key: number, part: Partial<UploadItem>): void {
    const entry = entries.get(key);
    if (!entry) return;
    entry.item = { ...entry.item, ...part };
    changed();
  }

  function add(spaceId: string, files: readonly ChosenFile[], label: LabelView | null): void {
    for (const { file, path } of files) {
      const key = nextKey;
      nextKey += 1;
      const item: UploadItem = {
        key,
        spaceId,
        path,
        sizeBytes: file.size,
        label,
        state: 'waiting',
        sentBytes: 0,
        documentId: null,
        outcome: null,
        pages: { done: 0, total: null },
        hasSuggestion: false,
        why: null,
      };
      entries.set(key, { item, file, idempotencyKey: newKey(), abort: new AbortController() });
      waiting.push(key);
    }
    changed();
    start();
  }

  function start(): void {
    while (running < atOnce && waiting.length > 0) {
      const entry = entries.get(waiting.shift()!);
      if (entry?.item.state !== 'waiting' || !entry.file) continue;
      running += 1;
      void send(entry, entry.file).finally(() => {
        running -= 1;
        start();
      });
    }
  }

  async function send(entry: Entry, file: File): Promise<void> {
    const { key, spaceId, path, label } = entry.item;
    const { abort, idempotencyKey } = entry;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      change(key, { state: 'sending', why: null });
      try {
        const sent = await transfer(
          { spaceId, path, file, labelId: label?.id ?? null, idempotencyKey },
          {
            signal: abort.signal,
            // The form around a small file counts as sent, too.
            onProgress: (sent) => change(key, { sentBytes: Math.min(sent, file.size) }),
          },
        );
        // The file itself is needed no more: thousands of them would be held until the tray is cleared.
        entry.file = null;
        change(key, {
          ...sent,
          state: sent.outcome === 'duplicate' ? 'done' : 'sent',
          sentBytes: entry.item.sizeBytes,
        });
        return;
      } catch (error) {
        if (abort.signal.aborted) return;
        const known = error instanceof TransferError ? error : null;
        if (!known?.isPassing) {
          change(key, { state: 'failed', why: known?.words ?? { es: String(error), en: String(error) } });
          return;
        }
        change(key, { state: 'waiting', why: known.words });
        await wait(pauseMs, abort.signal);
        if (abort.signal.aborted) return;
      }
    }
  }

  /** Stops the way of a file that has not arrived; what has arrived is cancelled as a document. */
  function cancel(key: number): void {
    const entry = entries.get(key);
    if (!entry?.file || !isUnderway(entry.item)) return;
    entry.abort.abort();
    const { spaceId, path, label } = entry.item;
    discard({ spaceId, path, file: entry.file, labelId: label?.id ?? null });
    change(key, { state: 'cancelled' });
  }

  function cancelAll(): void {
    for (const key of entries.keys()) cancel(key);
  }

  function retry(key: number): void {
    const entry = entries.get(key);
    if (entry?.item.state !== 'failed' && entry?.item.state !== 'cancelled') return;
    entry.abort = new AbortController();
    entry.idempotencyKey = newKey();
    change(key, { state: 'waiting', why: null, sentBytes: 0 });
    waiting.push(key);
    start();
  }

  /** Takes what is over out of the list. */
  function clear(): void {
    for (const [key, { item }] of entries) if (!isUnderway(item)) entries.delete(key);
    changed();
  }

  let owner: string | null = null;

  /** Files of one person are neither sent nor shown under the session of another who signs in at the same window. */
  function belongTo(personId: string): void {
    if (owner !== null && owner !== personId) {
      for (const { abort } of entries.values()) abort.abort();
      entries.clear();
      waiting.length = 0;
      changed();
    }
    owner = personId;
  }

  return {
    belongTo,
    add,
    cancel,
    cancelAll,
    retry,
    clear,
    /** What the server says about the reading of a document that came this way. */
    settle: change,
    items: () => items,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
