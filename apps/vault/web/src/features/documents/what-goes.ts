import type { DocumentRow } from '../../app/listing/document-rows.ts';

/** What a deletion takes, for the question before it. */
export type WhatGoes = {
  /** Those that the person may delete. */
  deletable: DocumentRow[];
  /** Those that stay because somebody else added them. */
  kept: number;
  parts: number;
  sizeBytes: number;
  /** Attachments that are not chosen themselves and go with the mail or file that brought them. */
  attachments: number;
};

/** Owners delete anything; analysts what they added; readers nothing. */
export function whatGoes(
  chosen: readonly DocumentRow[],
  all: readonly DocumentRow[],
  person: { id: string; role: string },
): WhatGoes {
  const may = (row: DocumentRow) =>
    person.role === 'owner' || (person.role === 'analyst' && row.createdBy === person.id);
  const deletable = chosen.filter(may);
  const going = new Set(deletable.map(({ id }) => id));
  const below: DocumentRow[] = [];
  // An attachment may have attachments: until a round finds no more.
  for (let found = -1; found !== below.length; ) {
    found = below.length;
    for (const row of all) {
      if (row.parentDocumentId === null || going.has(row.id) || !going.has(row.parentDocumentId)) continue;
      going.add(row.id);
      below.push(row);
    }
  }
  const every = [...deletable, ...below];
  return {
    deletable,
    kept: chosen.length - deletable.length,
    parts: every.reduce((sum, { parts }) => sum + (parts ?? 0), 0),
    sizeBytes: every.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    attachments: below.length,
  };
}
