import { Notice } from '@nexus/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { read } from '../api/create-api.ts';
import { ApiProblem } from '../api/problem.ts';

/** Says that the server is away, and brings everything up to date when it is back. */
export function OfflineNotice() {
  const { t } = useTranslation('page');
  const queries = useQueryClient();
  const wasAway = useRef(false);
  const { data: isAway = false } = useQuery({
    queryKey: ['server-is-away'],
    refetchInterval: ({ state }) => (state.data ? 2_000 : 15_000),
    refetchIntervalInBackground: false,
    staleTime: 0,
    queryFn: async () => {
      try {
        await read(api.GET('/api/v1/health'));
        return false;
      } catch (error) {
        return error instanceof ApiProblem && error.isOffline;
      }
    },
  });
  useEffect(() => {
    if (wasAway.current && !isAway) void queries.invalidateQueries();
    wasAway.current = isAway;
  }, [isAway, queries]);
  if (!isAway) return <div />;
  return (
    <Notice tone="bad" title={t('offline.title')}>
      {t('offline.help')}
    </Notice>
  );
}
