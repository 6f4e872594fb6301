import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';
import type { AskedAbout } from './asked-about.ts';

export type Explanation = Answered<'explainAccess'>;
export type ExplainedRule = Explanation['rules'][number];

/** Each look is an entry in the log. */
export const explanationQuery = (personId: string | undefined, about: AskedAbout | null) =>
  queryOptions({
    queryKey: ['access', personId, about],
    enabled: personId !== undefined && about !== null,
    queryFn: (): Promise<Explanation> =>
      read(
        api.GET('/api/v1/access-explanations', {
          params: { query: { personId: personId ?? '', ...about } },
        }),
      ),
  });
