import { sentencesOf } from '../analysis/sentences.ts';
import { countWords } from './count-words.ts';
import type { BlockPlace, PassageAnchor, SourceBlock } from './passage.ts';

/** A stretch of text that is never divided further, with its anchors relative to its own start. */
export type Piece = { text: string; words: number; anchors: PassageAnchor[] };

/** A block in indivisible pieces: sentences of running text, lines of code, one labelled row of a table. */
export function piecesOf(block: SourceBlock, number: number, maxWords: number): Piece[] {
  if (block.kind === 'table-row') return rowPieces(block, number, maxWords);
  const words = countWords(block.text);
  const [start, end] = trimmed(block.text);
  if (end === start) return [];
  if (words <= maxWords) return [verbatim(block, number, start, end)];
  const ranges = block.kind === 'code' ? lineRanges(block.text) : sentencesOf(block.text);
  return balanced(block.text, ranges, maxWords).map((range) => verbatim(block, number, range.start, range.end));
}

/** `Label: value | Label: value`: a row that can be read alone. Empty cells are left out. */
function rowPieces(block: SourceBlock, number: number, maxWords: number): Piece[] {
  const cells = block.cells;
  if (cells === undefined || cells.length === 0) return piecesOf({ ...block, kind: 'paragraph' }, number, maxWords);
  const pieces: Piece[] = [];
  let piece: Piece = { text: '', words: 0, anchors: [] };
  let blockStart = 0;
  for (const [column, cell] of cells.entries()) {
    const found = block.text.indexOf(cell.text, blockStart);
    const cellStart = found < 0 ? Math.min(blockStart, block.text.length) : found;
    const cellEnd = Math.min(cellStart + cell.text.length, block.text.length);
    blockStart = cellEnd;
    const value = cell.text.trim();
    if (value === '') continue;
    const label = block.header?.[column]?.trim() ?? '';
    const words = countWords(value) + countWords(label);
    if (piece.words > 0 && piece.words + words > maxWords) {
      pieces.push(piece);
      piece = { text: '', words: 0, anchors: [] };
    }
    const place: BlockPlace = {
      ...placeWithin(block.place, block.text, cellStart, cellEnd),
      ...(cell.ref === '' ? {} : { range: cell.ref }),
    };
    if (piece.text !== '') piece.text += ' | ';
    if (label !== '' && label !== value) {
      const start = piece.text.length;
      piece.text += `${label}: `;
      piece.anchors.push({
        start,
        end: piece.text.length,
        block: number,
        blockStart: cellStart,
        blockEnd: cellEnd,
        place,
      });
    }
    const start = piece.text.length;
    const inner = cell.text.indexOf(value);
    piece.text += value;
    piece.anchors.push({
      start,
      end: piece.text.length,
      block: number,
      blockStart: cellStart + inner,
      blockEnd: Math.min(cellStart + inner + value.length, cellEnd),
      place,
    });
    piece.words += words;
  }
  if (piece.words > 0) pieces.push(piece);
  return pieces;
}

function verbatim(block: SourceBlock, number: number, start: number, end: number): Piece {
  const anchor = {
    start: 0,
    end: end - start,
    block: number,
    blockStart: start,
    blockEnd: end,
    place: placeWithin(block.place, block.text, start, end),
  };
  return { text: block.text.slice(start, end), words: countWords(block.text, start, end), anchors: [anchor] };
}

/** The place of a part of a block: only its own lines, and its own first line number. */
function placeWithin(place: BlockPlace, text: string, start: number, end: number): BlockPlace {
  const within: BlockPlace = { ...place };
  if (place.lines) within.lines = place.lines.filter((line) => line.start < end && line.end > start);
  if (place.line !== undefined) within.line = place.line + countLineBreaks(text, 0, start);
  return within;
}

/** Line feeds in `text[start, end)`. */
export function countLineBreaks(text: string, start: number, end: number): number {
  let breaks = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) breaks++;
  return breaks;
}

// Long blocks fall into chunks of about equal size rather than full ones and a rest of three words.
function balanced(
  text: string,
  ranges: readonly { start: number; end: number }[],
  maxWords: number,
): { start: number; end: number }[] {
  const units = ranges.flatMap((range) => divide(text, range, maxWords));
  const total = units.reduce((sum, unit) => sum + unit.words, 0);
  const share = total / Math.ceil(total / maxWords);
  const chunks: { start: number; end: number }[] = [];
  let words = 0;
  for (const unit of units) {
    const chunk = chunks[chunks.length - 1];
    if (chunk === undefined || words + unit.words > maxWords || words >= share) {
      chunks.push({ start: unit.start, end: unit.end });
      words = unit.words;
    } else {
      chunk.end = unit.end;
      words += unit.words;
    }
  }
  return chunks;
}

// A sentence that is longer than a passage is cut at spaces, and a word that is, anywhere.
function divide(
  text: string,
  range: { start: number; end: number },
  maxWords: number,
): { start: number; end: number; words: number }[] {
  const words = countWords(text, range.start, range.end);
  if (words <= maxWords || range.end - range.start < 2) return [{ ...range, words }];
  const middle = range.start + Math.floor((range.end - range.start) / 2);
  const space = text.indexOf(' ', middle);
  const torn = (text.charCodeAt(middle) & 0xfc00) === 0xdc00;
  const cut = space > 0 && space < range.end - 1 ? space + 1 : torn ? middle + 1 : middle;
  if (cut >= range.end) return [{ ...range, words }];
  return [
    ...divide(text, { start: range.start, end: cut }, maxWords),
    ...divide(text, { start: cut, end: range.end }, maxWords),
  ];
}

function lineRanges(text: string): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  for (const line of text.matchAll(/[^\n]+/g)) ranges.push({ start: line.index, end: line.index + line[0].length });
  return ranges;
}

function trimmed(text: string): [start: number, end: number] {
  const start = text.length - text.trimStart().length;
  return [start, Math.max(start, text.trimEnd().length)];
}
