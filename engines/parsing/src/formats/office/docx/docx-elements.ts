import type { DocumentTable } from '../table/document-table.ts';
import type { XmlAttributes } from '../xml/xml-scanner.ts';
import { isOn } from './docx-styles.ts';

/** Elements whose content a reader does not see, or sees elsewhere. */
export const skippedElements = new Set([
  'w:del',
  'w:moveFrom',
  'w:delText',
  'w:instrText',
  'w:delInstrText',
  'mc:Fallback',
  'w:rPrChange',
  'w:pPrChange',
  'w:sectPrChange',
  'w:tblPrChange',
  'w:trPrChange',
  'w:tcPrChange',
  'w:tblGridChange',
  'w:numberingChange',
  'w:docPartObj',
  'w:placeholder',
  'w:rubyPr',
  'w:rt',
  'w:ffData',
  'w:customXmlPr',
  'w:cellDel',
]);

/** Tells a table what its elements say; false when the element is none of a table's. */
export function openInTable(
  table: DocumentTable | null,
  name: string,
  attributes: XmlAttributes,
  page: number,
): boolean {
  switch (name) {
    case 'w:gridCol':
      table?.columns();
      return true;
    case 'w:tr':
      table?.startRow(page);
      return true;
    case 'w:gridBefore':
      table?.skipColumns(boundedCount(attributes.get('w:val')));
      return true;
    case 'w:tblHeader':
      if (isOn(attributes.get('w:val'))) table?.markHeader();
      return true;
    case 'w:tc':
      table?.startCell();
      return true;
    case 'w:gridSpan':
      if (table?.cell) table.cell.span = Math.max(1, boundedCount(attributes.get('w:val')));
      return true;
    case 'w:vMerge':
      if (table?.cell) table.cell.merge = attributes.get('w:val') === 'restart' ? 'restart' : 'continue';
      return true;
    default:
      return false;
  }
}

function boundedCount(value: string | undefined): number {
  const count = Number(value ?? 1);
  return Number.isInteger(count) && count > 0 && count <= 1_000 ? count : 0;
}

/** Characters of symbol fonts: those in the private use area have no meaning without the font. */
export function symbolText(code: string | undefined): string {
  const value = Number.parseInt(code ?? '', 16);
  if (!Number.isFinite(value) || value === 0) return '';
  return value >= 0xe000 && value <= 0xf8ff ? '•' : String.fromCodePoint(Math.min(value, 0x10ffff));
}
