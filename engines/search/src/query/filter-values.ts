import type { Language } from '../contract.ts';
import type { FilterOperator } from './lex-query.ts';

const kindNames: Readonly<Record<string, readonly string[]>> = {
  word: ['docx', 'doc', 'odt', 'rtf'],
  excel: ['xlsx', 'xls', 'ods', 'csv', 'tsv'],
  hoja: ['xlsx', 'xls', 'ods', 'csv', 'tsv'],
  sheet: ['xlsx', 'xls', 'ods', 'csv', 'tsv'],
  powerpoint: ['pptx', 'ppt', 'odp'],
  presentacion: ['pptx', 'ppt', 'odp'],
  presentation: ['pptx', 'ppt', 'odp'],
  correo: ['eml', 'msg', 'mbox'],
  mail: ['eml', 'msg', 'mbox'],
  email: ['eml', 'msg', 'mbox'],
  imagen: ['png', 'jpeg', 'tiff', 'gif', 'bmp', 'webp'],
  image: ['png', 'jpeg', 'tiff', 'gif', 'bmp', 'webp'],
  texto: ['text', 'markdown'],
  txt: ['text'],
  md: ['markdown'],
  jpg: ['jpeg'],
  tif: ['tiff'],
  htm: ['html'],
};
const kinds = new Set([
  'pdf',
  'docx',
  'xlsx',
  'pptx',
  'odt',
  'ods',
  'odp',
  'rtf',
  'doc',
  'xls',
  'ppt',
  'eml',
  'msg',
  'mbox',
  'html',
  'text',
  'markdown',
  'csv',
  'tsv',
  'json',
  'xml',
  'png',
  'jpeg',
  'tiff',
  'gif',
  'bmp',
  'webp',
]);

/** File kinds that a name stands for, several with commas; null when one of them is unknown. */
export function kindsOf(value: string): string[] | null {
  const found = value.split(',').map((name) => {
    const plain = name
      .trim()
      .toLowerCase()
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .replace(/^\./, '');
    return kindNames[plain] ?? (kinds.has(plain) ? [plain] : null);
  });
  return found.includes(null) ? null : [...new Set(found.flatMap((some) => some ?? []))];
}

/** Languages by code or by name in either language; null when unknown. */
export function languagesOf(value: string): Language[] | null {
  const plain = value
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '');
  if (/^(?:es|spa|espanol|castellano|spanish)$/.test(plain)) return ['es'];
  if (/^(?:en|eng|ingles|english)$/.test(plain)) return ['en'];
  return null;
}

export type DayRange = { fromDay?: number; toDay?: number };

/**
 * Days that a date filter lets through, inclusive: `fecha:2024`, `fecha:2024-03`, `fecha:15/03/2024`, `fecha>=2024-01-01`, `fecha:2024-01..2024-06`.
 * Days since 1970-01-01. Null when it is not a date.
 */
export function dayRangeOf(operator: FilterOperator, value: string): DayRange | null {
  const ends = value.split('..');
  if (operator === ':' && ends.length === 2) {
    const from = ends[0] === '' ? undefined : span(ends[0]!);
    const to = ends[1] === '' ? undefined : span(ends[1]!);
    if (from === null || to === null || (!from && !to)) return null;
    return { ...(from && { fromDay: from.first }), ...(to && { toDay: to.last }) };
  }
  const days = span(value);
  if (days === null) return null;
  switch (operator) {
    case ':':
      return { fromDay: days.first, toDay: days.last };
    case '>=':
      return { fromDay: days.first };
    case '>':
      return { fromDay: days.last + 1 };
    case '<=':
      return { toDay: days.last };
    case '<':
      return { toDay: days.first - 1 };
  }
}

// First and last day of a year, month or day.
function span(written: string): { first: number; last: number } | null {
  const text = written.trim();
  const isoDate = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$/.exec(text);
  const dayFirst = /^(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4})$/.exec(text);
  const year = Number(isoDate?.[1] ?? dayFirst?.[3]);
  const month = isoDate ? isoDate[2] : dayFirst?.[2];
  const day = isoDate ? isoDate[3] : dayFirst?.[1];
  if (!isoDate && !dayFirst) return null;
  const monthNumber = month === undefined ? undefined : Number(month);
  if (monthNumber !== undefined && (monthNumber < 1 || monthNumber > 12)) return null;
  if (monthNumber === undefined) return { first: dayNumber(year, 1, 1), last: dayNumber(year + 1, 1, 1) - 1 };
  if (day === undefined)
    return { first: dayNumber(year, monthNumber, 1), last: dayNumber(year, monthNumber + 1, 1) - 1 };
  const only = dayNumber(year, monthNumber, Number(day));
  const exists = Number(day) >= 1 && only < dayNumber(year, monthNumber + 1, 1);
  return exists ? { first: only, last: only } : null;
}

function dayNumber(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.floor(date.getTime() / 86_400_000);
}
