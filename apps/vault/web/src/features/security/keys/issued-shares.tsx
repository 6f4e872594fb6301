import { Button, Checkbox, Group, Stack } from '@mantine/core';
import { printSheets, useProblemText } from '@nexus/page';
import panel from '@nexus/page/panel.module.css';
import { formatTime, type Locale, Notice } from '@nexus/ui';
import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IssuedProps } from './issued-key-file.tsx';
import classes from './keys.module.css';

export type IssuedSharesProps = IssuedProps & { shares: readonly string[]; isReplacing: boolean };

/** The shares, once: one on screen at a time, so that each officer sees their own and no other, and one on each sheet. */
export function IssuedShares({ shares, isReplacing, isPending, error, onKept }: IssuedSharesProps) {
  const { t, i18n } = useTranslation('security');
  const problemText = useProblemText();
  const [shown, setShown] = useState<number | null>(null);
  const [areKept, setKept] = useState(false);
  const count = shares.length;
  const madeAt = formatTime(new Date(), i18n.language as Locale);
  const sheetOf = (at: number) =>
    t('keys.shares.sheet', { number: at + 1, count, share: shares[at], when: madeAt, server: location.host });

  return (
    <Stack>
      <Notice tone="warn">{t('keys.shares.once')}</Notice>
      <ol className={`${panel['rows']} ${classes['shares']}`}>
        {shares.map((share, at) => (
          <li key={share}>
            <div className={classes['share']}>
              <strong>{t('keys.shares.one', { number: at + 1, count })}</strong>
              {shown === at ? <code>{share}</code> : <span className={panel['meta']}>{t('keys.shares.hidden')}</span>}
            </div>
            <Group gap="xs" wrap="nowrap">
              <Button size="xs" variant="default" onClick={() => setShown(shown === at ? null : at)}>
                {t(shown === at ? 'keys.shares.hide' : 'keys.shares.show')}
              </Button>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconPrinter size={14} aria-hidden />}
                onClick={() => printSheets([sheetOf(at)])}
              >
                {t('keys.print')}
              </Button>
            </Group>
          </li>
        ))}
      </ol>
      <Group>
        <Button
          variant="default"
          leftSection={<IconPrinter size={16} aria-hidden />}
          onClick={() => printSheets(shares.map((_, at) => sheetOf(at)))}
        >
          {t('keys.shares.printAll')}
        </Button>
      </Group>
      <Checkbox
        label={t(isReplacing ? 'keys.shares.keptReplacing' : 'keys.shares.kept')}
        checked={areKept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      {error !== null && <Notice tone="bad">{problemText(error)}</Notice>}
      <Group justify="flex-end">
        <Button disabled={!areKept} loading={isPending} onClick={onKept}>
          {t('keys.done')}
        </Button>
      </Group>
    </Stack>
  );
}
