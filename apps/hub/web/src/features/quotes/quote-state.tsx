import { StateDot, type StateTone } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import type { Answered } from '../../api/client.ts';

export type QuoteVersionState = Answered<'getQuote'>['versions'][number]['state'];

const tones: Readonly<Record<QuoteVersionState | 'expired' | 'cancelled', StateTone>> = {
  draft: 'idle',
  awaiting_approval: 'warn',
  approved: 'ok',
  sent: 'busy',
  superseded: 'idle',
  declined: 'bad',
  withdrawn: 'idle',
  accepted: 'ok',
  expired: 'bad',
  cancelled: 'idle',
};

/** What a version is by now: sent ones expire without anybody doing anything. */
export function QuoteState({ state, isExpired }: { state: QuoteVersionState; isExpired: boolean }) {
  const { t } = useTranslation('quotes');
  const shown = isExpired ? 'expired' : state;
  return <StateDot tone={tones[shown]}>{t(`states.${shown}`)}</StateDot>;
}
