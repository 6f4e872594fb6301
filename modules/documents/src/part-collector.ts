import { setImmediate as breathe } from 'node:timers/promises';
import type { Sealer } from '@nexus/crypto';
import type { PartQuality, Block as ReadBlock } from '@nexus/parsing';
import type { PartRow, VersionRow } from './documents.tables.ts';
import { type NumberedBlock, packBlocks } from './packed-blocks.ts';

export type PartCollector = {
  /** In the order in which passages are made of them: the number that a block gets here is the one that citations name. */
  addBlocks(blocks: readonly ReadBlock[]): void;
  addQuality(parts: readonly PartQuality[]): void;
  qualityOf(part: number): PartQuality | undefined;
  /** The rows of all parts, in order, sealed. Takes turns with whatever else the process has to do. */
  rows(): Promise<PartRow[]>;
};

/** A sheet of a million rows is one part: its blocks are packed in slices of about so many characters. */
const sliceCharacters = 1_000_000;
/** Parts sealed in one go: about 3 ms. */
const partsAtOnce = 100;

type Gathered = { packed: Buffer[]; blocks: NumberedBlock[]; waiting: number; characters: number };

/**
 * Gathers the blocks of each part with its quality record. Blocks are packed as soon as their part is complete, or long, because as objects they take
 * about thirty times the memory: a document of 10,000 pages is held as its compressed text.
 */
export function createPartCollector(version: Pick<VersionRow, 'id' | 'spaceId'>, sealer: Sealer): PartCollector {
  let number = 0;
  const gathered = new Map<number, Gathered>();
  const qualityOf = new Map<number, PartQuality>();

  function gatheredOf(part: number): Gathered {
    const found = gathered.get(part) ?? { packed: [], blocks: [], waiting: 0, characters: 0 };
    gathered.set(part, found);
    return found;
  }

  function pack(part: Gathered): void {
    if (part.blocks.length > 0) part.packed.push(packBlocks(part.blocks));
    part.blocks = [];
    part.waiting = 0;
  }

  function row(part: number): PartRow {
    const found = gatheredOf(part);
    pack(found);
    const quality = qualityOf.get(part);
    const context = { objectId: version.id, version: part };
    const content = { kind: 'document_parts.content', ...context };
    gathered.delete(part);
    return {
      versionId: version.id,
      part,
      spaceId: version.spaceId,
      kind: quality?.kind ?? 'section',
      method: quality?.method ?? 'text',
      characters: quality?.characters ?? found.characters,
      confidence: quality?.confidence ?? null,
      garbage: quality?.garbage ?? null,
      content: found.packed.length === 0 ? null : sealer.seal(content, Buffer.concat(found.packed)),
      notes: sealedRemarks(quality, context),
    };
  }

  /** Pages of plain text have none: sealing that they have none would be a third of what sealing a page costs. */
  function sealedRemarks(quality: PartQuality | undefined, context: { objectId: string; version: number }) {
    const { name, size, notes } = quality ?? {};
    if (name === undefined && size === undefined && notes === undefined) return null;
    return sealer.sealJson({ kind: 'document_parts.notes', ...context }, { name, size, notes });
  }

  return {
    addBlocks(blocks) {
      for (const block of blocks) {
        const part = gatheredOf(block.place.part);
        part.blocks.push({ ...block, number });
        number += 1;
        part.characters += block.text.length;
        part.waiting += block.text.length;
        if (part.waiting >= sliceCharacters) pack(part);
      }
    },
    addQuality(parts) {
      for (const quality of parts) {
        qualityOf.set(quality.part, quality);
        pack(gatheredOf(quality.part));
      }
    },
    qualityOf: (part) => qualityOf.get(part),
    async rows() {
      const rows: PartRow[] = [];
      for (const part of [...gathered.keys()].sort((a, b) => a - b)) {
        rows.push(row(part));
        if (rows.length % partsAtOnce === 0) await breathe();
      }
      return rows;
    },
  };
}
