import { readFileSync } from 'node:fs';
import { sumByPart } from './process-tree.ts';

export type MemoryWatch = {
  /** Looks once more and gives the highest sums seen, in MiB. */
  stop(): MemoryPeak;
};

/** `totalMb` is the highest sum at one moment; the parts are their own highest values, which need not be of that moment. */
export type MemoryPeak = {
  totalMb: number;
  serverMb: number;
  readersMb: number;
  databaseMb: number;
  /** The highest sum in the first half of the time: what grows with the work shows as a difference. */
  firstHalfMb: number;
};

const everyMs = 500;

/**
 * Watches what a process and all of its descendants hold. Proportional set size (`Pss` of /proc/<pid>/smaps_rollup) counts a page that n processes
 * share as 1/n in each, so PostgreSQL's shared buffers and the code of Node count once. Linux only; as the same user or root.
 */
export function watchMemory(pid: number): MemoryWatch {
  const peak = { totalMb: 0, serverMb: 0, readersMb: 0, databaseMb: 0 };
  const totals: number[] = [];
  const look = () => {
    const now = sumByPart(pid, ({ id }) => proportionalSize(id));
    totals.push(now.server + now.readers + now.database);
    peak.totalMb = Math.max(peak.totalMb, totals.at(-1)!);
    peak.serverMb = Math.max(peak.serverMb, now.server);
    peak.readersMb = Math.max(peak.readersMb, now.readers);
    peak.databaseMb = Math.max(peak.databaseMb, now.database);
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    stop() {
      clearInterval(timer);
      look();
      return { ...peak, firstHalfMb: Math.max(...totals.slice(0, Math.ceil(totals.length / 2))) };
    },
  };
}

function proportionalSize(id: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
