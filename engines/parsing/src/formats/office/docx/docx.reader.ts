import type { Block, PartKind } from '../../../contract.ts';
import type { Emit, Reader } from '../../../reader.ts';
import { chartBlocks, diagramBlocks } from '../chart-blocks.ts';
import { sendEmbeddedFiles, sendPictures } from '../embedded-files.ts';
import { formatNumeral } from '../numerals.ts';
import { languageOf, readCoreProperties } from '../office-properties.ts';
import { mainPart, type OfficePackage, openOfficePackage } from '../ooxml-package.ts';
import { createPartTally } from '../part-tally.ts';
import { scanXml } from '../xml/xml-text.ts';
import { createDocxBody } from './docx-body.ts';
import type { DocxBodyContext } from './docx-context.ts';
import { readDocxNumbering } from './docx-numbering.ts';
import { readDocxStyles } from './docx-styles.ts';

type Note = { author: string; text: string };

/**
 * Word documents. Parts are pages when Word left its page breaks in the file (`lastRenderedPageBreak`, or explicit breaks that add up to the
 * page count it recorded); otherwise sections between explicit breaks, or the whole document. Tracked changes are read as accepted.
 */
export const readDocx: Reader = async (input, emit) => {
  const pack = openOfficePackage(await input.bytes(), input.limits);
  const main = mainPart(pack, ['word/document.xml', 'word/document2.xml']);
  const relations = pack.relations(main);
  const related = (type: string): string | null =>
    relations.find((each) => each.type === type && !each.external)?.target ?? null;
  const xmlOf = (type: string, usual: string): string | null => pack.xml(related(type) ?? usual);

  const styles = readDocxStyles(xmlOf('styles', 'word/styles.xml'));
  const properties = readCoreProperties(pack);
  const language = properties.language ?? languageOf(styles.language);
  const { pages, kind } = pageMode(pack, main);
  const tally = createPartTally(kind);
  const drawings: { what: 'chart' | 'diagram'; page: number; id: string }[] = [];
  const chunks: { page: number; id: string }[] = [];
  let tables = 0;
  let footnoteCount = 0;
  let endnoteCount = 0;

  const context: DocxBodyContext = {
    styles,
    numbering: readDocxNumbering(xmlOf('numbering', 'word/numbering.xml'), language),
    pages,
    nextTable: () => ++tables,
    noteText: () => null,
    seen(what, page, relationId) {
      if (what === 'image') tally.note(page, 'image without text');
      else if (what === 'hidden') tally.note(page, 'hidden text left out');
      else if (what === 'deleted')
        emit.warn('Tracked changes: the text is read as if they were accepted; deleted text is left out');
      else if (what === 'subDoc') tally.note(page, 'linked sub-document not read');
      else if (relationId !== null && what === 'altChunk') chunks.push({ page, id: relationId });
      else if (relationId !== null && (what === 'chart' || what === 'diagram'))
        drawings.push({ what, page, id: relationId });
    },
  };
  const footnotes = readNotes(xmlOf('footnotes', 'word/footnotes.xml'), context);
  const endnotes = readNotes(xmlOf('endnotes', 'word/endnotes.xml'), context);
  const comments = readNotes(xmlOf('comments', 'word/comments.xml'), context);
  const commentWord = language === 'en' ? 'Comment' : 'Comentario';

  const out: Block[] = [];
  const body = createDocxBody(
    {
      ...context,
      noteText(noteKind, id) {
        const note = (noteKind === 'footnote' ? footnotes : noteKind === 'endnote' ? endnotes : comments).get(id);
        if (note === undefined || note.text === '') return null;
        if (noteKind === 'comment')
          return { marker: `[${commentWord}${note.author === '' ? '' : ` (${note.author})`}]`, text: note.text };
        const label = noteKind === 'footnote' ? String(++footnoteCount) : formatNumeral(++endnoteCount, 'lowerRoman');
        return { marker: `[${label}]`, text: note.text };
      },
    },
    out,
  );

  const send = async () => {
    if (out.length === 0) return;
    const blocks = out.splice(0);
    for (const block of blocks) tally.add(block);
    await emit.blocks(blocks);
  };
  const headers = marginTexts(pack, relations, 'header', context);
  out.push(...headers.map((text): Block => ({ kind: 'paragraph', text, place: { part: 1 } })));
  const { complete } = await pack.scan(main, body, async (done) => {
    if (out.length < 200) return;
    await send();
    await emit.quality(tally.finished(body.page()));
    await emit.progress(done, null);
  });
  await send();
  if (!complete) emit.warn('The document is cut off: what came before the end was read');

  for (const drawing of drawings) {
    const target = relations.find((each) => each.id === drawing.id && !each.external)?.target;
    if (target === undefined) continue;
    if (drawing.what === 'diagram') out.push(...diagramBlocks(pack, target, drawing.page));
    else out.push(...chartBlocks(pack, target, drawing.page, ++tables));
  }
  const footers = marginTexts(pack, relations, 'footer', context).filter((text) => !headers.includes(text));
  out.push(...footers.map((text): Block => ({ kind: 'paragraph', text, place: { part: body.page() } })));
  await send();
  for (const chunk of chunks) await sendChunk(pack, relations.find((each) => each.id === chunk.id)?.target, emit);
  await sendEmbeddedFiles(pack, emit);
  if (pack.names.some((name) => /vbaProject\.bin$/i.test(name))) emit.warn('Macros present, not run');
  if (tally.characters() < 200) {
    const pictures = await sendPictures(pack, /(?:^|\/)media\//i, emit);
    if (pictures > 0) emit.warn('Mostly pictures: they are read by character recognition as attachments');
  }
  await emit.quality(tally.finished(Number.POSITIVE_INFINITY, body.page()));
  return { ...properties, ...(language === undefined ? {} : { language }), parts: body.page() };
};

/** Word leaves page ends in the text; other programs leave explicit breaks only, which are pages when the recorded count agrees. */
function pageMode(pack: OfficePackage, main: string): { pages: DocxBodyContext['pages']; kind: PartKind } {
  const xml = pack.bytes(main);
  const text = xml === null ? '' : Buffer.from(xml.buffer, xml.byteOffset, xml.byteLength);
  if (text.includes('lastRenderedPageBreak')) return { pages: 'rendered', kind: 'page' };
  let breaks = 0;
  if (typeof text !== 'string')
    for (let at = text.indexOf('w:type="page"'); at >= 0 && breaks < 20_000; at = text.indexOf('w:type="page"', at + 1))
      breaks += 1;
  const app = pack.xml('docProps/app.xml') ?? '';
  const recorded = Number(/<(?:\w+:)?Pages>(\d+)</.exec(app)?.[1] ?? 0);
  if (recorded === 1 && breaks === 0) return { pages: 'none', kind: 'page' };
  const explicit = breaks > 0 || text.includes('pageBreakBefore') || text.includes('nextPage');
  return { pages: explicit ? 'explicit' : 'none', kind: breaks > 0 && recorded === breaks + 1 ? 'page' : 'section' };
}

function readNotes(xml: string | null, context: DocxBodyContext): Map<string, Note> {
  const notes = new Map<string, Note>();
  if (xml === null) return notes;
  const body = createDocxBody(
    { ...context, pages: 'none', group: (id, author, text) => notes.set(id, { author, text }) },
    [],
  );
  scanXml(xml, body);
  return notes;
}

/** Texts of headers or footers, each once: what is on every page is no news on the second. Bare page numbers are left out. */
function marginTexts(
  pack: OfficePackage,
  relations: ReturnType<OfficePackage['relations']>,
  type: 'header' | 'footer',
  context: DocxBodyContext,
): string[] {
  const texts = new Set<string>();
  for (const relation of relations) {
    const xml = relation.type === type && !relation.external ? pack.xml(relation.target) : null;
    if (xml === null) continue;
    const blocks: Block[] = [];
    scanXml(xml, createDocxBody({ ...context, pages: 'none' }, blocks));
    for (const block of blocks) if (!/^[\s\d\-–/.|]*$/.test(block.text)) texts.add(block.text);
  }
  return [...texts];
}

async function sendChunk(pack: OfficePackage, target: string | undefined, emit: Emit): Promise<void> {
  const bytes = target === undefined ? null : pack.bytes(target);
  if (bytes !== null) await emit.attachment({ name: target!.split('/').at(-1)!, bytes });
}
