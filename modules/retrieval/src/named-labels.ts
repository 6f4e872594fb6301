import type { LabelView } from './retrieval.ports.ts';

/** Whether one of the names that were typed is the label's: its mark, with or without its brackets, or its line in either language. Capitals and accents mean nothing. */
export function isNamedLabel(
  label: Pick<LabelView, 'portionMark' | 'text' | 'textEn'>,
  names: readonly string[],
): boolean {
  const own = new Set([label.portionMark, label.text, label.textEn].map(comparable));
  return names.some((name) => own.has(comparable(name)));
}

function comparable(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{M}|\s/gu, '')
    .replace(/^\((.*)\)$/u, '$1')
    .toLowerCase();
}
