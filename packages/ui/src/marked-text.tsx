import { Fragment } from 'react';

export type Range = { start: number; end: number };

/** Text with ranges marked. Ranges are half-open in UTF-16 units, may overlap and come in any order. */
export function MarkedText({ text, marks }: { text: string; marks: readonly Range[] }) {
  return cut(text, marks).map(({ start, part, isMarked }) =>
    isMarked ? <mark key={start}>{part}</mark> : <Fragment key={start}>{part}</Fragment>,
  );
}

/** Pieces in order, without overlaps; together they are the text. */
export function cut(text: string, marks: readonly Range[]): { start: number; part: string; isMarked: boolean }[] {
  const pieces: { start: number; part: string; isMarked: boolean }[] = [];
  const push = (start: number, end: number, isMarked: boolean): void => {
    if (end > start) pieces.push({ start, part: text.slice(start, end), isMarked });
  };
  let at = 0;
  for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
    const start = Math.max(at, Math.min(mark.start, text.length));
    const end = Math.min(mark.end, text.length);
    if (end <= start) continue;
    push(at, start, false);
    push(start, end, true);
    at = end;
  }
  push(at, text.length, false);
  return pieces;
}
