import type { Block } from '../../../contract.ts';
import type { Reader } from '../../../reader.ts';
import { sendPictures } from '../embedded-files.ts';
import type { OfficePackage } from '../ooxml-package.ts';
import { createPartTally } from '../part-tally.ts';
import { scanXml } from '../xml/xml-text.ts';
import { createOdfBody, type OdfBodyContext } from './odf-body.ts';
import { openOdf, readOdfProperties, sendOdfAttachments, splitAtBody } from './odf-package.ts';
import type { OdfStyles } from './odf-styles.ts';

const blocksAtOnce = 200;

/**
 * OpenDocument texts and presentations. Slides are parts; a text is parted into pages where the program left its page breaks
 * (`text:soft-page-break`, paragraph styles that break), else it is one part.
 */
export const readOdfText: Reader = async (input, emit) => {
  const { pack, styles } = openOdf(await input.bytes(), input.limits);
  const { properties, pages } = readOdfProperties(pack);
  const presentation = input.format === 'odp';
  const softBreaks = !presentation && containsText(pack, 'content.xml', 'soft-page-break');
  const tally = createPartTally(presentation ? 'slide' : softBreaks || pages === 1 ? 'page' : 'section');
  const spanish = properties.language !== 'en';
  const objects: { path: string; part: number }[] = [];
  const out: Block[] = [];
  let tables = 0;
  const context: OdfBodyContext = {
    styles,
    mode: presentation ? 'presentation' : 'text',
    firstPart: 1,
    countBreaks: softBreaks,
    commentWord: spanish ? 'Comentario' : 'Comment',
    notesWord: spanish ? 'Notas' : 'Notes',
    nextTable: () => ++tables,
    seen(what, part) {
      if (what === 'image') tally.note(part, 'image without text');
      else if (what === 'hidden') tally.note(part, 'hidden text left out');
      else if (what === 'media') tally.note(part, 'sound or video not read');
      else emit.warn('Tracked changes: the text is read as if they were accepted; deleted text is left out');
    },
    object: (path, part) => objects.push({ path: path.replace(/^\.\//, ''), part }),
    slide(part, name, hidden) {
      tally.name(part, name);
      if (hidden) tally.note(part, 'hidden slide');
    },
  };
  const body = createOdfBody(context, out);
  const send = async () => {
    const blocks = out.splice(0);
    for (const block of blocks) tally.add(block);
    if (blocks.length > 0) await emit.blocks(blocks);
  };
  const margins = marginTexts(pack, styles, context);
  out.push(...margins.headers.map((text): Block => ({ kind: 'paragraph', text, place: { part: 1 } })));
  const { complete } = await pack.scan('content.xml', splitAtBody(styles, body), async (done) => {
    if (out.length < blocksAtOnce) return;
    await send();
    await emit.quality(tally.finished(body.part()));
    await emit.progress(done, null);
  });
  if (!complete) emit.warn('The document is cut off: what came before the end was read');
  await send();
  for (const { path, part } of objects)
    out.push(...objectBlocks(pack, path, part, { ...context, nextTable: () => ++tables }));
  const parts = body.part();
  out.push(...margins.footers.map((text): Block => ({ kind: 'paragraph', text, place: { part: parts } })));
  await send();
  await sendOdfAttachments(pack, emit);
  if (tally.characters() < 200 && (await sendPictures(pack, /^Pictures\//i, emit)) > 0) {
    emit.warn('Mostly pictures: they are read by character recognition as attachments');
  }
  await emit.quality(tally.finished(Number.POSITIVE_INFINITY, parts));
  return { ...properties, parts };
};

function containsText(pack: OfficePackage, path: string, text: string): boolean {
  const bytes = pack.bytes(path);
  return bytes !== null && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(text);
}

/** Headers and footers of the page styles, or what stands on the master slides, each text once; bare page numbers are left out. */
function marginTexts(
  pack: OfficePackage,
  styles: OdfStyles,
  context: OdfBodyContext,
): { headers: string[]; footers: string[] } {
  const headers = new Set<string>();
  const footers = new Set<string>();
  const xml = pack.xml('styles.xml');
  if (xml === null) return { headers: [], footers: [] };
  const out: Block[] = [];
  const body = createOdfBody({ ...context, mode: 'text', countBreaks: false, styles }, out);
  const margin = context.mode === 'text' ? /^style:(?:header|footer)(?:-left|-first)?$/ : /^style:master-page$/;
  let target: Set<string> | null = null;
  scanXml(xml, {
    open(name, attributes) {
      if (margin.test(name)) target = name.startsWith('style:header') ? headers : footers;
      else if (target !== null) body.open(name, attributes);
    },
    close(name) {
      if (margin.test(name)) {
        for (const block of out.splice(0)) if (!/^[\s\d\-–/.|]*$/.test(block.text)) target?.add(block.text);
        target = null;
      } else if (target !== null) body.close(name);
    },
    text(text) {
      if (target !== null) body.text(text);
    },
  });
  return { headers: [...headers], footers: [...footers].filter((text) => !headers.has(text)) };
}

/** Text and tables of an embedded OpenDocument object, such as the table behind a chart. */
function objectBlocks(pack: OfficePackage, path: string, part: number, context: OdfBodyContext): Block[] {
  const xml = pack.xml(`${path}/content.xml`);
  if (path === '' || xml === null) return [];
  const out: Block[] = [];
  const body = createOdfBody({ ...context, mode: 'text', firstPart: part, countBreaks: false, object: () => {} }, out);
  scanXml(xml, splitAtBody(context.styles, body));
  return out.map((block) => ({ ...block, place: { ...block.place, part } }));
}
