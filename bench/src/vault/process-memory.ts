import { readdirSync, readFileSync } from 'node:fs';

export type MemoryWatch = {
  /** Looks once more and gives the highest sums seen, in MiB. */
  stop(): MemoryPeak;
};

/** `totalMb` is the highest sum at one moment; the parts are their own highest values, which need not be of that moment. */
export type MemoryPeak = { totalMb: number; serverMb: number; readersMb: number; databaseMb: number };

const everyMs = 500;

/**
 * Watches what a process and all of its descendants hold. Proportional set size (`Pss` of /proc/<pid>/smaps_rollup) counts a page that n processes
 * share as 1/n in each, so PostgreSQL's shared buffers and the code of Node count once. Linux only; as the same user or root.
 */
export function watchMemory(pid: number): MemoryWatch {
  const peak: MemoryPeak = { totalMb: 0, serverMb: 0, readersMb: 0, databaseMb: 0 };
  const look = () => {
    const now = { serverMb: 0, readersMb: 0, databaseMb: 0 };
    for (const { id, name } of processTree(pid)) {
      const megabytes = proportionalSize(id);
      if (id === pid) now.serverMb += megabytes;
      else if (name === 'postgres') now.databaseMb += megabytes;
      else now.readersMb += megabytes;
    }
    const total = now.serverMb + now.readersMb + now.databaseMb;
    peak.totalMb = Math.max(peak.totalMb, total);
    for (const part of ['serverMb', 'readersMb', 'databaseMb'] as const) peak[part] = Math.max(peak[part], now[part]);
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    stop() {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}

type ProcessEntry = { id: number; parent: number; name: string };

function processTree(root: number): ProcessEntry[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));
  const childrenOf = Map.groupBy(all, ({ parent }) => parent);
  const tree = all.filter(({ id }) => id === root);
  for (const { id } of tree) tree.push(...(childrenOf.get(id) ?? []));
  return tree;
}

/** Nothing for a process that ended meanwhile. */
function readProcess(id: number): ProcessEntry[] {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    const nameEnd = stat.lastIndexOf(')');
    const parent = Number(stat.slice(nameEnd + 2).split(' ')[1]);
    return [{ id, parent, name: stat.slice(stat.indexOf('(') + 1, nameEnd) }];
  } catch {
    return [];
  }
}

function proportionalSize(id: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
