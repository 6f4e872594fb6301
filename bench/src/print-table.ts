import type { BenchResult } from './bench.ts';

/** One row per contestant, one column per figure; ours first. */
export function printTable(result: BenchResult): string {
  const rows = [['ours', result.ours] as const, ...Object.entries(result.peers)];
  const figures = [...new Set(rows.flatMap(([, values]) => Object.keys(values)))];
  const cells = rows.map(([name, values]) => [name, ...figures.map((figure) => formatFigure(values[figure]))]);
  const table = [[result.bench, ...figures], ...cells];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '),
  );
  return [`${result.bench} on ${result.data}`, ...lines].join('\n');
}

function formatFigure(value: number | undefined): string {
  if (value === undefined) return '-';
  if (Number.isInteger(value)) return value.toString();
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 2 : 3);
}
