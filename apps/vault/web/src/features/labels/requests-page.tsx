import { SegmentedControl } from '@mantine/core';
import { EmptyState } from '@nexus/ui';
import { IconTag } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allRequestsQuery, openRequestsQuery } from '../../app/labels/requests.queries.ts';
import { useShownLabels } from '../../app/labels/shown-labels.ts';
import classes from './labels.module.css';
import { LabelsPage } from './labels-page.tsx';
import { RequestRow } from './request-row.tsx';

/** Requests for other labels: those that wait for a second person, and what became of the others. */
export function RequestsPage() {
  const { t } = useTranslation('labels');
  const [which, setWhich] = useState<'open' | 'all'>('open');
  const query = useQuery(which === 'open' ? openRequestsQuery : allRequestsQuery);
  const requests = query.data ?? [];
  // A title is content; without it, a row tells of ids and labels alone.
  useShownLabels(requests.map(({ title, from }) => (title === null ? null : from)));
  return (
    <LabelsPage
      title={t('requests.title')}
      help={t('requests.help')}
      query={query}
      action={
        <SegmentedControl
          aria-label={t('requests.which')}
          value={which}
          onChange={(value) => setWhich(value)}
          data={(['open', 'all'] as const).map((value) => ({ value, label: t(`requests.${value}`) }))}
        />
      }
    >
      {requests.length === 0 ? (
        <EmptyState icon={<IconTag size={40} stroke={1.3} />} title={t(`requests.empty.${which}`)}>
          {t('requests.emptyHelp')}
        </EmptyState>
      ) : (
        <ul className={classes['requests']}>
          {requests.map((request) => (
            <RequestRow key={request.id} request={request} />
          ))}
        </ul>
      )}
    </LabelsPage>
  );
}
