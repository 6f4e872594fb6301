import { Button, Checkbox, Group } from '@mantine/core';
import { saveFile, useProblemText } from '@nexus/page';
import { formatNumber, formatTime, type Locale, Notice } from '@nexus/ui';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './activity.module.css';
import { type Consistency, checkpointsQuery, proveConsistency } from './log-queries.ts';

/** All that was signed, newest first; two of them can be proven to be of one log. */
export function CheckpointList() {
  const { t, i18n } = useTranslation('activity');
  const { t: tApp } = useTranslation('app');
  const problemText = useProblemText();
  const locale = i18n.language as Locale;
  const query = useInfiniteQuery(checkpointsQuery);
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const proving = useMutation({ mutationFn: proveConsistency });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return null;

  const choose = (size: number, isChosen: boolean): void => {
    proving.reset();
    // The third one takes the place of the first.
    setChosen(isChosen ? [...chosen, size].slice(-2) : chosen.filter((one) => one !== size));
  };

  return (
    <section aria-labelledby="log-checkpoints">
      <h2 id="log-checkpoints" className={classes['heading']}>
        {t('checkpoints.title')}
      </h2>
      <p className={classes['meta']}>{t('checkpoints.help')}</p>
      <div className={classes['scroll']}>
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{t('checkpoints.compare')}</th>
              <th scope="col">{t('checkpoints.size')}</th>
              <th scope="col">{t('checkpoints.signed')}</th>
              <th scope="col">{t('checkpoints.note')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ size, signedAt, note }) => (
              <tr key={size}>
                <td>
                  <Checkbox
                    size="xs"
                    aria-label={t('checkpoints.choose', { size: formatNumber(size, locale) })}
                    checked={chosen.includes(size)}
                    onChange={(event) => choose(size, event.currentTarget.checked)}
                  />
                </td>
                <td className={classes['time']}>{formatNumber(size, locale)}</td>
                <td className={classes['time']}>{formatTime(signedAt, locale)}</td>
                <td>
                  <button
                    type="button"
                    className={classes['entry']}
                    aria-label={t('checkpoints.save', { size: formatNumber(size, locale) })}
                    onClick={() => saveFile(new Blob([note]), `checkpoint-${size}.txt`)}
                  >
                    checkpoint-{size}.txt
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Group my="md" gap="sm">
        <Button
          variant="default"
          disabled={chosen.length !== 2}
          loading={proving.isPending}
          onClick={() => proving.mutate(chosen as [number, number])}
        >
          {t('checkpoints.prove')}
        </Button>
        {query.hasNextPage && (
          <Button
            variant="subtle"
            color="gray"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {tApp('common.more')}
          </Button>
        )}
      </Group>
      {proving.error && <Notice tone="bad">{problemText(proving.error)}</Notice>}
      {proving.data && <Proven found={proving.data} />}
    </section>
  );
}

function Proven({ found: { older, newer, proof } }: { found: Consistency }) {
  const { t, i18n } = useTranslation('activity');
  const locale = i18n.language as Locale;
  const file = JSON.stringify({ older: older.note, newer: newer.note, proof }, null, 2);
  return (
    <Notice
      tone="ok"
      action={
        <Button
          size="xs"
          variant="default"
          onClick={() => saveFile(new Blob([file]), `consistency-${older.size}-${newer.size}.json`)}
        >
          {t('checkpoints.saveProof')}
        </Button>
      }
    >
      {t('checkpoints.proven', {
        older: formatNumber(older.size, locale),
        newer: formatNumber(newer.size, locale),
        count: proof.length,
      })}
    </Notice>
  );
}
