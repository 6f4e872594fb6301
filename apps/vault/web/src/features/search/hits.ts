import type { Answered } from '../../api/client.ts';

export type Found = Answered<'search'>;
export type Hit = Found['hits'][number];

/** One document with its passages, best first. */
export type FoundDocument = { documentId: string; hits: Hit[] };

/** What the arrow keys stop at: a passage, or the offer to show the others of its document. */
export type Row = { id: string; document: FoundDocument } & (
  | { kind: 'hit'; hit: Hit }
  | { kind: 'more'; hidden: number }
);

/** Shown of a document before the rest is asked for. */
export const shownPassages = 3;

/** Documents in the order of their best passage. */
export function byDocument(hits: readonly Hit[]): FoundDocument[] {
  const documents = new Map<string, FoundDocument>();
  for (const hit of hits) {
    const known = documents.get(hit.documentId);
    if (known) known.hits.push(hit);
    else documents.set(hit.documentId, { documentId: hit.documentId, hits: [hit] });
  }
  return [...documents.values()];
}

/** Rows of one document; `isOpen` when all of its passages were asked for. One hidden passage is shown at once: its row costs the same. */
export function rowsOf(document: FoundDocument, isOpen: boolean): Row[] {
  const { documentId, hits } = document;
  const shown = isOpen || hits.length <= shownPassages + 1 ? hits : hits.slice(0, shownPassages);
  const rows: Row[] = shown.map((hit, index) => ({ id: `${documentId}.${index}`, kind: 'hit', document, hit }));
  const hidden = hits.length - shown.length;
  return hidden === 0 ? rows : [...rows, { id: `${documentId}.more`, kind: 'more', document, hidden }];
}
