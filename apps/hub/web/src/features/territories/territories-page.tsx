import { Badge, Button, Group } from '@mantine/core';
import { RowsState } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useOwnRoles } from '../../app/own-roles.ts';
import { useTextOf } from '../../app/text-of.ts';
import { GrantTerritory } from './grant-territory.tsx';
import { NewTerritory } from './new-territory.tsx';
import classes from './territories.module.css';
import type { Territory } from './territory-queries.ts';

/** The tree of places, each with those who may sell there. */
export function TerritoriesPage() {
  const { t } = useTranslation('territories');
  const textOf = useTextOf();
  const { isOffice } = useOwnRoles();
  const [granting, setGranting] = useState<Territory | null>(null);
  const [below, setBelow] = useState<Territory | 'top' | null>(null);
  const territories = useQuery({
    queryKey: ['territories'],
    queryFn: async () => (await read(api.GET('/api/v1/territories'))).items,
  });
  const grants = useQuery({
    queryKey: ['territory-grants'],
    queryFn: async () => (await read(api.GET('/api/v1/territory-grants'))).items,
  });
  const now = new Date().toISOString();
  const steers = isOffice('owner', 'channel_manager');
  const holders = (id: string) =>
    (grants.data ?? []).filter((grant) => grant.territoryId === id && (grant.until === null || grant.until > now));
  return (
    <div className={panel['page']}>
      <Group justify="space-between">
        <h1>{t('title')}</h1>
        {steers && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setBelow('top')}>
            {t('addTop')}
          </Button>
        )}
      </Group>
      <p className={panel['empty']}>{t('help')}</p>
      <RowsState query={territories} isEmpty={territories.data?.length === 0} empty={t('none')}>
        <ul className={panel['rows']}>
          {territories.data?.map((territory) => (
            <li key={territory.id}>
              <span className={classes['place']} style={{ paddingLeft: 20 * (territory.path.split('/').length - 1) }}>
                <strong>{textOf(territory.name)}</strong>
                <span className={panel['meta']}>{t(`kinds.${territory.kind}`)}</span>
                <Group gap={6}>
                  {holders(territory.id).map((grant) => (
                    <Badge key={grant.id} variant={grant.isExclusive ? 'filled' : 'light'} tt="none">
                      <Link
                        to="/partners/$partnerId"
                        params={{ partnerId: grant.partnerId }}
                        className={classes['holder']!}
                      >
                        {[grant.partnerName, grant.productLine, grant.isExclusive && t('exclusive')]
                          .filter(Boolean)
                          .join(' · ')}
                      </Link>
                    </Badge>
                  ))}
                </Group>
              </span>
              {steers && (
                <Group gap="xs" wrap="nowrap">
                  {territory.kind !== 'segment' && (
                    <Button size="xs" variant="subtle" onClick={() => setBelow(territory)}>
                      {t('addBelow')}
                    </Button>
                  )}
                  <Button size="xs" variant="default" onClick={() => setGranting(territory)}>
                    {t('grant')}
                  </Button>
                </Group>
              )}
            </li>
          ))}
        </ul>
      </RowsState>
      {granting && <GrantTerritory territory={granting} onClose={() => setGranting(null)} />}
      {below && <NewTerritory parent={below === 'top' ? null : below} onClose={() => setBelow(null)} />}
    </div>
  );
}
