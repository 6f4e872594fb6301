import { Button, Stack } from '@mantine/core';
import { SideDrawer } from '@nexus/page';
import { formatTime, type Locale, Notice, StateDot } from '@nexus/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './activity.module.css';
import type { Entry } from './activity-queries.ts';
import { EntryProof } from './entry-proof.tsx';
import { outcomeTones, useActionText, useActorText } from './entry-text.ts';

export type EntryDrawerProps = {
  entry: Entry;
  people: ReadonlyMap<string, string>;
  spaces: ReadonlyMap<string, string>;
  onOnly(personId: string): void;
  onClose(): void;
};

/** All that one entry says, and what proves it. */
export function EntryDrawer({ entry, people, spaces, onOnly, onClose }: EntryDrawerProps) {
  const { t, i18n } = useTranslation('activity');
  const actionText = useActionText();
  const actorText = useActorText(people);
  const { actor, reason, spaceId } = entry;
  const { personId } = actor;
  const facts: [string, ReactNode][] = [
    [t('entry.time'), formatTime(entry.recordedAt, i18n.language as Locale)],
    [t('entry.who'), actorText(actor)],
    [
      t('entry.outcome'),
      <StateDot key="outcome" tone={outcomeTones[entry.outcome]}>
        {t(`outcomes.${entry.outcome}`)}
      </StateDot>,
    ],
  ];
  if (reason) facts.push([t('entry.reason'), t(`reasons.${reason}`, { defaultValue: reason })]);
  if (spaceId) facts.push([t('entry.space'), spaces.get(spaceId) ?? <Code key="space">{spaceId}</Code>]);
  for (const { kind, id } of entry.objects) {
    facts.push([t('entry.objects'), people.get(id) ?? <Code key={id}>{`${kind} ${id}`}</Code>]);
  }
  if (actor.job) facts.push([t('entry.job'), <Code key="job">{actor.job}</Code>]);
  if (actor.sessionId) facts.push([t('entry.session'), <Code key="session">{actor.sessionId}</Code>]);
  if (entry.details) facts.push([t('entry.details'), <Details key="details" details={entry.details} />]);

  return (
    <SideDrawer title={actionText(entry.action)} size="lg" onClose={onClose}>
      <Stack gap="xl">
        <Facts facts={facts} />
        {personId && (
          <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => onOnly(personId)}>
            {t('entry.onlyThem')}
          </Button>
        )}
        <Notice title={`${t('entry.evidence')}.`}>{t('entry.evidenceHelp')}</Notice>
        <Facts
          facts={[
            [t('entry.number'), <span key="n">{entry.sequence}</span>],
            [t('entry.hash'), <Code key="h">{entry.leafHash}</Code>],
            [t('entry.id'), <Code key="i">{entry.id}</Code>],
          ]}
        />
        <EntryProof sequence={entry.sequence} />
      </Stack>
    </SideDrawer>
  );
}

function Facts({ facts }: { facts: readonly [string, ReactNode][] }) {
  return (
    <dl className={classes['facts']}>
      {facts.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry never changes.
        <div key={index} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Code({ children }: { children: string }) {
  return <span className={classes['code']}>{children}</span>;
}

function Details({ details }: { details: Record<string, unknown> }) {
  return (
    <>
      {Object.entries(details).map(([name, value]) => (
        <div key={name} className={classes['code']}>
          {name}: {typeof value === 'string' ? value : JSON.stringify(value)}
        </div>
      ))}
    </>
  );
}
