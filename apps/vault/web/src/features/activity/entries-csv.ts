import type { Entry } from './activity-queries.ts';

const header = [
  'sequence',
  'recorded_at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'action',
  'outcome',
  'reason',
  'space_id',
  'space_name',
  'label_id',
  'label',
  'objects',
  'details',
  'leaf_hash',
  'id',
];

/** Names where the reader knows them, ids always. RFC 4180, with a byte-order mark, because Excel reads UTF-8 only so. Codes and times as in the log, whatever the language of the page. */
export function entriesToCsv(
  entries: readonly Entry[],
  people: ReadonlyMap<string, string>,
  spaces: ReadonlyMap<string, string>,
  labels: ReadonlyMap<string, string>,
): string {
  const rows = entries.map((entry) => [
    String(entry.sequence),
    entry.recordedAt,
    entry.actor.kind,
    entry.actor.personId ?? entry.actor.job ?? '',
    people.get(entry.actor.personId ?? '') ?? '',
    entry.action,
    entry.outcome,
    entry.reason ?? '',
    entry.spaceId ?? '',
    spaces.get(entry.spaceId ?? '') ?? '',
    entry.labelId ?? '',
    labels.get(entry.labelId ?? '') ?? '',
    entry.objects.map(({ kind, id }) => `${kind} ${id}`).join(' '),
    entry.details ? JSON.stringify(entry.details) : '',
    entry.leafHash,
    entry.id,
  ]);
  return `\uFEFF${[header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** A cell that begins like a formula is kept from being one: people choose their own names. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
