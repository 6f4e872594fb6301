import type { StateTone } from '@nexus/ui';
import type { Answered } from '../../api/client.ts';

export type Deal = Answered<'getDeal'>;
export type DealState = Deal['state'];

export const dealStates: readonly DealState[] = [
  'submitted',
  'in_review',
  'approved',
  'won',
  'lost',
  'expired',
  'withdrawn',
  'rejected',
  'conflicted',
];
export const dealTones: Readonly<Record<DealState, StateTone>> = {
  submitted: 'busy',
  in_review: 'busy',
  approved: 'ok',
  won: 'ok',
  lost: 'idle',
  expired: 'idle',
  withdrawn: 'idle',
  rejected: 'bad',
  conflicted: 'bad',
};
