export type Locale = 'es' | 'en';

/** Written for a locale, and cached, because making one of these is slow. */
const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>();

function remembered<F extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: () => F,
): F {
  const known = formats.get(key) ?? make();
  formats.set(key, known);
  return known as F;
}

/** 12.345 in Spanish also below ten thousand, as in tables of figures. */
export function formatNumber(value: number, locale: Locale, digits = 0): string {
  return remembered(`n${locale}${digits}`, () => {
    return new Intl.NumberFormat(locale, { maximumFractionDigits: digits, useGrouping: 'always' });
  }).format(value);
}

/** Megabytes, as people know file sizes; kilobytes below one. */
export function formatBytes(bytes: number, locale: Locale): string {
  if (bytes < 1_000) return `${formatNumber(bytes, locale)} B`;
  if (bytes < 1_000_000) return `${formatNumber(bytes / 1_000, locale)} kB`;
  if (bytes < 1_000_000_000) return `${formatNumber(bytes / 1_000_000, locale, 1)} MB`;
  return `${formatNumber(bytes / 1_000_000_000, locale, 1)} GB`;
}

/** Day and month, with the year when it is another one; today only the time. */
export function formatWhen(time: string | Date, locale: Locale, now: Date = new Date()): string {
  const date = new Date(time);
  const sameDay = date.toDateString() === now.toDateString();
  if (sameDay)
    return remembered(
      `t${locale}`,
      () => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }),
    ).format(date);
  const sameYear = date.getFullYear() === now.getFullYear();
  return remembered(`d${locale}${sameYear}`, () => {
    return new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'short',
      ...(sameYear ? {} : { year: 'numeric' }),
    });
  }).format(date);
}

/** In full, with the zone: for tooltips and for evidence. */
export function formatTime(time: string | Date, locale: Locale): string {
  return remembered(`f${locale}`, () => {
    return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long' });
  }).format(new Date(time));
}

const languages = new Map<Locale, Intl.DisplayNames>();

/** "español", "English": what a language is called in the language of the page. */
export function formatLanguage(code: string, locale: Locale): string {
  const names = languages.get(locale) ?? new Intl.DisplayNames([locale], { type: 'language' });
  languages.set(locale, names);
  return names.of(code) ?? code;
}

/** Seconds as a length of time a person would say: "2 min", "1 h 5 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
