import { read } from '@nexus/page/api';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { api } from '../../api/client.ts';
import { followReading } from './follow-reading.ts';
import { needsWindow, type Pace, paceOf, summarise, type UploadItem } from './upload-items.ts';
import { uploads } from './uploads.ts';

const askEveryMs = 1_500;
const paceOverMs = 20_000;

export function useUploads(): readonly UploadItem[] {
  return useSyncExternalStore(uploads.subscribe, uploads.items);
}

/** Asks the server, while documents of this window are being read, how far they are. A server that is away is asked again. */
export function useReadingProgress(items: readonly UploadItem[]): void {
  const queries = useQueryClient();
  const latest = useRef(items);
  latest.current = items;
  const spaces = [...new Set(items.flatMap(({ state, spaceId }) => (state === 'sent' ? [spaceId] : [])))].sort().join();
  useEffect(() => {
    if (spaces === '') return;
    // Minutes back at first: what was read before this question, and a clock that differs, are covered.
    const since = new Map(spaces.split(',').map((spaceId) => [spaceId, new Date(Date.now() - 120_000).toISOString()]));
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    async function ask(): Promise<void> {
      for (const [spaceId, from] of since) {
        const waiting = latest.current.filter((item) => item.spaceId === spaceId);
        const next = await followReading(spaceId, from, waiting, uploads.settle).catch(() => from);
        since.set(spaceId, next);
        void queries.invalidateQueries({ queryKey: ['ingest', spaceId] });
      }
      if (!isOver) timer = setTimeout(() => void ask(), askEveryMs);
    }
    timer = setTimeout(() => void ask(), 400);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [spaces, queries]);
}

/** Pages a second and seconds left, over the last while. */
export function usePace(items: readonly UploadItem[], isUnderway: boolean): ReturnType<typeof paceOf> {
  const samples = useRef<Pace[]>([]);
  const latest = useRef(items);
  latest.current = items;
  const [pace, setPace] = useState(paceOf([]));
  useEffect(() => {
    if (!isUnderway) return;
    const timer = setInterval(() => {
      const { share, pagesDone } = summarise(latest.current);
      const now = performance.now();
      samples.current = [...samples.current, { at: now, share, pages: pagesDone }].filter(
        ({ at }) => now - at <= paceOverMs,
      );
      setPace(paceOf(samples.current));
    }, 1_000);
    return () => {
      clearInterval(timer);
      samples.current = [];
      setPace(paceOf([]));
    };
  }, [isUnderway]);
  return pace;
}

/** Asks before the window is closed on files that have not arrived. */
export function useStayUntilSent(items: readonly UploadItem[]): void {
  const isNeeded = items.some(needsWindow);
  useEffect(() => {
    if (!isNeeded) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isNeeded]);
}

/** An upload whose session ended waits; asking who is signed in brings up the dialog over the page. */
export function useAskToSignIn(items: readonly UploadItem[]): void {
  const isRefused = items.some(({ state, why }) => state === 'waiting' && why?.en.includes('sign in'));
  useEffect(() => {
    if (isRefused) read(api.GET('/api/v1/me')).catch(() => {});
  }, [isRefused]);
}
