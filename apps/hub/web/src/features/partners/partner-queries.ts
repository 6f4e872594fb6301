import { read } from '@nexus/page/api';
import type { StateTone } from '@nexus/ui';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

export type Partner = Answered<'getPartner'>;
export type PartnerStatus = Partner['status'];

export const statuses: readonly PartnerStatus[] = ['onboarding', 'active', 'suspended', 'ended'];
export const statusTones: Readonly<Record<PartnerStatus, StateTone>> = {
  onboarding: 'busy',
  active: 'ok',
  suspended: 'warn',
  ended: 'idle',
};

export const kindsQuery = queryOptions({
  queryKey: ['partner-kinds'],
  staleTime: 3_600_000,
  queryFn: async () => (await read(api.GET('/api/v1/partner-kinds'))).items,
});

export function partnerQuery(partnerId: string) {
  return queryOptions({
    queryKey: ['partner', partnerId],
    queryFn: () => read(api.GET('/api/v1/partners/{partnerId}', { params: { path: { partnerId } } })),
  });
}
