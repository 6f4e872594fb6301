import { memo } from 'react';
import type { DocumentRef, PartQuality } from '../document-queries.ts';
import type { Place } from '../place.ts';
import { useNearView } from '../use-near-view.ts';
import classes from './text.module.css';
import { heightOf, TextPart } from './text-part.tsx';

const partsInPile = 20;

export function pilesOf(parts: readonly PartQuality[]): PartQuality[][] {
  return Array.from({ length: Math.ceil(parts.length / partsInPile) }, (_, at) =>
    parts.slice(at * partsInPile, (at + 1) * partsInPile),
  );
}

export type TextPartsProps = {
  source: Required<DocumentRef>;
  parts: readonly PartQuality[];
  place: Place;
  /** One of them is being read elsewhere. */
  isFollowed: boolean;
  hasTitles: boolean;
};

/** Neighbouring parts. Far from the reader one element keeps the room of all: a document of a thousand pages opens with a few dozen. */
export const TextParts = memo(function TextParts({ source, parts, place, isFollowed, hasTitles }: TextPartsProps) {
  const [ref, isNear] = useNearView<HTMLDivElement>();
  const isDrawn = isNear || isFollowed || parts.some(({ part }) => part === place.part);
  return (
    <div
      ref={ref}
      className={classes['pile']}
      style={isDrawn ? undefined : { height: parts.reduce((sum, { characters }) => sum + heightOf(characters), 0) }}
    >
      {isDrawn &&
        parts.map((quality) => (
          <TextPart key={quality.part} source={source} quality={quality} place={place} hasTitle={hasTitles} />
        ))}
    </div>
  );
});
