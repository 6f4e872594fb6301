import type { Locale, StateTone } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import type { Entry } from './activity-queries.ts';
import { daysAgo } from './by-day.ts';

export const outcomeTones: Record<Entry['outcome'], StateTone> = { success: 'ok', denied: 'warn', failed: 'bad' };

/** An action of the catalogue as a sentence. */
export function useActionText(): (action: string) => string {
  const { t } = useTranslation('activity');
  return (action) => t(`actions.${action}`, { defaultValue: action });
}

export function useDayText(): (day: Date) => string {
  const { t, i18n } = useTranslation('activity');
  return (day) => {
    const ago = daysAgo(day);
    if (ago !== null) return t(ago === 0 ? 'days.today' : 'days.yesterday');
    return day.toLocaleDateString(i18n.language as Locale, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    });
  };
}

/** Who acted, by name where it is known. */
export function useActorText(names: ReadonlyMap<string, string>): (actor: Entry['actor']) => string {
  const { t } = useTranslation('activity');
  return ({ kind, personId }) => {
    if (kind === 'system') return t('log.system');
    if (!personId) return t('log.anonymous');
    return names.get(personId) ?? t('log.someone', { id: personId.slice(0, 8) });
  };
}
