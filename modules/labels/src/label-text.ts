import type { Words } from './label-sets.ts';

/** A name as it is written on documents, and its short form for portion marks. */
export type Mark = { text: Words; mark: string };

export type MarkParts = { level: Mark; compartments: readonly Mark[]; releasableTo: readonly Mark[] | null };

/** What readers and programs see of a label. */
export type LabelView = {
  id: string;
  /** Banner line in Spanish, such as `CONFIDENCIAL//JURÍDICO//REL A`. */
  text: string;
  textEn: string;
  /** Before a paragraph or a hit, such as `(C//JUR)`. */
  portionMark: string;
  /** Position of the level, 0 the lowest. */
  rank: number;
  colour: string;
};

const separator = '//';

/** Level, compartments, release; in this order, as banner lines have it. */
export function bannerText({ level, compartments, releasableTo }: MarkParts, language: 'es' | 'en'): string {
  const names = (marks: readonly Mark[]) => marks.map(({ text }) => text[language].toLocaleUpperCase(language)).sort();
  const nobody = language === 'es' ? 'NO DIFUNDIBLE' : 'NOT RELEASABLE';
  return [
    level.text[language].toLocaleUpperCase(language),
    ...(compartments.length > 0 ? [names(compartments).join('/')] : []),
    ...(releasableTo === null ? [] : [releasableTo.length === 0 ? nobody : `REL ${names(releasableTo).join(', ')}`]),
  ].join(separator);
}

export function portionMark({ level, compartments, releasableTo }: MarkParts): string {
  const marks = (all: readonly Mark[]) => all.map(({ mark }) => mark).sort();
  const parts = [
    level.mark,
    ...(compartments.length > 0 ? [marks(compartments).join('/')] : []),
    ...(releasableTo === null ? [] : [releasableTo.length === 0 ? 'NR' : `REL ${marks(releasableTo).join(', ')}`]),
  ];
  return `(${parts.join(separator)})`;
}
