import { readdirSync, readFileSync } from 'node:fs';

export type ProcessEntry = {
  id: number;
  parent: number;
  name: string;
  /** Processor time of the process, in seconds; for the root with that of its children that have ended. */
  cpuSeconds: number;
};

/** USER_HZ, which Linux fixes at 100 on every architecture that Node runs on. */
const ticksASecond = 100;

/** A process and all of its living descendants, from /proc (proc(5)). Linux only. */
export function processTree(root: number): ProcessEntry[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));
  const childrenOf = Map.groupBy(all, ({ parent }) => parent);
  const tree = all.filter(({ id }) => id === root);
  for (const { id } of tree) tree.push(...(childrenOf.get(id) ?? []));
  return tree;
}

export type ByPart = { server: number; readers: number; database: number };

/** A sum over the tree of a vault: its own process, those of PostgreSQL, and the rest, which read files. */
export function sumByPart(root: number, measure: (entry: ProcessEntry) => number): ByPart {
  const sum = { server: 0, readers: 0, database: 0 };
  for (const entry of processTree(root)) {
    const part = entry.id === root ? 'server' : entry.name === 'postgres' ? 'database' : 'readers';
    sum[part] += measure(entry);
  }
  return sum;
}

/** What the tree has worked so far, in seconds. Unlike the clock, this does not depend on what else runs on the machine. */
export function cpuSecondsOf(root: number): ByPart {
  return sumByPart(root, ({ cpuSeconds }) => cpuSeconds);
}

/** Nothing for a process that ended meanwhile. */
function readProcess(id: number): ProcessEntry[] {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    const nameEnd = stat.lastIndexOf(')');
    const fields = stat.slice(nameEnd + 2).split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
    const name = stat.slice(stat.indexOf('(') + 1, nameEnd);
    return [{ id, parent: Number(fields[1]), name, cpuSeconds: ticks / ticksASecond }];
  } catch {
    return [];
  }
}
