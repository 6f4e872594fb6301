import { formatBytes, formatLanguage, formatNumber, type Locale, type StateTone } from '@nexus/ui';
import type { TFunction } from 'i18next';
import { type DocumentRow, isPartlyRead } from '../../app/listing/document-rows.ts';

export function stateTone(row: DocumentRow): StateTone {
  if (isPartlyRead(row)) return 'warn';
  const tones = {
    ready: 'ok',
    failed: 'bad',
    reading: 'busy',
    queued: 'idle',
    cancelled: 'idle',
    superseded: 'idle',
  } as const;
  return tones[row.state];
}

export function stateText(row: DocumentRow, t: TFunction<'documents'>): string {
  if (isPartlyRead(row)) return t('state.partial');
  if (row.state === 'reading' && row.progressTotal)
    return t('state.readingAt', { percent: Math.floor((100 * row.progressDone) / row.progressTotal) });
  return t(`state.${row.state}`);
}

/** "100 %", "OCR 97 %", "209 de 212", or why it could not be read. */
export function qualityText(row: DocumentRow, t: TFunction<'documents'>, locale: Locale): string {
  if (row.state === 'failed') return row.reason ? t(`reason.${row.reason}`, { defaultValue: '' }) : '';
  if (row.state !== 'ready') return '';
  if (row.unreadParts > 0 && row.parts)
    return t('quality.some', {
      read: formatNumber(row.parts - row.unreadParts, locale),
      all: formatNumber(row.parts, locale),
    });
  if (row.ocrParts > 0 && row.ocrConfidence !== null)
    return t('quality.ocr', { percent: Math.round(row.ocrConfidence) });
  return t('quality.whole');
}

const wordOf: Record<string, string> = { xlsx: 'sheets', ods: 'sheets', csv: 'sheets', pptx: 'slides', odp: 'slides' };

/** "48", "9 hojas", "3 partes": what the parts of a document are called. */
export function partsText(row: DocumentRow, t: TFunction<'documents'>, locale: Locale): string {
  if (row.parts === null) return '—';
  const word = row.format === 'eml' || row.format === 'msg' ? 'mailParts' : wordOf[row.format ?? ''];
  const number = formatNumber(row.parts, locale);
  return word ? t(`parts.${word}`, { count: row.parts, number }) : number;
}

export function formatText(format: string | null, t: TFunction<'documents'>): string {
  return format === null ? '—' : t(`format.${format}`, { defaultValue: format.toUpperCase() });
}

export function languageText(language: string | null, locale: Locale): string {
  if (language === null || language === 'und') return '—';
  return formatLanguage(language, locale);
}

export function sizeText(row: DocumentRow, locale: Locale): string {
  return formatBytes(row.sizeBytes, locale);
}
