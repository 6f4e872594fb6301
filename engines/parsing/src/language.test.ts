import { describe, expect, it } from 'vitest';
import { detectLanguage } from './language.ts';

describe('detectLanguage', () => {
  it.each([
    ['es', 'El contrato entra en vigor el día de su firma y tiene una duración de dos años.'],
    ['es', 'Artículo 3. Las partes se comprometen a no revelar la información.'],
    ['en', 'The contract enters into force on the day of its signature and lasts for two years.'],
    ['en', 'No payment is due before the goods have been received.'],
    ['und', 'Der Vertrag tritt am Tag der Unterzeichnung in Kraft und gilt zwei Jahre.'],
    ['und', 'ES7921000813610123456789 12.000,00 EUR 2024-01-31'],
    ['und', ''],
  ])('finds %s', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });
});
