import type { QueryClient } from '@tanstack/react-query';
import { type Me, meQuery } from '../queries.ts';
import { changeLanguage, languages } from '../words/words.ts';

let wasLanguageChosen = false;

/** Somebody switched the language on this page: that holds against the one of their profile. */
export function languageWasChosen(): void {
  wasLanguageChosen = true;
}

/** From here on the page is that person's: nothing of whoever was here before is left, and it speaks their language. */
export async function startSession(queries: QueryClient, me: Me): Promise<void> {
  queries.clear();
  queries.setQueryData(meQuery.queryKey, me);
  const language = languages.find((known) => known === me.locale);
  if (language && !wasLanguageChosen) await changeLanguage(language);
}
