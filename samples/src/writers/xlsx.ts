import { escapeXml, xmlHead } from './xml.ts';
import { zipTexts } from './zip.ts';

/** A text, a number, or a formula with the value that a spreadsheet program would have stored beside it. */
export type Cell = string | number | { formula: string; value: number } | null;

export type Sheet = { name: string; widths: readonly number[]; rows: readonly (readonly Cell[])[] };

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** A workbook (ECMA-376 SpreadsheetML), written by hand: shared strings, formulas, a bold first row, two decimals. */
export function writeXlsx(
  sheets: readonly Sheet[],
  about: { title: string; author: string; date: string },
): Uint8Array {
  const strings: string[] = [];
  const indexOf = (text: string) => {
    const known = strings.indexOf(text);
    return known === -1 ? strings.push(text) - 1 : known;
  };
  const pages = sheets.map((sheet) => writeSheet(sheet, indexOf));
  const overrides = sheets.map(
    (_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${types}.worksheet+xml"/>`,
  );
  const entries: Record<string, string> = {
    '[Content_Types].xml': `${xmlHead}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>${overrides.join('')}<Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${types}.sharedStrings+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    '_rels/.rels': `${xmlHead}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    'docProps/core.xml': `${xmlHead}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(about.title)}</dc:title><dc:creator>${escapeXml(about.author)}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${about.date}T09:00:00Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${about.date}T09:00:00Z</dcterms:modified></cp:coreProperties>`,
    'xl/workbook.xml': `${xmlHead}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets.map((sheet, i) => `<sheet name="${escapeXml(sheet.name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${xmlHead}<Relationships xmlns="${packageRelations}">${sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}<Relationship Id="rId${sheets.length + 1}" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="rId${sheets.length + 2}" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/styles.xml': `${xmlHead}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  };
  pages.forEach((page, i) => {
    entries[`xl/worksheets/sheet${i + 1}.xml`] = page;
  });
  entries['xl/sharedStrings.xml'] =
    `${xmlHead}<sst xmlns="${main}" count="${strings.length}" uniqueCount="${strings.length}">${strings.map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`).join('')}</sst>`;
  return zipTexts(entries);
}

function writeSheet(sheet: Sheet, indexOf: (text: string) => number): string {
  const columns = sheet.widths
    .map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
    .join('');
  const rows = sheet.rows.map((cells, r) => {
    const written = cells.map((cell, c) => writeCell(cell, `${String.fromCharCode(65 + c)}${r + 1}`, r === 0, indexOf));
    return `<row r="${r + 1}">${written.join('')}</row>`;
  });
  return `${xmlHead}<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><cols>${columns}</cols><sheetData>${rows.join('')}</sheetData><pageSetup orientation="landscape" fitToHeight="0"/></worksheet>`;
}

function writeCell(cell: Cell, at: string, isHeader: boolean, indexOf: (text: string) => number): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return `<c r="${at}" s="${isHeader ? 1 : 0}" t="s"><v>${indexOf(cell)}</v></c>`;
  if (typeof cell === 'number') return `<c r="${at}" s="2"><v>${cell}</v></c>`;
  return `<c r="${at}" s="2"><f>${escapeXml(cell.formula)}</f><v>${cell.value}</v></c>`;
}
