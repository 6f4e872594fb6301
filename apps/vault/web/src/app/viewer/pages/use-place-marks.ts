import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type DocumentRef, textQuery } from '../document-queries.ts';
import { markIn, type Place } from '../place.ts';
import { type Rect, rectsOf, typeset } from './rects.ts';

/** What a place covers on its page. `isKnown` once the text of the page has come, also when it covers nothing. */
export function usePlaceMarks(
  source: Required<DocumentRef>,
  place: Place,
): { rects: readonly Rect[]; isKnown: boolean } {
  const part = place.part ?? 1;
  const isExact = place.block !== undefined;
  const { data, isPending } = useQuery({ ...textQuery(source, part), enabled: isExact });
  const rects = useMemo(() => {
    const block = data?.find((found) => found.part === part)?.blocks.find(({ number }) => number === place.block);
    const mark = block && markIn(block, place);
    return block && mark ? rectsOf(block, mark, typeset) : [];
  }, [data, part, place]);
  return { rects, isKnown: !isExact || !isPending };
}
