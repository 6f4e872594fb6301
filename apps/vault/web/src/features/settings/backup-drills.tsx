import { formatNumber, formatWhen, type Locale, StateDot, type StateTone } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import classes from '../../app/panel/panel.module.css';
import { RowsState } from '../../app/panel/rows-state.tsx';
import { Section } from '../../app/panel/section.tsx';
import { type BackupRun, type BackupTarget, backupRunsQuery } from './backups-queries.ts';

const tones: Record<BackupRun['state'], StateTone> = {
  queued: 'idle',
  running: 'busy',
  done: 'ok',
  failed: 'bad',
  cancelled: 'idle',
};

/** The proof that what is kept can be used: each drill and what it found. */
export function BackupDrills({ targets }: { targets: readonly BackupTarget[] }) {
  const { t } = useTranslation('settings');
  const query = useQuery(backupRunsQuery);
  const drills = (query.data ?? []).filter(({ kind }) => kind === 'drill').slice(0, 10);
  const nameOf = (id: string) => targets.find((target) => target.id === id)?.name ?? '';
  return (
    <Section title={t('backups.drills.title')} help={t('backups.drills.help')}>
      <RowsState query={query} isEmpty={drills.length === 0} empty={t('backups.drills.none')}>
        <ul className={classes['rows']}>
          {drills.map((run) => (
            <li key={run.id}>
              <DrillRow run={run} place={nameOf(run.targetId)} />
            </li>
          ))}
        </ul>
      </RowsState>
    </Section>
  );
}

function DrillRow({ run, place }: { run: BackupRun; place: string }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const { drill, state, problem } = run;
  return (
    <div>
      <StateDot tone={tones[state]}>{t(`system.index.states.${state}`)}</StateDot>
      <span className={classes['meta']}>
        {formatWhen(run.finishedAt ?? run.requestedAt, locale)} · {place}
      </span>
      {problem && <div>{t(`backups.problems.${problem}`, { defaultValue: problem })}</div>}
      {drill && (
        <span className={classes['meta']}>
          {t('backups.drills.found', {
            seconds: formatNumber(drill.restoreSeconds, locale, 1),
            rows: formatNumber(drill.rows, locale),
            indexes: formatNumber(drill.indexes, locale),
            blobs: formatNumber(drill.blobs - drill.missingBlobs, locale),
            allBlobs: formatNumber(drill.blobs, locale),
          })}{' '}
          {drill.asked > 0
            ? t('backups.drills.questions', { right: drill.right, asked: drill.asked })
            : t('backups.drills.noQuestions')}
        </span>
      )}
    </div>
  );
}
