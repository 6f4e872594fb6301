import { Select, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Notice } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NothingHere } from '../../app/nothing-here.tsx';
import { useProblemText } from '../../app/problem-text.ts';
import { meQuery } from '../../app/queries.ts';
import { explanationQuery } from './access.queries.ts';
import { clearancesQuery } from './clearances.queries.ts';
import { documentIdIn } from './document-id.ts';
import { ExplainedAccess } from './explained-access.tsx';
import { labelSetQuery } from './label-set.queries.ts';
import classes from './labels.module.css';
import { LabelsPage } from './labels-page.tsx';

const route = getRouteApi('/signed-in/security/access');

/** Why a person may read a document, or not: rule by rule, without a word of what is in it. */
export function AccessPage() {
  const { t } = useTranslation('labels');
  const problemText = useProblemText();
  const { person, document } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: me } = useQuery(meQuery);
  const isOfficer = me?.roles.includes('officer') ?? false;
  const people = useQuery({ ...clearancesQuery, enabled: isOfficer });
  const set = useQuery({ ...labelSetQuery, enabled: isOfficer });
  const [typed, setTyped] = useState(document ?? '');
  const documentId = documentIdIn(document ?? '');
  const explained = useQuery({ ...explanationQuery(person, documentId) });
  const ask = (next: { person?: string | undefined; document?: string | undefined }): void => {
    const { person: whom = person, document: what = document } = next;
    void navigate({
      search: { ...(whom ? { person: whom } : {}), ...(what ? { document: what } : {}) },
      replace: true,
    });
  };
  const settle = useDebouncedCallback((text: string) => ask({ document: documentIdIn(text) ?? '' }), 200);
  if (me && !isOfficer) return <NothingHere />;
  const isNoDocument = typed.trim() !== '' && documentIdIn(typed) === null;
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
          error={isNoDocument && t('access.noDocument')}
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
