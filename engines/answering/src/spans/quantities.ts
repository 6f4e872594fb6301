import { patternFinder } from './span.ts';
import { numberSource, numberValue } from './written-numbers.ts';

const currencies: readonly (readonly [code: string, source: string])[] = [
  ['EUR', '€|EUR|euros?'],
  ['USD', 'US\\$|USD|U\\$S|\\$|d[oó]lares(?:\\s+(?:estadounidenses|americanos))?|d[oó]lar|dollars?|cents?'],
  ['GBP', '£|GBP|pounds?(?:\\s+sterling)?|libras?(?:\\s+esterlinas)?|pence|shillings?'],
  ['VES', 'Bs\\.?(?:\\s?S\\.?|F\\.?|D\\.?)?|VES|VEF|bol[ií]vares(?:\\s+(?:fuertes|soberanos|digitales))?'],
  ['JPY', '¥|JPY|yen(?:es)?'],
  ['CNY', 'CNY|yuan(?:es)?'],
  [
    'OTHER',
    'pesos?|COP|MXN|ARS|CLP|soles|PEN|francos?|francs?|marcos?|marks?|CHF|reales|coronas?|rupias?|rupees?|rublos?|rubles?|d[ií]nares?|U\\.?T\\.?|unidades\\s+tributarias',
  ],
];
const currency = currencies.map(([, source]) => source).join('|');

function currencyOf(written: string): string {
  return currencies.find(([, source]) => new RegExp(`^(?:${source})$`, 'iu').test(written.trim()))?.[0] ?? 'OTHER';
}

function amount(written: string, unit: string): string | null {
  const value = numberValue(written);
  const code = currencyOf(unit);
  return value === null ? null : `${value} ${code === 'OTHER' ? unit.toLowerCase() : code}`;
}

/** Sums of money. Value: number and currency. */
export const findAmounts = patternFinder([
  [new RegExp(`(?<![\\p{L}\\d])(${currency})\\s?(${numberSource})(?![\\p{L}\\d])`, 'giu'), (m) => amount(m[2]!, m[1]!)],
  [
    new RegExp(
      `(?<![\\p{L}\\d])(${numberSource})\\s?(?:\\([^)]{1,30}\\)\\s?)?(?:de\\s+|of\\s+)?(${currency})(?![\\p{L}\\d])`,
      'giu',
    ),
    (m) => amount(m[1]!, m[2]!),
  ],
  // A table's cell has its currency in the column's heading, or nowhere.
  [
    new RegExp(
      `(?<=\\b(?:precio|monto|importe|total|subtotal|costo|coste|valor|price|amount|cost)\\b[^|\\n\\d]{0,24}:\\s?)${numberSource}(?![\\p{L}\\d])`,
      'giu',
    ),
    (m) => {
      const value = numberValue(m[0]);
      return value === null ? null : String(value);
    },
  ],
]);

/** Shares. Value: per cent. */
export const findPercentages = patternFinder([
  [
    new RegExp(`(?<![\\p{L}\\d])(${numberSource})\\s?(?:%|por\\s+ciento|percent|per\\s+cent|por\\s+mil|‰)`, 'giu'),
    (m) => percent(m[1]!),
  ],
  [
    /\b(?:half|one[- ](?:half|third|quarter|fifth|tenth)|two[- ]thirds|three[- ]quarters|la mitad|un tercio|dos tercios|un cuarto|tres cuartos|mayor[ií]a|majority)\b/giu,
    (m) => m[0].toLowerCase(),
  ],
]);

function percent(written: string): string | null {
  const value = numberValue(written);
  return value === null ? null : `${value} %`;
}

const units: readonly (readonly [unit: string, source: string])[] = [
  ['working day', 'd[ií]as\\s+(?:h[aá]biles|laborables|laborales)|(?:working|business)\\s+days?'],
  ['day', 'd[ií]as?(?:\\s+(?:naturales|calendario|continuos|corridos|consecutivos))?|(?:calendar\\s+)?days?'],
  ['week', 'semanas?|weeks?'],
  ['month', 'mes(?:es)?|months?'],
  ['year', 'a[ñn]os?|years?'],
  ['hour', 'horas?|hours?'],
  ['minute', 'minutos?|minutes?'],
  ['second', 'segundos?|seconds?'],
  ['decade', 'd[eé]cadas?|decades?'],
  ['century', 'siglos|centuries'],
];
const unit = units.map(([, source]) => source).join('|');

/** Lengths of time. Value: number and unit; working days are a unit of their own, because thirty of them are not thirty days. */
export const findDurations = patternFinder([
  [
    new RegExp(
      `(?<![\\p{L}\\d])(${numberSource})(?:\\s*\\(\\s*[\\p{L}\\d\\s]{1,25}\\))?[\\s-]+(${unit})(?![\\p{L}\\d])`,
      'giu',
    ),
    (m) => {
      const value = numberValue(m[1]!);
      const name = units.find(([, source]) => new RegExp(`^(?:${source})$`, 'iu').test(m[2]!))?.[0];
      return value === null || name === undefined ? null : `${value} ${name}`;
    },
  ],
]);

const measures: readonly (readonly [unit: string, source: string])[] = [
  ['mm', 'mm|mil[ií]metros?|millimet(?:er|re)s?'],
  ['cm', 'cm|cent[ií]metros?|centimet(?:er|re)s?'],
  ['km', 'km|kil[oó]metros?|kilomet(?:er|re)s?'],
  ['m', 'm|metros?|met(?:er|re)s?'],
  ['kg', 'kg|kilos?|kilogramos?|kilograms?'],
  ['t', 't|toneladas?|tonn?es?'],
  ['l', 'l|litros?|lit(?:er|re)s?'],
  ['year', 'a[ñn]os?|years?'],
];
const measure = measures.map(([, source]) => source).join('|');

/** Numbers in figures or words, with the scale; a unit of measure that follows belongs to the value. Value: the number and the unit. A lone article ("un", "una", "one") is no number. */
export const findNumbers = patternFinder([
  [
    new RegExp(`(?<![\\p{L}\\d])(${numberSource})\\s?(${measure})(?![\\p{L}\\d²³])`, 'gu'),
    (m) => {
      const value = numberValue(m[1]!);
      const name = measures.find(([, source]) => new RegExp(`^(?:${source})$`, 'u').test(m[2]!))?.[0];
      return value === null || name === undefined ? null : `${value} ${name}`;
    },
  ],
  [
    new RegExp(`(?<![\\p{L}\\d])${numberSource}(?![\\p{L}\\d])`, 'giu'),
    (m) => {
      const value = /^(?:un|una|uno|one)$/iu.test(m[0]) ? null : numberValue(m[0]);
      return value === null ? null : String(value);
    },
  ],
  [
    /\b(?:docenas?|dozens?|decenas|cientos|hundreds|miles|thousands|varios\s+millones|millions|ninguno|none|twice|double|triple|half)\b/giu,
    (m) => m[0].toLowerCase(),
  ],
]);
