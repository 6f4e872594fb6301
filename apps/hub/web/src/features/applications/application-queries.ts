import { read } from '@nexus/page/api';
import type { StateTone } from '@nexus/ui';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

export type Application = Answered<'getPartnerApplication'>;
export type ApplicationState = Application['state'];

export const applicationStates: readonly ApplicationState[] = ['submitted', 'scored', 'approved', 'rejected'];
export const applicationTones: Readonly<Record<ApplicationState, StateTone>> = {
  submitted: 'busy',
  scored: 'warn',
  approved: 'ok',
  rejected: 'idle',
};

export function applicationQuery(applicationId: string) {
  return queryOptions({
    queryKey: ['application', applicationId],
    queryFn: () =>
      read(api.GET('/api/v1/partner-applications/{applicationId}', { params: { path: { applicationId } } })),
  });
}
