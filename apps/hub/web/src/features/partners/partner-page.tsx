import { Button, Group, Tabs } from '@mantine/core';
import { RowsState } from '@nexus/page';
import panel from '@nexus/page/panel.module.css';
import { Notice, StateDot } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOwnRoles } from '../../app/own-roles.ts';
import { useTextOf } from '../../app/text-of.ts';
import { BankTab } from './bank-tab.tsx';
import { ChangeStatus } from './change-status.tsx';
import { LineTab } from './line-tab.tsx';
import { partnerQuery, statusTones } from './partner-queries.ts';
import { PlacesTab } from './places-tab.tsx';
import { SignedTab } from './signed-tab.tsx';
import { StandingTab } from './standing-tab.tsx';
import { SummaryTab } from './summary-tab.tsx';

const tabs = ['summary', 'agreements', 'territories', 'line', 'standing', 'bank'] as const;

/** One partner: what it is, signed, may and holds. */
export function PartnerPage() {
  const { t } = useTranslation('partners');
  const textOf = useTextOf();
  const { partnerId } = useParams({ from: '/signed-in/partners/$partnerId' });
  const { isOffice, memberships } = useOwnRoles();
  const [isChanging, setChanging] = useState(false);
  const partner = useQuery(partnerQuery(partnerId));
  const isOwn = memberships.some(({ organisationId }) => organisationId === partnerId);
  const seesBank = isOffice('owner', 'finance') || isOwn;
  const { data } = partner;
  return (
    <div className={panel['page']}>
      <RowsState query={partner}>
        {data && (
          <>
            <Group justify="space-between" align="start">
              <div>
                <h1>{data.name}</h1>
                <Group gap="sm" mt={6}>
                  <StateDot tone={statusTones[data.status]}>{t(`statuses.${data.status}`)}</StateDot>
                  <span>{textOf(data.kindDetails.name)}</span>
                  <span>{data.country.toUpperCase()}</span>
                </Group>
              </div>
              {isOffice('owner', 'channel_manager') && data.status !== 'ended' && (
                <Button variant="default" onClick={() => setChanging(true)}>
                  {t('changeStatus')}
                </Button>
              )}
            </Group>
            {data.unsignedAgreements > 0 && (
              <Notice tone="warn">{t('unsigned', { count: data.unsignedAgreements })}</Notice>
            )}
            <Tabs defaultValue="summary" mt="md" keepMounted={false}>
              <Tabs.List>
                {tabs
                  .filter((tab) => tab !== 'bank' || seesBank)
                  .map((tab) => (
                    <Tabs.Tab key={tab} value={tab}>
                      {t(`tabs.${tab}`)}
                    </Tabs.Tab>
                  ))}
              </Tabs.List>
              <Tabs.Panel value="summary" pt="md">
                <SummaryTab partner={data} />
              </Tabs.Panel>
              <Tabs.Panel value="agreements" pt="md">
                <SignedTab partnerId={partnerId} maySign={isOwn} />
              </Tabs.Panel>
              <Tabs.Panel value="territories" pt="md">
                <PlacesTab partnerId={partnerId} />
              </Tabs.Panel>
              <Tabs.Panel value="line" pt="md">
                <LineTab partnerId={partnerId} />
              </Tabs.Panel>
              <Tabs.Panel value="standing" pt="md">
                <StandingTab partnerId={partnerId} />
              </Tabs.Panel>
              <Tabs.Panel value="bank" pt="md">
                <BankTab partnerId={partnerId} />
              </Tabs.Panel>
            </Tabs>
            {isChanging && <ChangeStatus partner={data} onClose={() => setChanging(false)} />}
          </>
        )}
      </RowsState>
    </div>
  );
}
