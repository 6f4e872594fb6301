import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textQuery } from '../document-queries.ts';
import { FindBar } from '../find/find-bar.tsx';
import { useFind } from '../find/use-find.ts';
import type { OriginalViewProps } from '../original-view-props.ts';
import { placeKey } from '../place.ts';
import { ViewTools } from '../view-tools.tsx';
import classes from './grid.module.css';
import { gridOf, markedRow } from './grid-model.ts';
import { SheetGrid } from './sheet-grid.tsx';
import { SheetTabs } from './sheet-tabs.tsx';

/** A spreadsheet or a table of values: one sheet at a time, with the heads of its rows and columns. */
export function GridView({ document, place }: OriginalViewProps) {
  const { t } = useTranslation('viewer');
  const find = useFind(document);
  const goal = find.hit ?? place;
  const [part, setPart] = useState(place.part ?? document.quality[0]?.part ?? 1);
  useEffect(() => {
    if (goal.part !== undefined) setPart(goal.part);
  }, [goal.part]);
  const { data, isPending } = useQuery(textQuery({ documentId: document.id, versionId: document.versionId }, part));
  const blocks = useMemo(() => data?.find((found) => found.part === part)?.blocks ?? [], [data, part]);
  const grid = useMemo(() => gridOf(blocks), [blocks]);
  const mark = useMemo(() => markedRow(blocks, goal), [blocks, goal]);
  return (
    <div className={classes['view']}>
      <div>
        <ViewTools find={find} />
        {find.isOpen && <FindBar find={find} />}
      </div>
      {isPending ? (
        <Skeleton h="100%" radius={0} />
      ) : blocks.length === 0 ? (
        <p className={classes['nothing']}>{t('grid.empty')}</p>
      ) : (
        <SheetGrid key={part} grid={grid} mark={mark} goal={placeKey(goal)} />
      )}
      <SheetTabs sheets={document.quality} part={part} onPart={setPart} />
    </div>
  );
}
