import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Sealer } from '@nexus/crypto';
import type { Passage } from '@nexus/search';

const kind = 'passages.content';

/** A passage as it lies in the database, with the title of its document, which ranking looks at. */
export type StoredPassage = Passage & { title: string };

const fastCompression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** First byte of a zstd frame (RFC 8878, 3.1.1); JSON begins with a brace. */
const zstdMagic = 0x28;
/** Below this, compressing costs more than it saves. */
const worthCompressing = 512;

/**
 * Sealed as one object that opens only at its own place. Compressed first: the anchors of a table's passage are many times its text, and nothing
 * can be compressed once it is sealed. The size of one passage tells nothing that its length did not tell before.
 */
export function sealPassage(sealer: Sealer, sourceId: string, ordinal: number, passage: StoredPassage): Buffer {
  const json = Buffer.from(JSON.stringify(passage));
  const content = json.length < worthCompressing ? json : zstdCompressSync(json, fastCompression);
  return sealer.seal({ kind, objectId: sourceId, version: ordinal + 1 }, content);
}

export function openPassage(
  sealer: Sealer,
  row: { sourceId: string; ordinal: number; content: Buffer },
): StoredPassage {
  const content = sealer.open({ kind, objectId: row.sourceId, version: row.ordinal + 1 }, row.content);
  const json = content[0] === zstdMagic ? zstdDecompressSync(content) : content;
  return JSON.parse(json.toString('utf8'));
}
