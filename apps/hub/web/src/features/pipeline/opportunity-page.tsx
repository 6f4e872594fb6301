import { Checkbox, Group } from '@mantine/core';
import { RowsState, Section } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { formatTime, formatWhen, type Locale, StateDot } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { formatAmount } from '../../app/amounts.ts';
import { useTextOf } from '../../app/text-of.ts';
import { ActivityFeed } from './activity-feed.tsx';
import classes from './pipeline.module.css';
import { opportunityQuery } from './pipeline-queries.ts';

const phases = ['pre_sale', 'demonstration', 'negotiation', 'closing'] as const;
const tones = { open: 'busy', won: 'ok', lost: 'idle' } as const;

/** One opportunity: where it stands, what was done, and what the sale still needs. */
export function OpportunityPage() {
  const { t, i18n } = useTranslation('pipeline');
  const locale = i18n.language as Locale;
  const textOf = useTextOf();
  const queries = useQueryClient();
  const { opportunityId } = useParams({ from: '/signed-in/opportunities/$opportunityId' });
  const params = { path: { opportunityId } };
  const opportunity = useQuery(opportunityQuery(opportunityId));
  const checklist = useQuery({
    queryKey: ['checklist', opportunityId],
    queryFn: async () => (await read(api.GET('/api/v1/opportunities/{opportunityId}/checklist', { params }))).items,
  });
  const marking = useMutation({
    mutationFn: ({ code, isDone }: { code: string; isDone: boolean }) =>
      read(
        api.PUT('/api/v1/opportunities/{opportunityId}/checklist/{code}', {
          params: { path: { opportunityId, code } },
          body: { isDone, note: null },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['checklist', opportunityId] }),
  });
  const { data } = opportunity;
  const stageName = (id: string | null) => textOf(data?.stages.find((stage) => stage.id === id)?.name);
  return (
    <div className={panel['page']}>
      <RowsState query={opportunity}>
        {data && (
          <>
            <h1>{data.name}</h1>
            <Group gap="md" mt={6}>
              <StateDot tone={tones[data.outcome]}>{stageName(data.stageId)}</StateDot>
              <strong>{formatAmount(data.value, locale)}</strong>
              <span>{data.probability} %</span>
              {data.customerId ? (
                <Link to="/customers/$customerId" params={{ customerId: data.customerId }} className={panel['link']!}>
                  {data.customerName}
                </Link>
              ) : (
                data.customerName
              )}
              {data.partnerName && <span>{data.partnerName}</span>}
            </Group>
            {data.lostReason && <p>{t('lostBecause', { reason: data.lostReason })}</p>}
            <Section title={t('activities')} help={t('activitiesHelp')}>
              <ActivityFeed opportunityId={opportunityId} />
            </Section>
            <Section title={t('checklist')} help={t('checklistHelp')}>
              <RowsState query={checklist}>
                {phases.map((phase) => (
                  <div key={phase}>
                    <h3>{t(`phases.${phase}`)}</h3>
                    <div className={classes['checks']}>
                      {checklist.data
                        ?.filter((item) => item.phase === phase)
                        .map(({ code, text, doneAt }) => (
                          <Checkbox
                            key={code}
                            label={textOf(text)}
                            checked={doneAt !== null}
                            description={doneAt ? formatWhen(doneAt, locale) : undefined}
                            onChange={(event) => marking.mutate({ code, isDone: event.currentTarget.checked })}
                          />
                        ))}
                    </div>
                  </div>
                ))}
              </RowsState>
            </Section>
            <Section title={t('history')}>
              <ul className={panel['rows']}>
                {data.changes.toReversed().map(({ changedAt, fromStageId, toStageId }) => (
                  <li key={`${changedAt} ${toStageId}`}>
                    <span>
                      {fromStageId ? `${stageName(fromStageId)} → ` : ''}
                      <strong>{stageName(toStageId)}</strong>
                    </span>
                    <span>{formatTime(changedAt, locale)}</span>
                  </li>
                ))}
              </ul>
            </Section>
          </>
        )}
      </RowsState>
    </div>
  );
}
