/** Separators and names of the reader's language; a workbook stores none, Excel takes them from the machine. */
export type FormatLocale = 'es' | 'en';

export const separators = { es: { decimal: ',', group: '.' }, en: { decimal: '.', group: ',' } } as const;
export const months = {
  es: [
    'enero',
    'febrero',
    'marzo',
    'abril',
    'mayo',
    'junio',
    'julio',
    'agosto',
    'septiembre',
    'octubre',
    'noviembre',
    'diciembre',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
} as const;
export const weekdays = {
  es: ['domingo', 'lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const;

/** Up to 11 significant characters, as a cell of format General shows them. */
export function formatGeneral(value: number, locale: FormatLocale): string {
  if (!Number.isFinite(value)) return String(value);
  const magnitude = Math.abs(value);
  let text: string;
  if (magnitude !== 0 && (magnitude >= 1e15 || magnitude < 1e-9)) {
    const [digits, exponent] = value.toExponential(5).split('e');
    const power = Number(exponent);
    text = `${digits!.replace(/\.?0+$/, '')}E${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  } else if (Number.isInteger(value)) text = String(value);
  else text = String(Number(value.toPrecision(magnitude >= 1e11 ? 15 : 11)));
  return locale === 'es' ? text.replace('.', ',') : text;
}
