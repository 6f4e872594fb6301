import { Select } from '@mantine/core';
import { meQuery, NothingHere, Section, useProblemText } from '@nexus/page';
import { type Locale, Notice } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type LabelSet, labelSetQuery, useChangeSet } from './label-set.queries.ts';
import classes from './labels.module.css';
import { LabelsPage } from './labels-page.tsx';
import { LevelsSection } from './levels-section.tsx';
import { PartsSection } from './parts-section.tsx';
import { RulesSection } from './rules-section.tsx';
import { ShippedSets } from './shipped-sets.tsx';

/** What may be written on documents: levels, compartments, groups, and the rules between them. */
export function LabelSetPage() {
  const { t } = useTranslation('labels');
  const { data: me } = useQuery(meQuery);
  const isOfficer = me?.roles.includes('officer') ?? false;
  const query = useQuery({ ...labelSetQuery, enabled: isOfficer });
  if (me && !isOfficer) return <NothingHere />;
  return (
    <LabelsPage title={t('set.title')} help={t('set.help')} query={query}>
      {query.data && (
        <>
          <LevelsSection set={query.data} />
          <Baseline set={query.data} />
          <PartsSection set={query.data} kind="compartments" />
          <RulesSection set={query.data} />
          <PartsSection set={query.data} kind="groups" />
          <ShippedSets set={query.data} />
        </>
      )}
    </LabelsPage>
  );
}

function Baseline({ set }: { set: LabelSet }) {
  const { t, i18n } = useTranslation('labels');
  const problemText = useProblemText();
  const change = useChangeSet(set);
  return (
    <Section title={t('baseline.title')} help={t('baseline.help')}>
      <div className={classes['stack']}>
        <Select
          maw={360}
          aria-label={t('baseline.title')}
          data={[...set.levels].reverse().map(({ id, text }) => ({ value: id, label: text[i18n.language as Locale] }))}
          value={set.baselineLevelId}
          allowDeselect={false}
          disabled={change.isPending}
          onChange={(baselineLevelId) => baselineLevelId && change.mutate({ baselineLevelId })}
        />
        {change.error && <Notice tone="bad">{problemText(change.error)}</Notice>}
      </div>
    </Section>
  );
}
