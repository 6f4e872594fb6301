import { Select, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { meQuery, NothingHere, useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { explanationQuery } from './access.queries.ts';
import { askedAboutIn, writtenOf } from './asked-about.ts';
import { clearancesQuery } from './clearances.queries.ts';
import { ExplainedAccess } from './explained-access.tsx';
import { labelSetQuery } from './label-set.queries.ts';
import classes from './labels.module.css';
import { LabelsPage } from './labels-page.tsx';

const route = getRouteApi('/signed-in/security/access');

/** Why a person may read a document or come into a space, or not: rule by rule, without a word of what is in it. */
export function AccessPage() {
  const { t } = useTranslation('labels');
  const problemText = useProblemText();
  const { person, about } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: me } = useQuery(meQuery);
  const isOfficer = me?.roles.includes('officer') ?? false;
  const people = useQuery({ ...clearancesQuery, enabled: isOfficer });
  const set = useQuery({ ...labelSetQuery, enabled: isOfficer });
  const [typed, setTyped] = useState(about ?? '');
  const explained = useQuery(explanationQuery(person, askedAboutIn(about ?? '')));
  const ask = (next: { person?: string; about?: string }): void => {
    const { person: whom = person, about: what = about } = next;
    void navigate({
      search: { ...(whom ? { person: whom } : {}), ...(what ? { about: what } : {}) },
      replace: true,
    });
  };
  const settle = useDebouncedCallback((text: string) => {
    const found = askedAboutIn(text);
    ask({ about: found ? writtenOf(found) : '' });
  }, 200);
  if (me && !isOfficer) return <NothingHere />;
  const isNothing = typed.trim() !== '' && askedAboutIn(typed) === null;
  const chosen = people.data?.find(({ personId }) => personId === person);
  return (
    <LabelsPage
      title={t('access.title')}
      help={t('access.help')}
      query={people.error || people.isPending ? people : set}
    >
      <div className={classes['question']}>
        <Select
          className={classes['grow']!}
          label={t('access.person')}
          placeholder={t('access.personHint')}
          data={(people.data ?? []).map(({ personId, name, email }) => ({
            value: personId,
            label: email ? `${name} · ${email}` : name,
          }))}
          value={person ?? null}
          searchable
          allowDeselect={false}
          onChange={(value) => value && ask({ person: value })}
        />
        <TextInput
          className={classes['grow']!}
          label={t('access.about')}
          placeholder={t('access.aboutHint')}
          value={typed}
          error={isNothing && t('access.noDocument')}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            settle(event.currentTarget.value);
          }}
        />
      </div>
      {explained.error && <Notice tone="bad">{problemText(explained.error)}</Notice>}
      {explained.isFetching && !explained.data && <Skeleton height={220} />}
      {explained.data && set.data && chosen && (
        <ExplainedAccess explanation={explained.data} set={set.data} person={chosen} />
      )}
      {!explained.data && !explained.isFetching && <p className={classes['quiet']}>{t('access.begin')}</p>}
    </LabelsPage>
  );
}
