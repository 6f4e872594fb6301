import { expect, test } from 'vitest';
import type { Entry } from './activity-queries.ts';
import { entriesToCsv } from './entries-csv.ts';

const entry: Entry = {
  sequence: 7,
  leafHash: 'ab',
  id: 'e1',
  recordedAt: '2026-01-02T03:04:05.006Z',
  actor: { kind: 'person', personId: 'p1', sessionId: 's1' },
  action: 'role.granted',
  outcome: 'success',
  spaceId: null,
  labelId: null,
  objects: [{ kind: 'person', id: 'p2' }],
  reason: null,
  details: { role: 'auditor' },
};
const rowsOf = (people: Map<string, string>, shown: Entry = entry) =>
  entriesToCsv([shown], people, new Map(), new Map([['l1', '(DL//OBRA)']])).split('\r\n');

test('is one line an entry, quoted where it must be', () => {
  const [header, row, end] = rowsOf(new Map([['p1', 'Ruiz, Ana "Anita"']]));
  expect(header!.startsWith('\uFEFFsequence,recorded_at')).toBe(true);
  expect(row).toBe(
    '7,2026-01-02T03:04:05.006Z,person,p1,"Ruiz, Ana ""Anita""",role.granted,success,,,,,,person p2,"{""role"":""auditor""}",ab,e1',
  );
  expect(end).toBe('');
});

test('has the label that the entry was about: its mark where the reader knows it, its id in any case', () => {
  const columns = rowsOf(new Map())[0]!.split(',');
  const cellsOf = (labelId: string) => {
    const row = rowsOf(new Map(), { ...entry, labelId })[1]!.split(',');
    return [row[columns.indexOf('label_id')], row[columns.indexOf('label')]];
  };
  expect(cellsOf('l1')).toEqual(['l1', '(DL//OBRA)']);
  expect(cellsOf('l2')).toEqual(['l2', '']);
});

test.each(['=HYPERLINK("http://example.org")', '+1', '-1', '@SUM(A1)', '\tx'])(
  'a name such as %s is no formula',
  (name) => {
    const row = rowsOf(new Map([['p1', name]]))[1]!;
    const field = row.slice(row.indexOf('p1,') + 3);
    expect(field.replace(/^"/, '').startsWith("'")).toBe(true);
  },
);
