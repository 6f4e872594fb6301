import { Button, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useProblemText } from '@nexus/page';
import { newIdempotencyKey } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { candidatesQuery, membersQuery, roles, type SpaceRole } from './space-queries.ts';
import classes from './spaces.module.css';

/** Finds a colleague by name or address and lets them in. */
export function AddMember({ spaceId }: { spaceId: string }) {
  const { t } = useTranslation('spaces');
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 150);
  const { data: candidates = [] } = useQuery({
    ...candidatesQuery(spaceId, wanted),
    placeholderData: (before) => before,
  });
  const [personId, setPersonId] = useState<string | null>(null);
  const [role, setRole] = useState<SpaceRole>('analyst');
  const [problem, setProblem] = useState<string | null>(null);

  async function add(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (personId === null) return;
    setProblem(null);
    try {
      await api.POST('/api/v1/spaces/{spaceId}/members', {
        params: { path: { spaceId } },
        body: { personId, role },
        headers: { 'Idempotency-Key': newIdempotencyKey() },
      });
      setPersonId(null);
      setSearch('');
    } catch (error) {
      setProblem(problemText(error));
    }
    await queries.invalidateQueries({ queryKey: membersQuery(spaceId).queryKey });
    await queries.invalidateQueries({ queryKey: ['candidates', spaceId] });
  }

  return (
    <form className={classes['line']} onSubmit={(event) => void add(event)}>
      <Select
        className={classes['grow']!}
        label={t('members.add')}
        placeholder={t('members.search')}
        searchable
        clearable
        searchValue={search}
        onSearchChange={setSearch}
        value={personId}
        onChange={setPersonId}
        data={candidates.map(({ personId: value, name, email }) => ({
          value,
          label: email ? `${name} · ${email}` : name,
        }))}
        // The server has chosen already, also by what the label does not show.
        filter={({ options }) => options}
        nothingFoundMessage={t('members.nobody')}
      />
      <Select
        w={150}
        label={t('members.as')}
        data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
        value={role}
        allowDeselect={false}
        onChange={(value) => value && setRole(value as SpaceRole)}
      />
      <Button type="submit" disabled={personId === null}>
        {t('members.letIn')}
      </Button>
      {problem && <Notice tone="bad">{problem}</Notice>}
    </form>
  );
}
