import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = ['es', 'en'] as const;
export type Language = (typeof languages)[number];

const storageKey = 'nexus.language';

/** Each folder's words are a namespace of their own, and a file in each language that comes with the screen that speaks it. */
const ofScreens = import.meta.glob<object>('../features/*/words.*.json', { import: 'default' });
const ofTheFrame = import.meta.glob<object>('./words.*.json', { import: 'default' });
const frame = 'app';

/** What was asked for so far: another language has to say all of it. */
const spoken = new Set<string>();

async function load(language: Language, namespace: string): Promise<void> {
  if (i18next.hasResourceBundle(language, namespace)) return;
  const file =
    namespace === frame
      ? ofTheFrame[`./words.${language}.json`]
      : ofScreens[`../features/${namespace}/words.${language}.json`];
  if (!file) throw new Error(`no words ${namespace}`);
  i18next.addResourceBundle(language, namespace, await file());
}

async function loadAll(language: Language, namespaces: Iterable<string>): Promise<void> {
  await Promise.all(Array.from(namespaces, (namespace) => load(language, namespace)));
}

/** The words of screens, in the language that is spoken now. */
export async function loadWords(namespaces: readonly string[]): Promise<void> {
  for (const namespace of namespaces) spoken.add(namespace);
  await loadAll(i18next.language as Language, namespaces);
}

/** Spanish first: English only for those who chose it here or whose browser asks for it. */
function startLanguage(): Language {
  const chosen = localStorage.getItem(storageKey);
  if (chosen === 'es' || chosen === 'en') return chosen;
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'es';
}

/** Settles when the words of the frame are there; those of screens may be asked for at once. */
export async function startWords(): Promise<void> {
  const language = startLanguage();
  // Everything that is said here is in the bundles, so this is done when it returns.
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: frame,
    // React escapes already.
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  });
  document.documentElement.lang = language;
  await loadWords([frame]);
}

export async function changeLanguage(language: Language): Promise<void> {
  await loadAll(language, spoken);
  await i18next.changeLanguage(language);
  localStorage.setItem(storageKey, language);
  document.documentElement.lang = language;
}
