import { formatTime, formatWhen, LabelMark, type Locale, StateDot } from '@nexus/ui';
import type { TFunction } from 'i18next';
import { type MouseEvent, memo } from 'react';
import type { LabelView } from '../../app/labels/labels.queries.ts';
import type { DocumentRow } from '../../app/listing/document-rows.ts';
import { formatText, languageText, partsText, qualityText, sizeText, stateText, stateTone } from './cells.ts';
import classes from './documents.module.css';

export type DocumentTableRowProps = {
  row: DocumentRow;
  folderPath: string;
  label: LabelView | undefined;
  personName: string | null;
  why: string | undefined;
  index: number;
  isChosen: boolean;
  isActive: boolean;
  top: number;
  height: number;
  locale: Locale;
  t: TFunction<'documents'>;
  onToggle(id: string, isRange: boolean): void;
  onActivate(id: string): void;
  onOpen(id: string): void;
};

export const rowElementId = (id: string) => `row-${id}`;

/**
 * One document. Remembered: of a thousand steps of the keyboard, each draws two rows. Of plain elements: a jump in a long list draws forty rows at once,
 * and a component for every box and link took most of the time.
 */
export const DocumentTableRow = memo(function DocumentTableRow(props: DocumentTableRowProps) {
  const { row, folderPath, label, personName, why, index, isChosen, isActive, top, height, locale, t } = props;
  function choose(event: MouseEvent): void {
    if (event.target instanceof Element && event.target.closest('a')) return;
    if (event.shiftKey) window.getSelection()?.removeAllRanges();
    if (event.shiftKey || event.ctrlKey || event.metaKey) props.onToggle(row.id, event.shiftKey);
    else props.onActivate(row.id);
  }
  /** Another tab or window is the browser's business. */
  function open(event: MouseEvent): void {
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    props.onOpen(row.id);
  }
  return (
    <tr
      id={rowElementId(row.id)}
      className={classes['row']}
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      data-active={isActive || undefined}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={choose}
    >
      <td className={classes['check']}>
        <input
          type="checkbox"
          className={classes['box']}
          tabIndex={-1}
          checked={isChosen}
          aria-label={t('table.choose', { name: row.fileName })}
          onChange={(event) => props.onToggle(row.id, (event.nativeEvent as unknown as MouseEvent).shiftKey)}
        />
      </td>
      <td className={classes['state']}>
        <StateDot tone={stateTone(row)}>{stateText(row, t)}</StateDot>
      </td>
      <td className={classes['name']}>
        <a
          href={`/documents/${row.id}`}
          tabIndex={-1}
          title={folderPath === '' ? row.fileName : `${folderPath}/${row.fileName}`}
          onClick={open}
        >
          {row.fileName}
        </a>
        {row.version > 1 && <span className={classes['version']}>v{row.version}</span>}
        {row.parentDocumentId && <span className={classes['folder']}>{t('table.attachment')}</span>}
        {folderPath !== '' && <span className={classes['folder']}>{folderPath}</span>}
      </td>
      <td className={classes['label']}>
        {label && <LabelMark label={label} locale={locale} />}
        {row.hasSuggestion && (
          <span className={classes['suggested']} title={t('table.suggestedHelp')}>
            {t('table.suggested')}
          </span>
        )}
      </td>
      <td className={classes['format']}>{formatText(row.format, t)}</td>
      <td className={classes['number']} data-column="parts">
        {partsText(row, t, locale)}
      </td>
      <td className={classes['quality']} title={why}>
        {qualityText(row, t, locale)}
      </td>
      <td className={classes['language']}>{languageText(row.language, locale)}</td>
      <td className={classes['person']}>{row.createdBy === null ? t('table.server') : (personName ?? '—')}</td>
      <td className={classes['date']} title={formatTime(new Date(row.createdAtMs), locale)}>
        {formatWhen(new Date(row.createdAtMs), locale)}
      </td>
      <td className={classes['number']} data-column="size">
        {sizeText(row, locale)}
      </td>
    </tr>
  );
});
