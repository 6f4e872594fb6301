import type { Sealer } from '@nexus/crypto';
import type { Passage } from '@nexus/search';

const kind = 'passages.content';

/** A passage as it lies in the database: text, headings and places, sealed as one object that opens only at its own place. */
export function sealPassage(sealer: Sealer, sourceId: string, ordinal: number, passage: Passage): Buffer {
  return sealer.sealJson({ kind, objectId: sourceId, version: ordinal + 1 }, passage);
}

export function openPassage(sealer: Sealer, row: { sourceId: string; ordinal: number; content: Buffer }): Passage {
  return sealer.openJson<Passage>({ kind, objectId: row.sourceId, version: row.ordinal + 1 }, row.content);
}
