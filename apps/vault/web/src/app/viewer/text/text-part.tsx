import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type DocumentRef, type PartQuality, textQuery } from '../document-queries.ts';
import type { Place } from '../place.ts';
import { useNearView } from '../use-near-view.ts';
import { type BlockGroup, groupBlocks, numbersIn, piecesOf } from './group-blocks.ts';
import classes from './text.module.css';
import { TextGroup } from './text-group.tsx';

const groupsAtOnce = 120;
/** Measured on the reading column: about so much height for each character. */
export const heightOf = (characters: number): number => Math.max(40, characters * 0.36);

export type TextPartProps = {
  source: Required<DocumentRef>;
  quality: PartQuality;
  place: Place;
  /** What the part is called stands before its text where a document has several. */
  hasTitle: boolean;
};

/** One page, sheet, slide or mail part of the text. Far from the reader it only keeps its room. */
export function TextPart({ source, quality, place, hasTitle }: TextPartProps) {
  const isGoal = place.part === quality.part;
  const [ref, isNear] = useNearView<HTMLElement>();
  const isDrawn = isNear || isGoal;
  return (
    <section
      ref={ref}
      className={classes['part']}
      data-part={quality.part}
      data-goal={isGoal ? '' : undefined}
      style={isDrawn ? undefined : { minHeight: heightOf(quality.characters) }}
    >
      {isDrawn && <DrawnPart source={source} quality={quality} place={isGoal ? place : nowhere} hasTitle={hasTitle} />}
    </section>
  );
}

const nowhere: Place = {};

const DrawnPart = memo(
  function DrawnPart({ source, quality, place, hasTitle }: TextPartProps) {
    const { t } = useTranslation('viewer');
    const { data, isPending } = useQuery(textQuery(source, quality.part));
    const blocks = data?.find(({ part }) => part === quality.part)?.blocks;
    const pieces = useMemo(() => piecesOf(groupBlocks(blocks ?? []), groupsAtOnce), [blocks]);
    return (
      <div style={isPending ? { minHeight: heightOf(quality.characters) } : undefined}>
        {hasTitle && (
          <p className={classes['partTitle']}>{quality.name ?? t(`partOf.${quality.kind}`, { part: quality.part })}</p>
        )}
        {isPending && <Skeleton h={14} w="70%" />}
        {!isPending && (blocks ?? []).length === 0 && (
          <p className={classes['nothing']}>{t(`method.${quality.method}`)}</p>
        )}
        {pieces.map((groups) => (
          <TextPiece key={numbersIn(groups[0]!)[0]} groups={groups} place={place} isAlone={pieces.length === 1} />
        ))}
      </div>
    );
  },
  (a, b) =>
    a.place === b.place &&
    a.quality === b.quality &&
    a.hasTitle === b.hasTitle &&
    a.source.documentId === b.source.documentId &&
    a.source.versionId === b.source.versionId,
);

/** Some dozens of groups: what lies far away keeps its room and is not drawn. */
function TextPiece({ groups, place, isAlone }: { groups: BlockGroup[]; place: Place; isAlone: boolean }) {
  const [ref, isNear] = useNearView<HTMLDivElement>();
  const holdsGoal = place.block !== undefined && groups.some((group) => numbersIn(group).includes(place.block!));
  const isDrawn = isAlone || isNear || holdsGoal;
  return (
    <div ref={ref} style={isDrawn ? undefined : { height: groups.length * 48 }}>
      {isDrawn && groups.map((group) => <TextGroup key={numbersIn(group)[0]} group={group} place={place} />)}
    </div>
  );
}
