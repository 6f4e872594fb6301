import { expect, test } from 'vitest';
import { printTable } from './print-table.ts';

test('prints ours first, aligned, with a dash for what a peer has not', () => {
  const table = printTable({ bench: 'ir', data: 'x', ours: { r1: 0.5, n: 12 }, peers: { lucene: { r1: 123.456 } } });
  expect(table).toBe(['ir on x', 'ir         r1   n', 'ours    0.500  12', 'lucene    123   -'].join('\n'));
});
