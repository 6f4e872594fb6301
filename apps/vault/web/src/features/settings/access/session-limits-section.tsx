import { Button, Checkbox, Group, NumberInput, Stack, Table } from '@mantine/core';
import { RowsState, Section, useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { limitsQuery, type SessionLimit } from './access-queries.ts';

/** How long sessions last by rank of clearance. Whoever may not change it sees it. */
export function SessionLimitsSection() {
  const { t } = useTranslation('settings');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const query = useQuery(limitsQuery);
  const [draft, setDraft] = useState<SessionLimit[] | null>(null);
  const lines = draft ?? query.data?.items ?? [];
  const isLocked = query.data?.mayChange !== true;
  const saving = useMutation({
    mutationFn: () => read(api.PUT('/api/v1/session-limits', { body: { items: lines } })),
    onSuccess: async () => {
      setDraft(null);
      await queries.invalidateQueries({ queryKey: limitsQuery.queryKey });
    },
  });
  const change = (rank: number, what: Partial<SessionLimit>) =>
    setDraft(lines.map((line) => (line.fromRank === rank ? { ...line, ...what } : line)));

  return (
    <Section title={t('access.limits.title')} help={t('access.limits.help')}>
      <RowsState query={query}>
        <Stack>
          <Table.ScrollContainer minWidth={420}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  {(['rank', 'idle', 'total', 'address'] as const).map((column) => (
                    <Table.Th key={column}>{t(`access.limits.${column}`)}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {lines.map(({ fromRank, idleMinutes, totalMinutes, isAddressBound }) => (
                  <Table.Tr key={fromRank}>
                    <Table.Td>{fromRank}</Table.Td>
                    <Table.Td>
                      <NumberInput
                        aria-label={`${t('access.limits.idle')} ${fromRank}`}
                        value={idleMinutes}
                        min={5}
                        max={120}
                        w={110}
                        suffix=" min"
                        disabled={isLocked}
                        onChange={(value) => change(fromRank, { idleMinutes: Number(value) })}
                      />
                    </Table.Td>
                    <Table.Td>
                      <NumberInput
                        aria-label={`${t('access.limits.total')} ${fromRank}`}
                        value={totalMinutes}
                        min={15}
                        max={1440}
                        w={120}
                        suffix=" min"
                        disabled={isLocked}
                        onChange={(value) => change(fromRank, { totalMinutes: Number(value) })}
                      />
                    </Table.Td>
                    <Table.Td>
                      <Checkbox
                        aria-label={`${t('access.limits.address')} ${fromRank}`}
                        checked={isAddressBound}
                        disabled={isLocked}
                        onChange={(event) => change(fromRank, { isAddressBound: event.currentTarget.checked })}
                      />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {isLocked && <Notice>{t('access.limits.locked')}</Notice>}
          {saving.error && <Notice tone="bad">{problemText(saving.error)}</Notice>}
          {!isLocked && (
            <Group>
              <Button disabled={draft === null} loading={saving.isPending} onClick={() => saving.mutate()}>
                {t('profile.save')}
              </Button>
            </Group>
          )}
        </Stack>
      </RowsState>
    </Section>
  );
}
