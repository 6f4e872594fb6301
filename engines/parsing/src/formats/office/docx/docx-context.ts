import type { Block } from '../../../contract.ts';
import type { DocxNumbering } from './docx-numbering.ts';
import type { DocxStyles } from './docx-styles.ts';

/** What the body needs from the other parts of the package, and where it reports what it met. */
export type DocxBodyContext = {
  styles: DocxStyles;
  numbering: DocxNumbering;
  /** Text of a note or comment, to follow the paragraph that refers to it; null when there is none. */
  noteText(kind: 'footnote' | 'endnote' | 'comment', id: string): { marker: string; text: string } | null;
  /** Which breaks count as page ends: those that Word left when it last laid out the page, explicit ones, or none. */
  pages: 'rendered' | 'explicit' | 'none';
  /** Something that the text cannot show: `image`, `chart`, `diagram` (with its relationship id), `altChunk`, `hidden`, `deleted`. */
  seen(
    what: 'image' | 'chart' | 'diagram' | 'altChunk' | 'hidden' | 'deleted' | 'subDoc',
    page: number,
    relationId: string | null,
  ): void;
  /** A footnote, endnote or comment has ended (those parts only). */
  group?(id: string, author: string, text: string): void;
  nextTable(): number;
};

/** A paragraph being read. */
export type DocxParagraph = {
  pieces: string[];
  length: number;
  boldLength: number;
  part: number;
  styleId?: string;
  numId?: string;
  ilvl?: number;
  outline?: number;
  /** The paragraph mark was deleted under tracked changes: the next paragraph continues this one. */
  joined: boolean;
  breakAfter: boolean;
  following: Block[];
};
