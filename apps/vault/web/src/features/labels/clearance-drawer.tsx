import { Button, Group, MultiSelect, Radio, Select, Skeleton, Stack } from '@mantine/core';
import { SideDrawer, useProblemText, useReturnFocus } from '@nexus/page';
import { formatTime, type Locale, Notice } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../app/labels/label.tsx';
import { type Clearance, clearanceHistoryQuery, type Held as HeldClearance, useGrant } from './clearances.queries.ts';
import { Held } from './held.tsx';
import { asBadge, type LabelSet } from './label-set.queries.ts';
import classes from './labels.module.css';

const noLevel = 'none';

export type ClearanceDrawerProps = { person: Clearance; set: LabelSet; isMe: boolean; onClose(): void };

/** What one person may read, what it was over time, and what it is to be. */
export function ClearanceDrawer({ person, set, isMe, onClose }: ClearanceDrawerProps) {
  const { t, i18n } = useTranslation('labels');
  useReturnFocus();
  const locale = i18n.language as Locale;
  const problemText = useProblemText();
  const grant = useGrant(person);
  const [held, setHeld] = useState<HeldClearance>(person);
  const isChanged =
    held.levelId !== person.levelId ||
    held.groupId !== person.groupId ||
    [...held.compartmentIds].sort().join() !== [...person.compartmentIds].sort().join();
  const hasLevel = held.levelId !== null;
  return (
    <SideDrawer title={person.name} onClose={onClose}>
      <Stack gap="lg">
        {isMe && <Notice tone="warn">{t('clearances.self')}</Notice>}
        {!person.isOwn && <Notice>{t('clearances.baselineHelp')}</Notice>}
        <Radio.Group
          label={t('clearances.level')}
          value={held.levelId ?? noLevel}
          onChange={(value) =>
            setHeld(
              value === noLevel ? { levelId: null, compartmentIds: [], groupId: null } : { ...held, levelId: value },
            )
          }
        >
          <Stack gap={8} mt={8}>
            {[...set.levels].reverse().map((level) => (
              <Radio key={level.id} value={level.id} label={<Badge label={asBadge(level)} />} />
            ))}
            <Radio value={noLevel} label={t('clearances.noneChoice')} />
          </Stack>
        </Radio.Group>
        {set.compartments.length > 0 && (
          <MultiSelect
            label={t('clearances.compartments')}
            description={t('clearances.compartmentsHelp')}
            data={set.compartments.map(({ id, text, mark }) => ({ value: id, label: `${text[locale]} (${mark})` }))}
            value={held.compartmentIds}
            disabled={!hasLevel}
            searchable
            onChange={(compartmentIds) => setHeld({ ...held, compartmentIds })}
          />
        )}
        {set.groups.length > 0 && (
          <Select
            label={t('clearances.group')}
            description={t('clearances.groupHelp')}
            data={set.groups.map(({ id, text, mark }) => ({ value: id, label: `${text[locale]} (${mark})` }))}
            value={held.groupId}
            disabled={!hasLevel}
            clearable
            clearButtonProps={{ 'aria-label': t('clearances.noGroup') }}
            onChange={(groupId) => setHeld({ ...held, groupId })}
          />
        )}
        {grant.error && <Notice tone="bad">{problemText(grant.error)}</Notice>}
        <Group>
          <Button loading={grant.isPending} disabled={!isChanged && person.isOwn} onClick={() => grant.mutate(held)}>
            {t(hasLevel ? 'clearances.grant' : 'clearances.revoke')}
          </Button>
          <Button
            variant="default"
            renderRoot={(props) => <Link {...props} to="/security/access" search={{ person: person.personId }} />}
          >
            {t('clearances.explain')}
          </Button>
        </Group>
        <History person={person} set={set} />
      </Stack>
    </SideDrawer>
  );
}

function History({ person, set }: Pick<ClearanceDrawerProps, 'person' | 'set'>) {
  const { t, i18n } = useTranslation('labels');
  const problemText = useProblemText();
  const history = useQuery(clearanceHistoryQuery(person.personId));
  return (
    <section aria-label={t('clearances.history')}>
      <h3 className={classes['subtitle']}>{t('clearances.history')}</h3>
      {history.isPending && <Skeleton height={60} />}
      {history.error && <Notice tone="bad">{problemText(history.error)}</Notice>}
      {history.data?.length === 0 && <p className={classes['quiet']}>{t('clearances.historyEmpty')}</p>}
      <ol className={classes['rows']}>
        {history.data?.map((event) => (
          <li key={event.at}>
            <span>
              <Held set={set} held={event} />
              <span className={classes['meta']}>
                {t('clearances.event', {
                  when: formatTime(event.at, i18n.language as Locale),
                  name: event.grantedByName ?? t('clearances.byServer'),
                })}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
