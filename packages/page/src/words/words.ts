import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = ['es', 'en'] as const;
export type Language = (typeof languages)[number];

/** Words by namespace. */
export type Words = Record<string, object>;
/** Of one program: one bundle a language; each folder's words are a namespace of their own. */
export type Bundles = Record<Language, () => Promise<{ words: Words }>>;

const storageKey = 'nexus.language';
const own: Bundles = { es: () => import('./words-es.ts'), en: () => import('./words-en.ts') };
let ofProgram: Bundles = own;

/** What the program says in a namespace of this package goes before what is said here. */
async function load(language: Language): Promise<void> {
  const bundles = await Promise.all([own[language](), ofProgram[language]()]);
  for (const { words } of bundles)
    for (const [namespace, resources] of Object.entries(words))
      i18next.addResourceBundle(language, namespace, resources, true, true);
}

/** Spanish first: English only for those who chose it here or whose browser asks for it. */
function startLanguage(): Language {
  const chosen = localStorage.getItem(storageKey);
  if (chosen === 'es' || chosen === 'en') return chosen;
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'es';
}

export async function startWords(bundles: Bundles): Promise<void> {
  ofProgram = bundles;
  const language = startLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'app',
    // What every page says, such as "Cancel", is said once.
    fallbackNS: 'page',
    // React escapes already.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await load(language);
  document.documentElement.lang = language;
}

export async function changeLanguage(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  localStorage.setItem(storageKey, language);
  document.documentElement.lang = language;
}
