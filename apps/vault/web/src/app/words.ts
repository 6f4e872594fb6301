import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = ['es', 'en'] as const;
export type Language = (typeof languages)[number];

const storageKey = 'nexus.language';

/** One bundle a language; each folder's words are a namespace of their own. */
const bundles: Record<Language, () => Promise<{ words: Record<string, object> }>> = {
  es: () => import('./words-es.ts'),
  en: () => import('./words-en.ts'),
};

async function load(language: Language): Promise<void> {
  const { words } = await bundles[language]();
  for (const [namespace, resources] of Object.entries(words)) i18next.addResourceBundle(language, namespace, resources);
}

/** Spanish first: English only for those who chose it here or whose browser asks for it. */
function startLanguage(): Language {
  const chosen = localStorage.getItem(storageKey);
  if (chosen === 'es' || chosen === 'en') return chosen;
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'es';
}

export async function startWords(): Promise<void> {
  const language = startLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'app',
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
