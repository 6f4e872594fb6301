import { Button, Group, Text } from '@mantine/core';
import { RowsState, Section } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { moneyText } from '../../app/money-text.ts';
import { useOwnRoles } from '../../app/own-roles.ts';
import { AssetDialog } from './asset-dialog.tsx';
import { AssetList } from './asset-list.tsx';
import { WorkDialog } from './work-dialog.tsx';
import { WorkList } from './work-list.tsx';

/** Knowledge as an asset: what there is, what it costs, the credit that one has, and the work that becomes credit. */
export function KnowledgePage() {
  const { t, i18n } = useTranslation('knowledge');
  const queries = useQueryClient();
  const { isOffice } = useOwnRoles();
  const [dialog, setDialog] = useState<'asset' | 'work' | null>(null);
  const credits = useQuery({
    queryKey: ['knowledge', 'credits'],
    queryFn: async () => (await read(api.GET('/api/v1/knowledge-credits'))).items,
  });
  const goals = useQuery({
    queryKey: ['knowledge', 'goals'],
    queryFn: async () => (await read(api.GET('/api/v1/knowledge-goals'))).items,
  });
  const done = async () => {
    setDialog(null);
    await queries.invalidateQueries({ queryKey: ['knowledge'] });
  };
  const inEnglish = i18n.language === 'en';

  return (
    <div className={panel['page']}>
      <h1>{t('title')}</h1>
      {credits.data && credits.data.length > 0 && (
        <Section title={t('credit')} help={t('creditHelp')}>
          <ul className={panel['rows']}>
            {credits.data.map(({ organisationId, name, balance }) => (
              <li key={organisationId}>
                <span>{name}</span>
                <strong>{moneyText(balance, i18n.language)}</strong>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('assets')} help={t('assetsHelp')}>
        {isOffice('owner', 'channel_manager') && (
          <Button mb="md" leftSection={<IconPlus size={16} />} onClick={() => setDialog('asset')}>
            {t('addAsset')}
          </Button>
        )}
        <AssetList onChanged={done} />
      </Section>
      <Section title={t('work')} help={t('workHelp')}>
        <Button mb="md" variant="default" leftSection={<IconPlus size={16} />} onClick={() => setDialog('work')}>
          {t('addWork')}
        </Button>
        <WorkList onDecided={done} />
      </Section>
      <Section title={t('goals')} help={t('goalsHelp')}>
        <RowsState query={goals} isEmpty={goals.data?.length === 0} empty={t('noGoals')}>
          <ul className={panel['rows']}>
            {goals.data?.map((goal) => (
              <li key={goal.id}>
                <span>
                  {inEnglish ? goal.titleEn : goal.titleEs}
                  <span className={panel['meta']}>
                    {t(`metrics.${goal.metric}`, { threshold: goal.threshold })} ·{' '}
                    {t('reached', { count: goal.merits.length })}
                  </span>
                </span>
                <Group>
                  <Text>{moneyText(goal.credit, i18n.language)}</Text>
                </Group>
              </li>
            ))}
          </ul>
        </RowsState>
      </Section>
      {dialog === 'asset' && <AssetDialog onDone={done} onClose={() => setDialog(null)} />}
      {dialog === 'work' && <WorkDialog onDone={done} onClose={() => setDialog(null)} />}
    </div>
  );
}
