import { createHeadingPath } from './heading-path.ts';
import type { Passage, PassageAnchor, PassageOptions, SourceBlock } from './passage.ts';
import { type Piece, piecesOf } from './pieces.ts';

/** Passages as blocks come in. What `add` and `finish` give, in order, is the document's list of passages. */
export type PassageBuilder = { add(blocks: readonly SourceBlock[]): Passage[]; finish(): Passage[] };

/** All passages of a document that is in memory. */
export function passagesOf(blocks: readonly SourceBlock[], options: PassageOptions = {}): Passage[] {
  const builder = createPassageBuilder(options);
  return [...builder.add(blocks), ...builder.finish()];
}

/**
 * Cuts a document into passages that follow its structure: none crosses a heading, a table's border, a sheet or a slide; list items and short
 * paragraphs stay together up to about `targetWords`; a long paragraph falls at sentence ends; every row of a table carries its column labels.
 *
 * Holds one unfinished passage: a document of 10,000 pages needs no more memory than its own blocks. Linear.
 */
export function createPassageBuilder(options: PassageOptions = {}): PassageBuilder {
  const targetWords = options.targetWords ?? 120;
  const maxWords = Math.max(options.maxWords ?? 180, targetWords);
  const path = createHeadingPath();
  let number = 0;
  let pieces: Piece[] = [];
  let words = 0;
  let group = '';
  let leadsOn = false;
  let out: Passage[] = [];

  function flush(): void {
    if (pieces.length > 0)
      out.push(assemble(pieces, withSheet(path.use(), sheetName(group)), group.startsWith('table') ? '\n' : '\n\n'));
    pieces = [];
    words = 0;
    leadsOn = false;
  }

  function sheetName(of: string): string {
    return of.startsWith('table') ? (of.split('\u0000')[2] ?? '') : '';
  }

  function emitBare(bare: ReturnType<typeof path.leave>): void {
    for (const { block, number: at, headings } of bare) {
      const own = piecesOf({ ...block, kind: 'paragraph' }, at, maxWords);
      for (const piece of own) out.push(assemble([piece], headings, '\n\n'));
    }
  }

  function addBlock(block: SourceBlock): void {
    const at = number++;
    if (block.kind === 'heading') {
      flush();
      emitBare(path.enter(block, at));
      return;
    }
    const nextGroup = groupOf(block, options);
    if (nextGroup !== group) {
      flush();
      group = nextGroup;
    }
    for (const piece of piecesOf(block, at, maxWords)) {
      const full = words >= targetWords && !leadsOn;
      if (pieces.length > 0 && (full || words + piece.words > maxWords)) flush();
      pieces.push(piece);
      words += piece.words;
      // "The supplier shall:" belongs with what follows.
      leadsOn = piece.text.endsWith(':');
    }
  }

  function take(): Passage[] {
    const taken = out;
    out = [];
    return taken;
  }

  return {
    add(blocks) {
      for (const block of blocks) addBlock(block);
      return take();
    },
    finish() {
      flush();
      emitBare(path.leave());
      return take();
    },
  };
}

// Blocks of one group may share a passage.
function groupOf(block: SourceBlock, options: PassageOptions): string {
  const part = options.part?.(block.place.part);
  const border = part === undefined || part.kind === 'page' ? '' : String(block.place.part);
  if (block.kind === 'table-row')
    return `table ${block.table ?? ''}\u0000${border}\u0000${part?.kind === 'sheet' ? (part.name ?? '') : ''}`;
  return `${block.kind === 'header-field' ? 'header' : 'text'}\u0000${border}`;
}

function withSheet(headings: string[], sheet: string): string[] {
  return sheet === '' || headings.includes(sheet) ? headings : [...headings, sheet];
}

function assemble(pieces: readonly Piece[], headings: readonly string[], separator: string): Passage {
  let text = '';
  const anchors: PassageAnchor[] = [];
  for (const piece of pieces) {
    if (text !== '') text += separator;
    for (const anchor of piece.anchors)
      anchors.push({ ...anchor, start: anchor.start + text.length, end: anchor.end + text.length });
    text += piece.text;
  }
  return { text, headings, anchors };
}
