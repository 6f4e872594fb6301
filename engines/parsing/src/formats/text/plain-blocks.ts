import type { Block } from '../../contract.ts';
import { headingCue } from './heading-cue.ts';

/** Turns lines of plain text into blocks; `end` gives what is left. */
export type PlainBlocks = { line(text: string, number: number): void; end(): void };

const listItem = /^\s*(?:[-*•·–▪◦]\s+|(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Z]|[ivxIVX]{1,5})[.)]\s+|\(\w{1,3}\)\s+)\S/;
const bullet = /^\s*[-*•·–▪◦]\s+/;
const underline = /^\s*(?:={3,}|-{3,}|~{3,})\s*$/;

/** A paragraph without blank lines (a log, a listing) is cut at a line end after so many characters. */
const longParagraph = 2_000;

/**
 * Paragraphs are runs of lines between blank ones; list items stand alone with their number; headings are lines by themselves that look like
 * headings of laws, contracts and reports, or that are underlined.
 */
export function createPlainBlocks(part: () => number, emit: (block: Block) => void): PlainBlocks {
  let lines: string[] = [];
  let length = 0;
  let first = 0;
  let kind: 'paragraph' | 'list-item' = 'paragraph';

  const flush = () => {
    if (lines.length === 0) return;
    const text = lines.join('\n').replace(bullet, '').trim();
    const place = { part: part(), line: first };
    const level = kind === 'paragraph' && lines.length === 1 ? headingCue(text, { bold: false }) : null;
    lines = [];
    length = 0;
    if (text === '') return;
    emit(level === null ? { kind, text, place } : { kind: 'heading', level, text, place });
    kind = 'paragraph';
  };

  const heading = (text: string, level: number, number: number) =>
    emit({ kind: 'heading', level, text: text.trim(), place: { part: part(), line: number } });

  return {
    line(raw, number) {
      const text = raw.trimEnd();
      if (text.trim() === '') {
        flush();
        kind = 'paragraph';
        return;
      }
      if (underline.test(text)) {
        const title = lines.length === 1 && kind === 'paragraph' ? lines[0]! : null;
        if (title !== null && title.trim().length <= 120 && Math.abs(text.trim().length - title.trim().length) <= 12) {
          lines = [];
          length = 0;
          heading(title, text.trim().startsWith('=') ? 1 : 2, first);
        } else flush();
        return;
      }
      if (listItem.test(text)) {
        flush();
        kind = 'list-item';
      } else if (lines.length === 1 && kind === 'paragraph') {
        // "CLÁUSULA PRIMERA" right above its text.
        const level = headingCue(lines[0]!.trim(), { bold: false });
        if (level !== null && /\p{Ll}/u.test(text)) flush();
      }
      if (lines.length === 0) first = number;
      lines.push(lines.length === 0 ? text.trimStart() : text);
      length += text.length;
      if (length > longParagraph) flush();
    },
    end: flush,
  };
}
