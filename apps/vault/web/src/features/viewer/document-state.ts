import type { StateTone } from '@nexus/ui';
import type { DocumentDetails } from '../../app/viewer/document-queries.ts';
import { countGrades } from './quality-buckets.ts';

export type ShownState = DocumentDetails['state'] | 'partly';

/** A document that was read although some of its pages were not has a state of its own: nobody should find that out later. */
export function shownState({ state, quality }: Pick<DocumentDetails, 'state' | 'quality'>): ShownState {
  return state === 'ready' && countGrades(quality).unread > 0 ? 'partly' : state;
}

export const stateTones: Readonly<Record<ShownState, StateTone>> = {
  queued: 'idle',
  reading: 'busy',
  ready: 'ok',
  partly: 'warn',
  failed: 'bad',
  cancelled: 'idle',
  superseded: 'idle',
};
