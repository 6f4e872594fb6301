import { Button } from '@mantine/core';
import table from '@nexus/page/table.module.css';
import { formatBytes, formatWhen, type Locale, StateDot } from '@nexus/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupTarget } from './backups-queries.ts';
import figures from './figures.module.css';

const fewShown = 5;

export function BackupGenerations({ generations }: { generations: BackupTarget['generations'] }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const [isLong, setLong] = useState(false);
  const shown = isLong ? generations : generations.slice(0, fewShown);
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={table['scroll']} aria-label={t('backups.kept')} tabIndex={0}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">{t('backups.columns.taken')}</th>
              <th scope="col" className={figures['number']}>
                {t('backups.columns.size')}
              </th>
              <th scope="col" className={figures['number']}>
                {t('backups.columns.written')}
              </th>
              <th scope="col">{t('backups.columns.keepUntil')}</th>
              <th scope="col">{t('backups.columns.checked')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.id}>
                <td>{formatWhen(row.takenAt, locale)}</td>
                <td className={figures['number']}>{formatBytes(row.databaseBytes + row.blobBytes, locale)}</td>
                <td className={figures['number']}>{formatBytes(row.writtenBytes, locale)}</td>
                <td>{formatWhen(row.keepUntil, locale)}</td>
                <td>
                  {row.isWhole === null ? (
                    <StateDot tone="idle">{t('backups.checks.not')}</StateDot>
                  ) : (
                    <StateDot tone={row.isWhole ? 'ok' : 'bad'}>
                      {t(row.isWhole ? 'backups.checks.whole' : 'backups.checks.broken')}
                    </StateDot>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {generations.length > fewShown && (
        <Button size="xs" variant="subtle" mt="xs" onClick={() => setLong(!isLong)}>
          {isLong ? t('backups.fewer') : t('backups.all', { count: generations.length })}
        </Button>
      )}
    </div>
  );
}
