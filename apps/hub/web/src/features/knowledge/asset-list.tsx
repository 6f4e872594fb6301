import { Badge, Button, Group } from '@mantine/core';
import { RowsState, useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { Notice } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { moneyText, percentText } from '../../app/money-text.ts';
import { useOwnRoles } from '../../app/own-roles.ts';
import { useCreation } from '../../app/use-creation.ts';
import { HoldingDialog } from './holding-dialog.tsx';

/** Courses, scripts and methods with their price in credit and, for those who may see them, the shares of their royalty. */
export function AssetList({ onChanged }: { onChanged(): unknown }) {
  const { t, i18n } = useTranslation('knowledge');
  const problemText = useProblemText();
  const { isOffice, partners } = useOwnRoles();
  const [sharing, setSharing] = useState<string | null>(null);
  const assets = useQuery({
    queryKey: ['knowledge', 'assets'],
    queryFn: async () => (await read(api.GET('/api/v1/knowledge-assets'))).items,
  });
  const buying = useCreation(
    (header, assetId: string) =>
      read(
        api.POST('/api/v1/knowledge-assets/{assetId}/accesses', {
          params: { path: { assetId }, header },
          body: { organisationId: partners[0]!.organisationId },
        }),
      ),
    onChanged,
  );
  const inEnglish = i18n.language === 'en';
  return (
    <RowsState query={assets} isEmpty={assets.data?.length === 0} empty={t('noAssets')}>
      {buying.error ? <Notice tone="bad">{problemText(buying.error)}</Notice> : null}
      <ul className={panel['rows']}>
        {assets.data?.map((asset) => (
          <li key={asset.id}>
            <span>
              {inEnglish ? asset.titleEn : asset.titleEs}
              <span className={panel['meta']}>
                {t(`kinds.${asset.kind}`)} · {moneyText(asset.price, i18n.language)}
              </span>
              {asset.holdings.length > 0 && (
                <span className={panel['meta']}>
                  {asset.holdings
                    .map(
                      ({ holderName, sharePpm, isPerpetual }) =>
                        `${holderName ?? '–'} ${percentText(sharePpm, i18n.language)}${isPerpetual ? ` (${t('perpetual')})` : ''}`,
                    )
                    .join(' · ')}
                </span>
              )}
            </span>
            <Group gap="xs">
              {asset.hasAccess && <Badge variant="light">{t('hasAccess')}</Badge>}
              {!asset.hasAccess && partners.length > 0 && (
                <Button
                  size="xs"
                  variant="default"
                  loading={buying.isPending && buying.variables === asset.id}
                  onClick={() => buying.mutate(asset.id)}
                >
                  {t('buy')}
                </Button>
              )}
              {isOffice('owner') && (
                <Button size="xs" variant="default" onClick={() => setSharing(asset.id)}>
                  {t('addShare')}
                </Button>
              )}
            </Group>
          </li>
        ))}
      </ul>
      {sharing && (
        <HoldingDialog
          assetId={sharing}
          onDone={() => {
            setSharing(null);
            onChanged();
          }}
          onClose={() => setSharing(null)}
        />
      )}
    </RowsState>
  );
}
