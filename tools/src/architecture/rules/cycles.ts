import type { Project, Rule, Violation } from '../project.ts';

/** No file imports itself through others, type imports included: what cannot be read in an order cannot be understood in one. */
export const cycles: Rule = {
  name: 'cycle',
  check: (project) => findCycles(project).map(describe),
};

function describe(cycle: readonly string[]): Violation {
  return { rule: 'cycle', file: cycle[0]!, message: `imports itself: ${[...cycle, cycle[0]].join(' -> ')}` };
}

/** One shortest cycle through the first file of each strongly connected component (Tarjan 1972), O(files + imports). */
function findCycles(project: Project): string[][] {
  const next = new Map(
    project.files.map((file) => [
      file.path,
      file.imports.flatMap((use) => (use.target && project.byPath.has(use.target) ? [use.target] : [])),
    ]),
  );
  const found: string[][] = [];
  for (const component of stronglyConnected(next)) {
    const start = [...component].sort()[0]!;
    if (component.size > 1 || next.get(start)!.includes(start)) found.push(shortestCycle(start, next, component));
  }
  return found.sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
}

function stronglyConnected(next: ReadonlyMap<string, readonly string[]>): Set<string>[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open = new Set<string>();
  const stack: string[] = [];
  const components: Set<string>[] = [];

  function visit(node: string): void {
    index.set(node, index.size);
    low.set(node, index.get(node)!);
    stack.push(node);
    open.add(node);
    for (const target of next.get(node)!) {
      if (!index.has(target)) {
        visit(target);
        low.set(node, Math.min(low.get(node)!, low.get(target)!));
      } else if (open.has(target)) low.set(node, Math.min(low.get(node)!, index.get(target)!));
    }
    if (low.get(node) !== index.get(node)) return;
    const component = new Set<string>();
    let member: string;
    do {
      member = stack.pop()!;
      open.delete(member);
      component.add(member);
    } while (member !== node);
    components.push(component);
  }

  for (const node of next.keys()) if (!index.has(node)) visit(node);
  return components;
}

function shortestCycle(
  start: string,
  next: ReadonlyMap<string, readonly string[]>,
  within: ReadonlySet<string>,
): string[] {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const node of queue) {
    for (const target of next.get(node)!) {
      if (target === start) return pathTo(node, cameFrom, start);
      if (!within.has(target) || cameFrom.has(target)) continue;
      cameFrom.set(target, node);
      queue.push(target);
    }
  }
  return [...within];
}

function pathTo(end: string, cameFrom: ReadonlyMap<string, string>, start: string): string[] {
  const path = [end];
  while (path[0] !== start) path.unshift(cameFrom.get(path[0]!)!);
  return path;
}
