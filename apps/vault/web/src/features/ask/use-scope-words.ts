import type { Locale } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import { hasFilters, type Scope } from './scope.ts';

/** A day of a filter, in the reader's way of writing; it has no hour and no zone. */
export function formatDay(day: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));
}

/** The filters of a scope, each in a few words; none when nothing is narrowed. */
export function useScopeWords(): (scope: Scope) => string[] {
  const { t, i18n } = useTranslation('ask');
  const locale = i18n.language as Locale;
  return (scope) => {
    if (!hasFilters(scope)) return [];
    const { kinds, language, from, to } = scope;
    return [
      kinds.length > 0 ? kinds.map((kind) => t(`app:source.kinds.${kind}`)).join(', ') : '',
      language ? t(`scope.in.${language}`) : '',
      from ? t('scope.since', { day: formatDay(from, locale) }) : '',
      to ? t('scope.until', { day: formatDay(to, locale) }) : '',
    ].filter((word) => word !== '');
  };
}
