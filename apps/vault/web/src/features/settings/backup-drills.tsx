import { Button, Group, Stack } from '@mantine/core';
import { RowsState, Section, saveFile } from '@nexus/page';
import panel from '@nexus/page/panel.module.css';
import { formatNumber, formatTime, formatWhen, type Locale, StateDot, type StateTone } from '@nexus/ui';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type BackupRun, type BackupTarget, backupRunsQuery } from './backups-queries.ts';
import figures from './figures.module.css';

const tones: Record<BackupRun['state'], StateTone> = {
  queued: 'idle',
  running: 'busy',
  done: 'ok',
  failed: 'bad',
  cancelled: 'idle',
};

/** The proof that what is kept can be used: each drill and what it found, to be read here and to be taken along. */
export function BackupDrills({ targets }: { targets: readonly BackupTarget[] }) {
  const { t } = useTranslation('settings');
  const query = useQuery(backupRunsQuery);
  const drills = (query.data ?? []).filter(({ kind }) => kind === 'drill').slice(0, 10);
  const nameOf = (id: string) => targets.find((target) => target.id === id)?.name ?? '';

  function save(): void {
    const evidence = drills.map(({ id, targetId, state, requestedAt, startedAt, finishedAt, problem, drill }) => {
      return { id, place: nameOf(targetId), state, requestedAt, startedAt, finishedAt, problem, found: drill };
    });
    saveFile(
      new Blob([`${JSON.stringify({ drills: evidence }, null, 2)}\n`], { type: 'application/json' }),
      `nexus-drills-${new Date().toISOString().slice(0, 10)}.json`,
    );
  }

  return (
    <Section
      title={t('backups.drills.title')}
      help={
        <>
          {t('backups.drills.help')}{' '}
          <Link to="/settings/drills" className={panel['link']!}>
            {t('backups.drills.toQuestions')}
          </Link>
        </>
      }
    >
      <RowsState query={query} isEmpty={drills.length === 0} empty={t('backups.drills.none')}>
        <Stack gap="md">
          <ul className={panel['rows']}>
            {drills.map((run) => (
              <li key={run.id}>
                <DrillRow run={run} place={nameOf(run.targetId)} />
              </li>
            ))}
          </ul>
          <Group>
            <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={save}>
              {t('backups.drills.save')}
            </Button>
          </Group>
        </Stack>
      </RowsState>
    </Section>
  );
}

function DrillRow({ run, place }: { run: BackupRun; place: string }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const { drill, state, problem } = run;
  const at = run.finishedAt ?? run.requestedAt;
  return (
    <div className={figures['drill']}>
      <StateDot tone={tones[state]}>{t(`backups.drills.states.${state}`)}</StateDot>
      <span className={panel['meta']} title={formatTime(at, locale)}>
        {formatWhen(at, locale)} · {place}
      </span>
      {problem && <div>{t(`backups.problems.${problem}`, { defaultValue: problem })}</div>}
      {drill && <Found drill={drill} />}
    </div>
  );
}

function Found({ drill }: { drill: NonNullable<BackupRun['drill']> }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const number = (value: number, digits = 0) => formatNumber(value, locale, digits);
  const facts: [name: string, value: string][] = [
    ['until', formatTime(drill.until, locale)],
    ['restore', t('backups.drills.seconds', { seconds: number(drill.restoreSeconds, 1) })],
    ['database', t('backups.drills.database', { rows: number(drill.rows), indexes: number(drill.indexes) })],
    ['blobs', t('backups.drills.of', { found: number(drill.blobs - drill.missingBlobs), all: number(drill.blobs) })],
    ['log', t('backups.drills.log', { entries: number(drill.auditEntries), faults: number(drill.auditFaults) })],
    [
      'questions',
      drill.asked > 0
        ? t('backups.drills.questions', { right: number(drill.right), asked: number(drill.asked) })
        : t('backups.drills.noQuestions'),
    ],
  ];
  return (
    <dl className={figures['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`backups.drills.facts.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
