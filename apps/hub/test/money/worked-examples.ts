import { readFileSync } from 'node:fs';

export type Row = Record<string, string>;
export type WorkedExample = { title: string; who: Row[]; events: Row[]; lines: Row[]; accounts: Row[] };

/** The cases of docs/money/worked-examples.md: each heading with its four tables. */
export function readWorkedExamples(): WorkedExample[] {
  const file = new URL('../../../../docs/money/worked-examples.md', import.meta.url);
  const [, ...cases] = readFileSync(file, 'utf8').split(/^## /m);
  return cases.map((text) => ({
    title: text.slice(0, text.indexOf('\n')),
    who: tableAfter(text, '**Who**'),
    events: tableAfter(text, '**What happens**'),
    lines: tableAfter(text, '**Lines**'),
    accounts: tableAfter(text, '**Accounts**'),
  }));
}

function tableAfter(text: string, heading: string): Row[] {
  const at = text.indexOf(heading);
  if (at === -1) throw new Error(`No table under ${heading} in "${text.slice(0, 40)}"`);
  const rows = text
    .slice(at + heading.length)
    .trimStart()
    .split('\n');
  const end = rows.findIndex((row) => !row.startsWith('|'));
  const [head, , ...body] = (end === -1 ? rows : rows.slice(0, end)).map(cellsOf);
  return body.map((cells) => Object.fromEntries(head!.map((name, index) => [name, cells[index] ?? ''])));
}

function cellsOf(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
