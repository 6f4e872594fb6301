import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Sealer } from '@nexus/crypto';
import type { Passage } from '@nexus/search';

const kind = 'passages.content';

/** A passage as it lies in the database, with the title of its document, which ranking looks at. */
export type StoredPassage = Passage & { title: string };

/** First byte: what follows. */
const plain = 0;
const deflated = 1;
/** Below this, compressing costs more than it saves. */
const worthCompressing = 512;

/**
 * Sealed as one object that opens only at its own place. Compressed first: the anchors of a table's passage are many times its text, and nothing
 * can be compressed once it is sealed. The size of one passage tells nothing that its length did not tell before. Deflate, because a question opens
 * fifty of these and setting up another decoder costs more than the decoding.
 */
export function sealPassage(sealer: Sealer, sourceId: string, ordinal: number, passage: StoredPassage): Buffer {
  const json = Buffer.from(JSON.stringify(passage));
  const isShort = json.length < worthCompressing;
  const content = Buffer.concat([Buffer.of(isShort ? plain : deflated), isShort ? json : deflateRawSync(json)]);
  return sealer.seal({ kind, objectId: sourceId, version: ordinal + 1 }, content);
}

export function openPassage(
  sealer: Sealer,
  row: { sourceId: string; ordinal: number; content: Buffer },
): StoredPassage {
  const content = sealer.open({ kind, objectId: row.sourceId, version: row.ordinal + 1 }, row.content);
  const body = content.subarray(1);
  const json = content[0] === deflated ? inflateRawSync(body) : body;
  return JSON.parse(json.toString('utf8'));
}
