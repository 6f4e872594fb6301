import { useTranslation } from 'react-i18next';
import { placeWordsOf, type SourcePlace } from './place-words.ts';

/** Says a place as people do: "pág. 12", "hoja 2 · celda C4". */
export function usePlaceWords(): (format: string | null, place: SourcePlace) => string {
  const { t } = useTranslation('app');
  return (format, place) =>
    placeWordsOf(format, place)
      .map(({ word, values }) => t(`source.${word}`, values))
      .join(' · ');
}
