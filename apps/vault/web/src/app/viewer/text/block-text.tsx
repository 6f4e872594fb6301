import { MarkedText } from '@nexus/ui';
import type { TextBlock } from '../document-queries.ts';
import { markIn, type Place } from '../place.ts';

/** A block's text with what the place marks in it. Always text: whatever a file holds, nothing of it becomes an element. */
export function BlockText({ block, place }: { block: TextBlock; place: Place }) {
  const mark = markIn(block, place);
  return <MarkedText text={block.text} marks={mark ? [mark] : []} />;
}
