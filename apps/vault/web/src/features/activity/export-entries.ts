import { type Entry, type EntryFilter, readEntries } from './activity-queries.ts';
import { entriesToCsv } from './entries-csv.ts';

/** Enough for a month of an office; more belongs into the export of the log itself. */
const most = 5_000;
const pageSize = 200;

/** Saves what the filter shows as a file; says whether there was more than fits. */
export async function exportEntries(
  filter: EntryFilter,
  people: ReadonlyMap<string, string>,
  spaces: ReadonlyMap<string, string>,
  labels: ReadonlyMap<string, string>,
): Promise<{ count: number; isPartial: boolean }> {
  const entries: Entry[] = [];
  let cursor: string | undefined;
  do {
    const page = await readEntries(filter, cursor, pageSize);
    entries.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor && entries.length < most);
  save(entriesToCsv(entries, people, spaces, labels));
  return { count: entries.length, isPartial: cursor !== undefined };
}

function save(csv: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `nexus-${new Date().toISOString().slice(0, 10)}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
