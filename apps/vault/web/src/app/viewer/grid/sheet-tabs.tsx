import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PartQuality } from '../document-queries.ts';
import classes from './grid.module.css';

type SheetTabsProps = { sheets: readonly PartQuality[]; part: number; onPart: (part: number) => void };

/** The sheets of a workbook, below, as everybody knows them. One sheet alone needs no tab. */
export function SheetTabs({ sheets, part, onPart }: SheetTabsProps) {
  const { t } = useTranslation('viewer');
  const active = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another sheet is another tab to bring into view.
  useEffect(() => {
    // In braces: newer browsers answer a promise here, which an effect may not hand on.
    active.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [part]);
  if (sheets.length < 2) return null;
  return (
    <nav className={classes['tabs']} aria-label={t('grid.sheets')}>
      {sheets.map((sheet) => (
        <button
          key={sheet.part}
          ref={sheet.part === part ? active : undefined}
          type="button"
          className={classes['tab']}
          aria-current={sheet.part === part ? 'page' : undefined}
          onClick={() => onPart(sheet.part)}
        >
          {sheet.name ?? t('partOf.sheet', { part: sheet.part })}
        </button>
      ))}
    </nav>
  );
}
