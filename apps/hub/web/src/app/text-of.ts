import { useTranslation } from 'react-i18next';

/** A text that the server keeps in both languages, in the language of the page. */
export function useTextOf(): (text: { es: string; en: string } | undefined) => string {
  const { i18n } = useTranslation();
  return (text) => (i18n.language === 'en' ? text?.en : text?.es) ?? '';
}
