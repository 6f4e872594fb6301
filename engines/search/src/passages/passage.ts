/** Where a block stands. Structurally the same as what the parsers give; only what is needed here is named. */
export type BlockPlace = {
  /** Page, sheet, slide or mail part, from 1. */
  part: number;
  /** Lines with their rectangles (x0, y0, x1, y1 as fractions of the page) and the characters of the block that they hold. */
  lines?: readonly { start: number; end: number; rect: readonly [number, number, number, number] }[];
  /** Cells of a sheet or table. */
  range?: string;
  /** First line in the source text, from 1. */
  line?: number;
};

export type SourceBlock = {
  kind: 'heading' | 'paragraph' | 'list-item' | 'table-row' | 'code' | 'header-field';
  /** 1 to 6, of a heading. */
  level?: number;
  text: string;
  cells?: readonly { ref: string; text: string }[];
  header?: readonly string[];
  table?: number;
  place: BlockPlace;
};

/**
 * A stretch of a passage and the stretch of the block that it comes from. When both have one length the characters are the same, one by one; a
 * column label that was put before a cell's text stands for the whole cell.
 */
export type PassageAnchor = {
  start: number;
  end: number;
  /** Number of the block in the document, from 0. */
  block: number;
  blockStart: number;
  blockEnd: number;
  place: BlockPlace;
};

export type Passage = {
  /** What is indexed, shown and quoted. Blocks are separated by a blank line, rows of a table by a line break. */
  text: string;
  /** Outermost first. */
  headings: readonly string[];
  /** In order, not overlapping; they cover all of the text but separators. */
  anchors: readonly PassageAnchor[];
};

export type PassageOptions = {
  /** A passage is closed once it has this many words. Default 120. */
  targetWords?: number;
  /** A passage never has more, unless one word or cell alone is longer. Default 180. */
  maxWords?: number;
  /** Kind and name of a part: sheets, slides and mail parts are borders, pages are not; a sheet's name becomes a heading of its rows. */
  part?: (part: number) => { kind: 'page' | 'sheet' | 'slide' | 'section' | 'message'; name?: string } | undefined;
};
