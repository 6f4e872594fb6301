import { type Locale, labelText } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import type { ExplainedRule, Explanation } from './access.queries.ts';
import type { LabelSet } from './label-set.queries.ts';

/** Each rule of an explanation as a sentence with the names of what it asks for and of what the person has. */
export function useRuleWords(
  set: LabelSet,
  { label, documentId }: Pick<Explanation, 'label' | 'documentId'>,
): (rule: ExplainedRule) => string {
  const { t, i18n } = useTranslation('labels');
  const locale = i18n.language as Locale;
  const list = new Intl.ListFormat(locale);
  const named = [...set.levels, ...set.compartments, ...set.groups];
  const names = (ids: readonly string[]) =>
    list.format(ids.map((id) => named.find((part) => part.id === id)?.text[locale] ?? id));
  return ({ rule, isMet, wanted, held }) => {
    const outcome = isMet ? 'met' : 'broken';
    if (rule === 'clearance') return isMet ? t('access.clearance.met', { held: names(held) }) : t('access.level.none');
    if (rule === 'membership') return t(`access.membership.${documentId === null ? 'space' : 'document'}.${outcome}`);
    if (rule === 'document') return t(`access.${rule}.${outcome}`);
    if (rule === 'role')
      return isMet ? t('access.role.met', { role: t(`access.roles.${held[0]}`) }) : t('access.role.broken');
    if (rule === 'level') {
      if (held.length === 0) return t('access.level.none');
      return t(`access.level.${outcome}`, { wanted: names(wanted), held: names(held) });
    }
    if (rule === 'compartments') {
      if (wanted.length === 0) return t('access.compartments.nothing');
      const missing = wanted.filter((id) => !held.includes(id));
      return t(`access.compartments.${outcome}`, { wanted: names(wanted), missing: names(missing) });
    }
    if (rule === 'release') {
      if (wanted[0] === 'everybody') return t(isMet ? 'access.release.everybody' : 'access.level.none');
      const group = held.length === 0 ? t('access.release.noGroup') : names(held);
      if (wanted.length === 0) return t('access.release.nobody');
      return t(`access.release.${outcome}`, { wanted: names(wanted), held: group });
    }
    if (wanted[0] === 'none') return t('access.ceiling.nothing');
    const ceiling = set.labels.find(({ id }) => id === wanted[0]);
    return t(`access.ceiling.${outcome}`, {
      ceiling: ceiling ? labelText(ceiling, locale) : '',
      label: label ? labelText(label, locale) : '',
    });
  };
}
