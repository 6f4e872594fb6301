import type { Block } from '../../../contract.ts';
import { type Emit, ParseFailure, type Reader } from '../../../reader.ts';
import { spanishShare } from '../../text/spanish-share.ts';
import { chartBlocks, diagramBlocks } from '../chart-blocks.ts';
import { drawingParagraphs } from '../drawing-text.ts';
import { sendEmbeddedFiles } from '../embedded-files.ts';
import { readCoreProperties } from '../office-properties.ts';
import { mainPart, type OfficePackage, openOfficePackage } from '../ooxml-package.ts';
import { createPartTally } from '../part-tally.ts';
import type { CellArea } from '../table/cell-ref.ts';
import { createSheetRows } from './sheet-rows.ts';
import { createSheetHandler, verticalMerges } from './xlsx-sheet.ts';
import { readSharedStrings } from './xlsx-strings.ts';
import { readCellStyles } from './xlsx-styles.ts';
import { readSheetComments, readTableAreas, readWorkbook, type SheetEntry } from './xlsx-workbook.ts';

const blocksAtOnce = 500;
/** Sheets up to this size are looked through for merged cells before they are read. */
const mergeLookBytes = 24 * 1024 * 1024;

/**
 * Excel workbooks: one part per sheet in the order of the tabs, rows as blocks with cell addresses. Sheets are streamed; what stays in memory is
 * the shared strings. Numbers and dates are shown as the cell shows them, in Spanish notation when the workbook's text is Spanish.
 */
export const readXlsx: Reader = async (input, emit) => {
  const pack = openOfficePackage(await input.bytes(), input.limits);
  const main = mainPart(pack, ['xl/workbook.xml', 'xl/workbook2.xml']);
  const { sheets, date1904 } = readWorkbook(pack, main);
  if (sheets.length === 0) throw new ParseFailure('broken', 'the workbook lists no sheet');
  const relations = pack.relations(main);
  const related = (type: string, usual: string): string =>
    relations.find((each) => each.type === type && !each.external)?.target ?? usual;
  const strings = await readSharedStrings(pack, related('sharedStrings', 'xl/sharedStrings.xml'), (done) =>
    emit.progress(done, null),
  );
  const sample = `${sheets.map((sheet) => sheet.name).join(' ')} ${strings.slice(0, 3_000).join(' ')}`;
  const locale = spanishShare(sample.slice(0, 60_000)) > 0.5 ? 'es' : 'en';
  const styles = readCellStyles(pack.xml(related('styles', 'xl/styles.xml')), locale, date1904);
  const tally = createPartTally('sheet');
  let tables = 0;
  const nextTable = () => ++tables;

  for (const [at, sheet] of sheets.entries()) {
    const part = at + 1;
    tally.name(part, sheet.name);
    if (sheet.hidden) tally.note(part, 'hidden sheet');
    const out: Block[] = [];
    const send = async () => {
      const blocks = out.splice(0);
      for (const block of blocks) tally.add(block);
      if (blocks.length > 0) await emit.blocks(blocks);
    };
    if (sheet.kind === 'worksheet') {
      const rows = createSheetRows(headerAreas(pack, sheet), nextTable, (block) => out.push(block));
      const handler = createSheetHandler({
        part,
        strings,
        styles,
        booleans: locale === 'es' ? ['FALSO', 'VERDADERO'] : ['FALSE', 'TRUE'],
        merges: mergesOf(pack, sheet.path),
        row: rows.row,
        note: (text) => tally.note(part, text),
      });
      const { complete } = await pack.scan(sheet.path, handler, async (done) => {
        if (out.length < blocksAtOnce) return;
        await send();
        await emit.progress(done, null);
      });
      if (!complete) tally.note(part, 'the sheet is cut off');
      rows.end();
    } else if (sheet.kind === 'other') tally.note(part, 'macro or dialog sheet not read');
    addDrawings(pack, sheet, part, nextTable, out, tally.note);
    for (const comment of readSheetComments(pack, sheet.path)) {
      const author = comment.author === '' ? '' : ` (${comment.author})`;
      const text = `[${locale === 'es' ? 'Comentario' : 'Comment'}${author}] ${comment.text.trim()}`;
      out.push({ kind: 'paragraph', text, place: { part, range: comment.ref } });
    }
    await send();
    await emit.quality(tally.finished(part + 1));
  }
  await sendRest(pack, emit);
  return { ...readCoreProperties(pack), parts: sheets.length };
};

function headerAreas(pack: OfficePackage, sheet: SheetEntry): CellArea[] {
  const areas = readTableAreas(pack, sheet.path);
  if (sheet.filter !== undefined && !areas.some((area) => area.top === sheet.filter!.top)) areas.push(sheet.filter);
  return areas;
}

function mergesOf(pack: OfficePackage, path: string): ReturnType<typeof verticalMerges> {
  if (pack.declaredSize(path) > mergeLookBytes) return new Map();
  const xml = pack.xml(path);
  return xml === null ? new Map() : verticalMerges(xml);
}

function addDrawings(
  pack: OfficePackage,
  sheet: SheetEntry,
  part: number,
  nextTable: () => number,
  out: Block[],
  note: (part: number, text: string) => void,
): void {
  const drawing = pack
    .relations(sheet.path)
    .find((relation) => relation.type === 'drawing' && !relation.external)?.target;
  if (drawing === undefined) return;
  for (const text of drawingParagraphs(pack.xml(drawing))) out.push({ kind: 'paragraph', text, place: { part } });
  for (const relation of pack.relations(drawing)) {
    if (relation.external) continue;
    if (relation.type === 'chart') out.push(...chartBlocks(pack, relation.target, part, nextTable()));
    else if (relation.type === 'image') note(part, 'image without text');
    else if (relation.type === 'diagramData') out.push(...diagramBlocks(pack, relation.target, part));
  }
}

async function sendRest(pack: OfficePackage, emit: Emit): Promise<void> {
  await sendEmbeddedFiles(pack, emit);
  if (pack.names.some((name) => /vbaProject\.bin$/i.test(name))) emit.warn('Macros present, not run');
  if (pack.names.some((name) => /externalLinks\//i.test(name)))
    emit.warn('Links to other workbooks are not followed; their last values are shown');
  if (pack.names.some((name) => /pivotCache\//i.test(name))) emit.warn('Pivot tables are read as they were last shown');
}
