import type { Sealer } from '@nexus/crypto';
import type { Passage } from '@nexus/search';

const kind = 'passages.content';

/** A passage as it lies in the database, with the title of its document, which ranking looks at. */
export type StoredPassage = Passage & { title: string };

/** Sealed as one object that opens only at its own place. */
export function sealPassage(sealer: Sealer, sourceId: string, ordinal: number, passage: StoredPassage): Buffer {
  return sealer.sealJson({ kind, objectId: sourceId, version: ordinal + 1 }, passage);
}

export function openPassage(
  sealer: Sealer,
  row: { sourceId: string; ordinal: number; content: Buffer },
): StoredPassage {
  return sealer.openJson<StoredPassage>({ kind, objectId: row.sourceId, version: row.ordinal + 1 }, row.content);
}
