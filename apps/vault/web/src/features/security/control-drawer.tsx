import { Skeleton, Stack } from '@mantine/core';
import { SideDrawer, useProblemText, useReturnFocus } from '@nexus/page';
import { formatTime, type Locale, Notice, StateDot } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ControlFacts } from './control-facts.tsx';
import { tones, useControlText } from './control-text.ts';
import classes from './security.module.css';
import { type Control, type Finding, findingsQuery } from './security-queries.ts';

export type ControlDrawerProps = { control: Control; onClose(): void };

/** One safeguard with its evidence: what is found now, and what was found before. */
export function ControlDrawer({ control, onClose }: ControlDrawerProps) {
  const { t } = useTranslation('security');
  useReturnFocus();
  const problemText = useProblemText();
  const text = useControlText();
  const history = useQuery(findingsQuery(control.id));
  const advice = text.advice(control);
  return (
    <SideDrawer title={text.name(control)} size="lg" onClose={onClose}>
      <Stack gap="lg">
        <p className={classes['promise']}>{text.promise(control)}</p>
        <StateDot tone={tones[control.state]}>{text.stateName(control.state)}</StateDot>
        {advice && <Notice tone={control.state === 'failed' ? 'bad' : 'warn'}>{advice}</Notice>}
        <ControlFacts facts={control.facts} />
        <h3 className={classes['subtitle']}>{t('history.title')}</h3>
        <p className={classes['promise']}>{t('history.help')}</p>
        {history.error && <Notice tone="bad">{problemText(history.error)}</Notice>}
        {history.isPending && <Skeleton height={80} />}
        <ol className={classes['history']}>
          {history.data?.map((finding) => (
            <HistoryItem key={finding.since} finding={finding} />
          ))}
        </ol>
      </Stack>
    </SideDrawer>
  );
}

function HistoryItem({ finding }: { finding: Finding }) {
  const { t, i18n } = useTranslation('security');
  const locale = i18n.language as Locale;
  const text = useControlText();
  const { state, since, confirmedAt, checks, facts } = finding;
  return (
    <li>
      <StateDot tone={tones[state]}>{text.stateName(state)}</StateDot>
      <span className={classes['stretch']}>
        {t('history.stretch', { from: formatTime(since, locale), to: formatTime(confirmedAt, locale) })}
        {' · '}
        {t('history.times', { count: checks })}
      </span>
      <ControlFacts facts={facts} />
    </li>
  );
}
