import type { Language } from '@nexus/search';

/** Spanish or English by its commonest words; tells peers which of their analyzers to use. */
export function textLanguage(texts: readonly string[]): Extract<Language, 'es' | 'en'> {
  const sample = texts.slice(0, 200).join(' ');
  const count = (pattern: RegExp) => sample.match(pattern)?.length ?? 0;
  return count(/\b(?:de|la|el|los|que)\b/gi) > count(/\b(?:the|of|and|to|in)\b/gi) ? 'es' : 'en';
}
