import { Button, CloseButton } from '@mantine/core';
import { formatNumber, type Locale } from '@nexus/ui';
import { IconPlayerStop, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentRow } from '../../app/listing/document-rows.ts';
import classes from './documents.module.css';
import type { BulkAction, BulkRun } from './use-bulk.ts';

export type BulkBarProps = {
  chosen: readonly DocumentRow[];
  run: BulkRun | null;
  onStart(action: BulkAction, rows: readonly DocumentRow[]): void;
  onDelete(): void;
  onClear(): void;
};

/** In place of the filters while documents are chosen: what can be done to them. */
export function BulkBar({ chosen, run, onStart, onDelete, onClear }: BulkBarProps) {
  const { t, i18n } = useTranslation('documents');
  const number = (count: number) => formatNumber(count, i18n.language as Locale);
  const { stopped, waiting } = useMemo(() => byWhatHelps(chosen), [chosen]);
  if (run)
    return (
      <span role="status">{t(`bulk.running.${run.action}`, { done: number(run.done), total: number(run.total) })}</span>
    );
  return (
    <>
      <strong className={classes['chosen']}>
        {t('bulk.chosen', { count: chosen.length, number: number(chosen.length) })}
      </strong>
      <Button variant="default" size="xs" leftSection={<IconTrash size={14} />} onClick={onDelete}>
        {t('bulk.delete')}
      </Button>
      {stopped.length > 0 && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconRefresh size={14} />}
          onClick={() => onStart('retry', stopped)}
        >
          {t('bulk.retry', { number: number(stopped.length) })}
        </Button>
      )}
      {waiting.length > 0 && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlayerStop size={14} />}
          onClick={() => onStart('cancel', waiting)}
        >
          {t('bulk.cancel', { number: number(waiting.length) })}
        </Button>
      )}
      <CloseButton aria-label={t('bulk.clear')} onClick={onClear} />
    </>
  );
}

/** Those that can be tried again and those that can be cancelled, in one pass: there may be a hundred thousand. */
function byWhatHelps(chosen: readonly DocumentRow[]) {
  const stopped: DocumentRow[] = [];
  const waiting: DocumentRow[] = [];
  for (const row of chosen) {
    if (row.state === 'failed' || row.state === 'cancelled') stopped.push(row);
    else if (row.state === 'queued' || row.state === 'reading') waiting.push(row);
  }
  return { stopped, waiting };
}
