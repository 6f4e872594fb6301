import { strToU8, zipSync } from 'fflate';

/** A zip of text parts, as office programs write them. */
export function zipOf(parts: Record<string, string | Uint8Array>): Uint8Array {
  return zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part]),
    ),
  );
}

const relationship = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A relationships part: ids to type and target. */
export function relationsXml(relations: Record<string, readonly [type: string, target: string]>): string {
  const items = Object.entries(relations).map(
    ([id, [type, target]]) => `<Relationship Id="${id}" Type="${relationship}/${type}" Target="${target}"/>`,
  );
  return `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`;
}

const wordNamespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${relationship}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"`;

export function wordXml(root: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><w:${root} ${wordNamespaces}>${content}</w:${root}>`;
}

/** A Word file: the body's XML, and further parts by path. */
export function docxFile(body: string, parts: Record<string, string | Uint8Array> = {}): Uint8Array {
  return zipOf({
    '_rels/.rels': relationsXml({ rId1: ['officeDocument', 'word/document.xml'] }),
    'word/document.xml': wordXml('document', `<w:body>${body}</w:body>`),
    ...parts,
  });
}

export function paragraph(text: string, properties = '', runProperties = ''): string {
  return `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}<w:r>${runProperties === '' ? '' : `<w:rPr>${runProperties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

export function wordTable(rows: readonly (readonly string[])[], rowProperties: readonly string[] = []): string {
  const columns = '<w:gridCol/>'.repeat(Math.max(...rows.map((row) => row.length)));
  const body = rows.map(
    (row, at) =>
      `<w:tr>${rowProperties[at] ? `<w:trPr>${rowProperties[at]}</w:trPr>` : ''}${row.map((cell) => `<w:tc>${cell.startsWith('<') ? cell : paragraph(cell)}</w:tc>`).join('')}</w:tr>`,
  );
  return `<w:tbl><w:tblGrid>${columns}</w:tblGrid>${body.join('')}</w:tbl>`;
}

const sheetNamespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

export type SheetFixture = { name: string; data: string; tail?: string; attributes?: string; relations?: string };

/** A workbook: sheets by their `<row>` elements; strings, styles and further parts as XML. */
export function xlsxFile(
  sheets: readonly SheetFixture[],
  options: { strings?: readonly string[]; styles?: string; workbook?: string; parts?: Record<string, string> } = {},
): Uint8Array {
  const entries = sheets.map(
    (sheet, at) => `<sheet name="${sheet.name}" sheetId="${at + 1}" r:id="rId${at + 1}" ${sheet.attributes ?? ''}/>`,
  );
  const parts: Record<string, string> = {
    '_rels/.rels': relationsXml({ rId1: ['officeDocument', 'xl/workbook.xml'] }),
    'xl/workbook.xml': `<?xml version="1.0"?><workbook ${sheetNamespace} xmlns:r="${relationship}">${options.workbook ?? ''}<sheets>${entries.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationsXml(
      Object.fromEntries(
        sheets.map((_, at) => [`rId${at + 1}`, ['worksheet', `worksheets/sheet${at + 1}.xml`] as const]),
      ),
    ),
    'xl/sharedStrings.xml': `<?xml version="1.0"?><sst ${sheetNamespace}>${(options.strings ?? []).map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
    'xl/styles.xml': `<?xml version="1.0"?><styleSheet ${sheetNamespace}>${options.styles ?? ''}</styleSheet>`,
    ...options.parts,
  };
  sheets.forEach((sheet, at) => {
    parts[`xl/worksheets/sheet${at + 1}.xml`] =
      `<?xml version="1.0"?><worksheet ${sheetNamespace}><sheetData>${sheet.data}</sheetData>${sheet.tail ?? ''}</worksheet>`;
    if (sheet.relations !== undefined) parts[`xl/worksheets/_rels/sheet${at + 1}.xml.rels`] = sheet.relations;
  });
  return zipOf(parts);
}

/** A row of inline strings and numbers. */
export function sheetRow(row: number, values: readonly (string | number)[]): string {
  const cells = values.map((value, at) => {
    const ref = `${String.fromCharCode(65 + at)}${row}`;
    return typeof value === 'number'
      ? `<c r="${ref}"><v>${value}</v></c>`
      : `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
  });
  return `<row r="${row}">${cells.join('')}</row>`;
}

const odfNamespaces = ['office', 'text', 'table', 'style', 'presentation', 'meta']
  .map((prefix) => `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${prefix}:1.0"`)
  .concat(
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"',
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  )
  .join(' ');

/** An OpenDocument file: what stands in `office:body`, automatic styles, named styles. */
export function odfFile(
  body: string,
  options: { automatic?: string; styles?: string; meta?: string; manifest?: string } = {},
): Uint8Array {
  return zipOf({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': `<?xml version="1.0"?><office:document-content ${odfNamespaces}><office:automatic-styles>${options.automatic ?? ''}</office:automatic-styles><office:body>${body}</office:body></office:document-content>`,
    'styles.xml': `<?xml version="1.0"?><office:document-styles ${odfNamespaces}>${options.styles ?? ''}</office:document-styles>`,
    'meta.xml': `<?xml version="1.0"?><office:document-meta ${odfNamespaces}><office:meta>${options.meta ?? ''}</office:meta></office:document-meta>`,
    'META-INF/manifest.xml': options.manifest ?? '<manifest/>',
  });
}
