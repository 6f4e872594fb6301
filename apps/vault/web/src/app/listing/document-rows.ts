import { plainText } from '@nexus/kernel/plain-text';
export const states = ['queued', 'reading', 'ready', 'failed', 'cancelled', 'superseded'] as const;
export type DocumentState = (typeof states)[number];

/** One document as the table shows it. */
export type DocumentRow = {
  id: string;
  fileName: string;
  folderId: string | null;
  parentDocumentId: string | null;
  createdBy: string | null;
  state: DocumentState;
  /** Code of why it could not be read. */
  reason: string | null;
  format: string | null;
  language: string | null;
  parts: number | null;
  ocrParts: number;
  unreadParts: number;
  ocrConfidence: number | null;
  sizeBytes: number;
  createdAtMs: number;
  progressDone: number;
  progressTotal: number | null;
  version: number;
  labelId: string;
  /** Its markings say more than its label, and nobody has confirmed or dismissed it yet. */
  hasSuggestion: boolean;
};

export const sortColumns = [
  'state',
  'name',
  'label',
  'format',
  'parts',
  'quality',
  'language',
  'person',
  'date',
  'size',
] as const;
export type SortColumn = (typeof sortColumns)[number];
export type Sort = { column: SortColumn; isDescending: boolean };

export type Filter = {
  state?: DocumentState | 'partial' | undefined;
  format?: string | undefined;
  /** A folder with everything below it. */
  folderId?: string | undefined;
  /** A label, or `suggested` for documents whose own markings ask for another one. */
  label?: string | undefined;
  /** Every word must be in the name or the folder, whatever its case and accents. */
  name?: string | undefined;
};

/** Read, but not every page of it. */
export function isPartlyRead(row: DocumentRow): boolean {
  return row.state === 'ready' && row.unreadParts > 0;
}

/** How well a document was read, 0 to 1; -1 while nothing is known. */
export function qualityOf(row: DocumentRow): number {
  if (row.state !== 'ready') return -1;
  const parts = Math.max(1, row.parts ?? 1);
  const read = (parts - Math.min(parts, row.unreadParts)) / parts;
  const ocrShare = Math.min(parts, row.ocrParts) / parts;
  return read * (1 - ocrShare * (1 - (row.ocrConfidence ?? 100) / 100));
}

/** For comparing: no case, no accents, numbers in their order ("acta 2" before "acta 10"). */
export function sortKeyOf(name: string): string {
  return plainText(name).replaceAll(/\d+/g, (digits) => digits.padStart(10, '0'));
}
