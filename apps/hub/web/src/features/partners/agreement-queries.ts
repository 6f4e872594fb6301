import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

export type Agreement = Answered<'listPartnerAgreements'>['unsigned'][number];

export function partnerAgreementsQuery(partnerId: string) {
  return queryOptions({
    queryKey: ['partner-agreements', partnerId],
    queryFn: () => read(api.GET('/api/v1/partners/{partnerId}/agreements', { params: { path: { partnerId } } })),
  });
}
