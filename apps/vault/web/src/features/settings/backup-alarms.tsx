import classes from '@nexus/page/panel.module.css';
import { formatWhen, type Locale, Notice } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import type { BackupTarget } from './backups-queries.ts';

/** Alarms one by one, because each wants an act; what is merely true of the place, as one quiet list. */
export function BackupAlarms({ alarms }: { alarms: BackupTarget['alarms'] }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const notices = alarms.filter(({ level }) => level === 'notice');
  return (
    <>
      {alarms
        .filter(({ level }) => level === 'alarm')
        .map(({ code, detail, since }) => (
          <Notice key={code} tone="bad" title={t(`backups.alarms.${code}`)}>
            {detail && t(`backups.problems.${detail}`, { defaultValue: '' })}
            {since && (
              <span className={classes['meta']}>{t('backups.since', { when: formatWhen(since, locale) })}</span>
            )}
          </Notice>
        ))}
      {notices.length > 0 && (
        <Notice tone="plain">
          {notices.map(({ code }) => (
            <div key={code}>{t(`backups.alarms.${code}`)}</div>
          ))}
        </Notice>
      )}
    </>
  );
}
