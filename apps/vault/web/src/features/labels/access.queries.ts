import { queryOptions } from '@tanstack/react-query';
import { type Answered, api, read } from '../../api/client.ts';

export type Explanation = Answered<'explainAccess'>;
export type ExplainedRule = Explanation['rules'][number];

/** Each look is an entry in the log. */
export const explanationQuery = (personId: string | undefined, documentId: string | null) =>
  queryOptions({
    queryKey: ['access', personId, documentId],
    enabled: personId !== undefined && documentId !== null,
    queryFn: (): Promise<Explanation> =>
      read(
        api.GET('/api/v1/access-explanations', {
          params: { query: { personId: personId ?? '', documentId: documentId ?? '' } },
        }),
      ),
  });
