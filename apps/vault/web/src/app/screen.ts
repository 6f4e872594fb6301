import { lazyRouteComponent } from '@tanstack/react-router';
import { loadWords } from './words.ts';

type Importer<M> = () => Promise<M>;

/** A screen of the page: its code and the words of the folders that it speaks come together, when somebody goes there or is about to. */
export function screen<M extends Record<string, unknown>, K extends keyof M & string>(
  words: readonly string[],
  importer: Importer<M>,
  name: K,
) {
  return lazyRouteComponent(async () => {
    const [module] = await Promise.all([importer(), loadWords(words)]);
    return module;
  }, name);
}
