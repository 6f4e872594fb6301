import type { OfficePackage } from '../ooxml-package.ts';
import { type CellArea, parseArea } from '../table/cell-ref.ts';
import { scanXml } from '../xml/xml-text.ts';

export type SheetEntry = {
  name: string;
  path: string;
  hidden: boolean;
  kind: 'worksheet' | 'chartsheet' | 'other';
  filter?: CellArea;
};

export type Workbook = { sheets: readonly SheetEntry[]; date1904: boolean };

/** Sheets in the order of their tabs, with the area of the automatic filter, whose first row is a heading. */
export function readWorkbook(pack: OfficePackage, path: string): Workbook {
  const relations = new Map(pack.relations(path).map((relation) => [relation.id, relation]));
  const sheets: SheetEntry[] = [];
  const filters = new Map<number, CellArea>();
  let date1904 = false;
  let definedName: { local: number; text: string } | null = null;
  scanXml(pack.xml(path) ?? '', {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = /^(?:1|true)$/.test(attributes.get('date1904') ?? '');
      else if (name === 'sheet') {
        const relation = relations.get(attributes.get('r:id') ?? '');
        if (relation === undefined || relation.external) return;
        const kind =
          relation.type === 'worksheet' ? 'worksheet' : relation.type === 'chartsheet' ? 'chartsheet' : 'other';
        const hidden = attributes.get('state') === 'hidden' || attributes.get('state') === 'veryHidden';
        sheets.push({ name: attributes.get('name') ?? '', path: relation.target, hidden, kind });
      } else if (name === 'definedName' && attributes.get('name') === '_xlnm._FilterDatabase') {
        definedName = { local: Number(attributes.get('localSheetId') ?? -1), text: '' };
      }
    },
    close(name) {
      if (name !== 'definedName' || definedName === null) return;
      const area = parseArea(definedName.text.split('!').at(-1)!);
      if (area !== null) filters.set(definedName.local, area);
      definedName = null;
    },
    text(text) {
      if (definedName !== null) definedName.text += text;
    },
  });
  return {
    sheets: sheets.map((sheet, at) => ({ ...sheet, ...(filters.has(at) ? { filter: filters.get(at)! } : {}) })),
    date1904,
  };
}

/** Areas of the tables of a sheet whose first row is a heading. */
export function readTableAreas(pack: OfficePackage, sheetPath: string): CellArea[] {
  const areas: CellArea[] = [];
  for (const relation of pack.relations(sheetPath)) {
    const xml = relation.type === 'table' && !relation.external ? pack.xml(relation.target) : null;
    if (xml === null) continue;
    scanXml(xml, {
      open(name, attributes) {
        if (name !== 'table' || attributes.get('headerRowCount') === '0') return;
        const area = parseArea(attributes.get('ref') ?? '');
        if (area !== null) areas.push(area);
      },
      close() {},
      text() {},
    });
  }
  return areas;
}

/** Comments of a sheet by cell address, old notes and new threads alike. */
export function readSheetComments(
  pack: OfficePackage,
  sheetPath: string,
): { ref: string; author: string; text: string }[] {
  const comments: { ref: string; author: string; text: string }[] = [];
  for (const relation of pack.relations(sheetPath)) {
    const xml = relation.type === 'comments' && !relation.external ? pack.xml(relation.target) : null;
    if (xml === null) continue;
    const authors: string[] = [];
    let inAuthor = false;
    let inText = false;
    scanXml(xml, {
      open(name, attributes) {
        if (name === 'author') {
          authors.push('');
          inAuthor = true;
        } else if (name === 'comment') {
          comments.push({
            ref: attributes.get('ref') ?? '',
            author: authors[Number(attributes.get('authorId') ?? -1)] ?? '',
            text: '',
          });
        } else if (name === 't') inText = true;
      },
      close(name) {
        if (name === 'author') inAuthor = false;
        else if (name === 't') inText = false;
      },
      text(text) {
        if (inAuthor) authors[authors.length - 1] += text;
        else if (inText && comments.length > 0) comments.at(-1)!.text += text;
      },
    });
  }
  return comments.filter((comment) => comment.text.trim() !== '');
}
