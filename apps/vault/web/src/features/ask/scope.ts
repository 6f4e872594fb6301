import type { Answered } from '../../api/client.ts';
import { formatsOf, type KindGroup, kindGroupNames } from '../../app/source/kinds.ts';
import type { Answer } from './answer.ts';

export type DocumentLanguage = 'es' | 'en';

/** Where the next question looks. */
export type Scope = {
  everywhere: boolean;
  kinds: KindGroup[];
  language: DocumentLanguage | null;
  /** Days as `2024-01-31`; the document's own date. */
  from: string | null;
  to: string | null;
};

export const openScope: Scope = { everywhere: false, kinds: [], language: null, from: null, to: null };

type Filters = NonNullable<Answer['scope']['filters']>;
export type AskScope = { spaceIds?: string[]; filters?: Filters };

export function hasFilters({ kinds, language, from, to }: Scope): boolean {
  return kinds.length > 0 || language !== null || from !== null || to !== null;
}

/** As the API wants it; nothing where nothing is narrowed. */
export function askScopeOf(scope: Scope, spaceId: string): AskScope {
  const { everywhere, kinds, language, from, to } = scope;
  const filters: Filters = {
    ...(kinds.length > 0 ? { kinds: formatsOf(kinds) } : {}),
    // Figures and lists have no language; whoever wants Spanish wants those too.
    ...(language ? { languages: [language, 'und'] } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  };
  return { ...(everywhere ? {} : { spaceIds: [spaceId] }), ...(hasFilters(scope) ? { filters } : {}) };
}

/** The scope that an answer was searched in, so that the next question of its conversation goes the same way. */
export function scopeOfAnswer({ scope: { spaceIds, filters } }: Pick<Answer, 'scope'>): Scope {
  const languages = filters?.languages ?? [];
  const kinds = kindGroupNames.filter((group) => formatsOf([group]).every((kind) => filters?.kinds?.includes(kind)));
  return {
    everywhere: spaceIds === null,
    kinds,
    language: languages.find((language): language is DocumentLanguage => language !== 'und') ?? null,
    from: filters?.from ?? null,
    to: filters?.to ?? null,
  };
}

/** Waiting, read and unread documents of a space. */
export type Ingest = Answered<'getIngest'>;
