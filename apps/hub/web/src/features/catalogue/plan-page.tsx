import { Badge, Button, Group, Text } from '@mantine/core';
import { RowsState, Section, useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { Notice } from '@nexus/ui';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answered, api } from '../../api/client.ts';
import { dayText, percentText } from '../../app/money-text.ts';
import { useOwnRoles } from '../../app/own-roles.ts';
import { useCreation } from '../../app/use-creation.ts';
import { PriceTable } from './price-table.tsx';
import { VersionDialog } from './version-dialog.tsx';

type Version = Answered<'getPricePlan'>['versions'][number];

/** A plan's prices: each version with the day from which it is in effect. */
export function PlanPage() {
  const { t, i18n } = useTranslation('catalogue');
  const { planId } = useParams({ from: '/signed-in/catalogue/plans/$planId' });
  const queries = useQueryClient();
  const { isOffice } = useOwnRoles();
  const [isDrafting, setDrafting] = useState(false);
  const plan = useQuery({
    queryKey: ['price-plan', planId],
    queryFn: () => read(api.GET('/api/v1/price-plans/{planId}', { params: { path: { planId } } })),
  });
  const lists = useQuery({
    queryKey: ['price-lists'],
    queryFn: async () => (await read(api.GET('/api/v1/price-lists'))).items,
  });
  const mayEdit = isOffice('owner', 'channel_manager');
  const named = ({ nameEs, nameEn }: { nameEs: string; nameEn: string }) => (i18n.language === 'en' ? nameEn : nameEs);
  const refresh = async () => {
    setDrafting(false);
    await queries.invalidateQueries({ queryKey: ['price-plan', planId] });
  };
  const listName = (id: string) => {
    const list = lists.data?.find((one) => one.id === id);
    return list ? named(list) : '';
  };
  return (
    <div className={panel['page']}>
      <RowsState query={plan}>
        {plan.data && (
          <>
            <h1>{named(plan.data)}</h1>
            <Text c="dimmed">
              {plan.data.code} · {t(`models.${plan.data.model}`)}
            </Text>
            {mayEdit && (
              <Button mt="md" leftSection={<IconPlus size={16} />} onClick={() => setDrafting(true)}>
                {t('draftPrices')}
              </Button>
            )}
            {plan.data.versions.length === 0 && <p className={panel['empty']}>{t('noPrices')}</p>}
            {plan.data.versions.map((version) => (
              <Section
                key={version.id}
                title={`${listName(version.priceListId)} · ${t('version', { number: version.number })}`}
                help={
                  <>
                    {t('from', { day: dayText(version.effectiveFrom, i18n.language) })} ·{' '}
                    {t('term', { count: version.termMonths })}
                    {version.maintenancePpm > 0 &&
                      ` · ${t('maintenance', { percent: percentText(version.maintenancePpm, i18n.language) })}`}
                    <Badge
                      mt={6}
                      display="block"
                      w="fit-content"
                      variant="light"
                      color={version.state === 'draft' ? 'yellow' : 'green'}
                    >
                      {t(`versionStates.${version.state}`)}
                    </Badge>
                  </>
                }
              >
                <PriceTable version={version} />
                {mayEdit && version.state === 'draft' && <DraftActions version={version} onDone={refresh} />}
              </Section>
            ))}
            {isDrafting && (
              <VersionDialog
                planId={planId}
                isBought={plan.data.model === 'perpetual' || plan.data.model === 'hybrid'}
                lists={lists.data ?? []}
                onDone={refresh}
                onClose={() => setDrafting(false)}
              />
            )}
          </>
        )}
      </RowsState>
    </div>
  );
}

function DraftActions({ version, onDone }: { version: Version; onDone(): unknown }) {
  const { t } = useTranslation('catalogue');
  const problemText = useProblemText();
  const path = { versionId: version.id };
  const publishing = useCreation(
    (header) => read(api.POST('/api/v1/price-plan-versions/{versionId}/publication', { params: { path, header } })),
    onDone,
  );
  const discarding = useMutation({
    mutationFn: () => api.DELETE('/api/v1/price-plan-versions/{versionId}', { params: { path } }),
    onSuccess: onDone,
  });
  const error = publishing.error ?? discarding.error;
  return (
    <>
      <Group mt="md">
        <Button loading={publishing.isPending} onClick={() => publishing.mutate()}>
          {t('publish')}
        </Button>
        <Button variant="default" loading={discarding.isPending} onClick={() => discarding.mutate()}>
          {t('discard')}
        </Button>
      </Group>
      {error ? <Notice tone="bad">{problemText(error)}</Notice> : null}
    </>
  );
}
