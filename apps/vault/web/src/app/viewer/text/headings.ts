import type { PartText } from '../document-queries.ts';

export type Heading = { part: number; block: number; text: string; depth: number };

/** The headings of some parts, in order; depth from 0, deeper than three as three. */
export function headingsOf(parts: readonly PartText[]): Heading[] {
  return parts.flatMap(({ part, blocks }) =>
    blocks
      .filter(({ kind, text }) => kind === 'heading' && text.trim() !== '')
      .map(({ number, text, level }) => ({
        part,
        block: number,
        text,
        depth: Math.min(3, Math.max(0, (level ?? 1) - 1)),
      })),
  );
}
