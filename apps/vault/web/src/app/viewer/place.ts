/** An exact place in a document, as citations and addresses name it. All but the part may be missing. */
export type Place = {
  /** Page, sheet, slide or mail part, from 1. */
  part?: number | undefined;
  /** Number of the block in the document, from 0. */
  block?: number | undefined;
  /** Characters of the block's text (UTF-16 units), half-open. */
  start?: number | undefined;
  end?: number | undefined;
};

export type TextRange = { start: number; end: number };

type MarkedBlock = { number: number; text: string };

/**
 * The characters of a block that a place marks, or null when the place is elsewhere. A place without characters marks all of its block; one whose
 * characters lie outside the text (the document was read anew since) marks all of it rather than nothing.
 */
export function markIn(block: MarkedBlock, place: Place): TextRange | null {
  if (place.block !== block.number) return null;
  const whole = { start: 0, end: block.text.length };
  const start = place.start ?? 0;
  const end = Math.min(place.end ?? whole.end, whole.end);
  return start < end ? { start, end } : whole;
}

/** Whether two places are the same, so that a view scrolls once for each and stays where the reader went since. */
export function placeKey({ part, block, start, end }: Place): string {
  return [part, block, start, end].map((value) => value ?? '').join('.');
}
