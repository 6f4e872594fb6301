import { expect, it } from 'vitest';
import { writeCsv } from './write-csv.ts';

const line = (cell: string | number | bigint | null) =>
  writeCsv(['a'], [[cell]])
    .split('\r\n')
    .slice(1, -1)
    .join('\r\n');

it('writes RFC 4180', () => {
  expect(
    writeCsv(
      ['name', 'amount'],
      [
        ['Clínica "Sur", S.A.', '-12.50'],
        [null, 7n],
      ],
    ),
  ).toBe('name,amount\r\n"Clínica ""Sur"", S.A.",-12.50\r\n,7\r\n');
});

it.each(['=1+1', '+cmd|calc', '@SUM(A1)', '-2+3+cmd', '  =1', '\t=1', '＝1', '=HYPERLINK("http://x")'])(
  'takes the formula out of %j',
  (text) => {
    expect(line(text).replace(/^"/, '')).toMatch(/^'/);
  },
);

it('leaves numbers and harmless text alone', () => {
  for (const cell of ['-12.50', '1000', 'a=b', 'x-1', '2026-11-30']) expect(line(cell)).toBe(cell);
});
