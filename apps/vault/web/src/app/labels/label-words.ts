import type { Locale } from '@nexus/ui';
import { rankOf } from './label-order.ts';
import type { LabelParts, LabelView, UsableLabels } from './labels.queries.ts';

type Names = Pick<UsableLabels, 'levels' | 'compartments' | 'groups'>;
type Part = Names['compartments'][number];

/** What a label made of these parts looks like, before there is one: the same line that the server writes on documents. */
export function describeParts(names: Names, parts: LabelParts): Omit<LabelView, 'id'> {
  const level = names.levels.find(({ id }) => id === parts.levelId);
  const compartments = partsOf(names.compartments, parts.compartmentIds);
  const groups = parts.groupIds && partsOf(names.groups, parts.groupIds);
  const marks = (all: readonly Part[]) => all.map(({ mark }) => mark).sort();
  const mark = [
    level?.mark ?? '?',
    ...(compartments.length > 0 ? [marks(compartments).join('/')] : []),
    ...(groups === null ? [] : [groups.length === 0 ? 'NR' : `REL ${marks(groups).join(', ')}`]),
  ];
  const line = (language: Locale): string => {
    const texts = (all: readonly Part[]) => all.map(({ text }) => text[language].toLocaleUpperCase(language)).sort();
    const nobody = language === 'es' ? 'NO DIFUNDIBLE' : 'NOT RELEASABLE';
    return [
      level?.text[language].toLocaleUpperCase(language) ?? '?',
      ...(compartments.length > 0 ? [texts(compartments).join('/')] : []),
      ...(groups === null ? [] : [groups.length === 0 ? nobody : `REL ${texts(groups).join(', ')}`]),
    ].join('//');
  };
  return {
    text: line('es'),
    textEn: line('en'),
    portionMark: `(${mark.join('//')})`,
    rank: rankOf(names, parts.levelId),
    colour: level?.colour ?? '#000000',
  };
}

function partsOf(all: readonly Part[], ids: readonly string[]): Part[] {
  return all.filter(({ id }) => ids.includes(id));
}
