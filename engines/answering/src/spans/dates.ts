import { patternFinder } from './span.ts';

const months =
  'enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|setiembre|octubre|noviembre|diciembre|january|february|march|april|may|june|july|august|september|october|november|december';
const shortMonths = 'ene|feb|mar|abr|may|jun|jul|ago|sept?|oct|nov|dic|jan|apr|aug|dec';
const numbers: Readonly<Record<string, number>> = {
  ene: 1,
  jan: 1,
  feb: 2,
  mar: 3,
  abr: 4,
  apr: 4,
  may: 5,
  jun: 6,
  jul: 7,
  ago: 8,
  aug: 8,
  sep: 9,
  set: 9,
  oct: 10,
  nov: 11,
  dic: 12,
  dec: 12,
};

function monthNumber(name: string): number {
  return numbers[name.toLowerCase().slice(0, 3)] ?? 0;
}

function iso(year: string | number, month?: number, day?: string | number): string {
  const parts = [String(year).padStart(4, '0')];
  if (month) parts.push(String(month).padStart(2, '0'));
  if (day) parts.push(String(day).padStart(2, '0'));
  return parts.join('-');
}

/** Dates, months, years, decades and centuries in Spanish and English. Values are ISO dates as far as they are known (`2024-03`, `19xx`). */
export const findDates = patternFinder([
  [
    new RegExp(
      `\\b(\\d{1,2})(?:\\.?[º°]|st|nd|rd|th)?\\s*(?:\\([^)]{1,20}\\)\\s*)?(?:d[ií]as?\\s+)?(?:de(?:l\\s+mes\\s+de)?\\s+|of\\s+|[-/]|\\s)(${months}|${shortMonths})\\b\\.?(?:,?\\s+(?:de(?:l)?\\s+(?:a[ñn]o\\s+)?)?|[-/])(\\d{4})\\b`,
      'giu',
    ),
    (m) => iso(m[3]!, monthNumber(m[2]!), m[1]),
  ],
  [
    new RegExp(`\\b(${months}|${shortMonths})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b`, 'giu'),
    (m) => iso(m[3]!, monthNumber(m[1]!), m[2]),
  ],
  [
    /\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b/gu,
    (m) => (Number(m[2]) <= 12 && Number(m[3]) <= 31 ? iso(m[1]!, Number(m[2]), m[3]) : null),
  ],
  [/\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b/gu, (m) => dayMonth(m[1]!, m[2]!, m[3]!)],
  [
    new RegExp(`\\b(${months})(?:\\s+(?:de(?:l)?\\s+(?:a[ñn]o\\s+)?|of\\s+)?|,\\s+)(\\d{4})\\b`, 'giu'),
    (m) => iso(m[2]!, monthNumber(m[1]!)),
  ],
  [
    new RegExp(`\\b(\\d{1,2})(?:\\.?[º°]|st|nd|rd|th)?\\s+(?:de\\s+|of\\s+)?(${months})\\b`, 'giu'),
    (m) => `--${iso('', monthNumber(m[2]!), m[1]).slice(5)}`,
  ],
  [
    new RegExp(`\\b(${months})\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b`, 'giu'),
    (m) => `--${iso('', monthNumber(m[1]!), m[2]).slice(5)}`,
  ],
  [
    /\b(?:siglos?|centuries)\s+(?:[IVXLC]+|\d{1,2})(?:\s+(?:y|a|al|and|to)\s+(?:[IVXLC]+|\d{1,2}))?(?:\s+[ad]\.?\s?[eE]?\.?\s?C\.?)?/gu,
    (m) => m[0].toLowerCase(),
  ],
  [
    /\b(?:(?:early|late|mid|the)[\s-]+)?(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-first)[\s-]+(?:century|centuries|millennium)(?:\s+(?:BCE?|CE|AD))?/giu,
    (m) => m[0].toLowerCase(),
  ],
  [
    /\b(?:d[eé]cadas?\s+de\s+(?:los\s+)?(?:a[ñn]os\s+)?(?:\d{4}|\d{2}|\p{L}+enta|\p{L}+einte)|los\s+a[ñn]os\s+(?:\d{2,4}|\p{L}+enta|\p{L}+einte)|(?:1[0-9]|20)\d0[’']?s|['’]\d0s)(?!\p{L})/giu,
    (m) => m[0].toLowerCase(),
  ],
  [
    /\b(?:1[0-9]{3}|20\d{2})\s*(?:[-–—/]|\s(?:a|al|to|and|y|until|hasta)\s)\s*(?:1[0-9]{3}|20\d{2}|\d{2})\b/gu,
    (m) => yearSpan(m[0]),
  ],
  [
    /\b\d{1,4}\s?(?:BCE?|AD|CE|a\.\s?C\.|d\.\s?C\.|AC|DC)(?![\p{L}])/gu,
    (m) => m[0].toLowerCase().replace(/[\s.]/g, ''),
  ],
  [/(?<![\d.,$€£/-])(?:1[0-9]{3}|20\d{2})(?![\d%]|[.,/-]\d)/gu, (m) => m[0]],
  [
    /\b(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|primavera|verano|oto[ñn]o|invierno|hoy|ayer)\b/gu,
    (m) => m[0].toLowerCase(),
  ],
  [
    new RegExp(`\\b(?:${months.replace('|may|', '|')})\\b`, 'giu'),
    (m) => `--${String(monthNumber(m[0])).padStart(2, '0')}`,
  ],
]);

// Day before month, as in Spanish, unless only the other order makes a date.
function dayMonth(first: string, second: string, year: string): string | null {
  if (Number(second) <= 12 && Number(first) <= 31) return iso(year, Number(second), first);
  return Number(first) <= 12 && Number(second) <= 31 ? iso(year, Number(first), second) : null;
}

// "1914-18" is a span of years; "2024/17" is the number of a contract.
function yearSpan(written: string): string | null {
  const [from = '', to = ''] = written.split(/\D+/);
  return to.length === 4 || Number(to) > Number(from.slice(2)) ? `${from}/${to}` : null;
}
