import type { Block } from '../../../contract.ts';
import { ParseFailure, type Reader } from '../../../reader.ts';
import { spanishShare } from '../../text/spanish-share.ts';
import { chartBlocks, diagramBlocks } from '../chart-blocks.ts';
import { sendEmbeddedFiles, sendPictures } from '../embedded-files.ts';
import { readCoreProperties } from '../office-properties.ts';
import { mainPart, type OfficePackage, openOfficePackage } from '../ooxml-package.ts';
import { createPartTally } from '../part-tally.ts';
import { scanXml } from '../xml/xml-text.ts';
import { createSlideHandler, type SlideContext } from './pptx-slide.ts';

/** PowerPoint: one part per slide in the order of the show; title, text, tables, charts, SmartArt, then speaker notes and comments. */
export const readPptx: Reader = async (input, emit) => {
  const pack = openOfficePackage(await input.bytes(), input.limits);
  const main = mainPart(pack, ['ppt/presentation.xml']);
  const slides = slidePaths(pack, main);
  if (slides.length === 0) throw new ParseFailure('no_text', 'the presentation has no slides');
  const authors = commentAuthors(pack);
  const tally = createPartTally('slide');
  const footers = new Set<string>();
  let tables = 0;

  for (const [at, path] of slides.entries()) {
    const part = at + 1;
    const relations = pack.relations(path);
    const targetOf = (id: string | null) => relations.find((each) => each.id === id && !each.external)?.target;
    const drawings: Block[] = [];
    const context: SlideContext = {
      part,
      nextTable: () => ++tables,
      footer: (text) => footers.size < footers.add(text).size,
      seen(what, id) {
        const target = targetOf(id);
        if (what === 'image') tally.note(part, 'image without text');
        else if (what === 'media') tally.note(part, 'sound or video not read');
        else if (target !== undefined && what === 'chart') drawings.push(...chartBlocks(pack, target, part, ++tables));
        else if (target !== undefined) drawings.push(...diagramBlocks(pack, target, part));
      },
    };
    const handler = createSlideHandler(context);
    const xml = pack.xml(path);
    if (xml === null) tally.note(part, 'slide missing in the file');
    else if (!scanXml(xml, handler).complete) tally.note(part, 'the slide is cut off');
    const { blocks, title, hidden } = handler.content();
    if (title !== undefined) tally.name(part, title);
    if (hidden) tally.note(part, 'hidden slide');
    blocks.push(...drawings);
    const spanish =
      spanishShare(
        blocks
          .map((block) => block.text)
          .join(' ')
          .slice(0, 5_000),
      ) >= 0.5;
    for (const relation of relations) {
      if (relation.external) continue;
      if (relation.type === 'notesSlide')
        blocks.push(
          ...notesBlocks(pack, relation.target, { ...context, footer: () => false, seen: () => {} }, spanish),
        );
      else if (relation.type === 'comments')
        blocks.push(...commentBlocks(pack, relation.target, authors, part, spanish));
    }
    for (const block of blocks) tally.add(block);
    await emit.blocks(blocks);
    await emit.quality(tally.finished(part + 1));
    await emit.progress(part, slides.length);
  }
  await sendEmbeddedFiles(pack, emit);
  if (pack.names.some((name) => /vbaProject\.bin$/i.test(name))) emit.warn('Macros present, not run');
  if (tally.characters() < 40 * slides.length && (await sendPictures(pack, /(?:^|\/)media\//i, emit)) > 0) {
    emit.warn('Mostly pictures: they are read by character recognition as attachments');
  }
  return { ...readCoreProperties(pack), parts: slides.length };
};

function slidePaths(pack: OfficePackage, main: string): string[] {
  const relations = new Map(pack.relations(main).map((relation) => [relation.id, relation]));
  const paths: string[] = [];
  scanXml(pack.xml(main) ?? '', {
    open(name, attributes) {
      if (name !== 'p:sldId') return;
      const relation = relations.get(attributes.get('r:id') ?? '');
      if (relation !== undefined && !relation.external) paths.push(relation.target);
    },
    close() {},
    text() {},
  });
  return paths;
}

function notesBlocks(pack: OfficePackage, path: string, context: SlideContext, spanish: boolean): Block[] {
  const xml = pack.xml(path);
  if (xml === null) return [];
  const handler = createSlideHandler(context);
  scanXml(xml, handler);
  const { blocks } = handler.content();
  return blocks.map(
    (block): Block => ({
      ...block,
      kind: block.kind === 'table-row' ? 'table-row' : 'paragraph',
      text: `[${spanish ? 'Notas' : 'Notes'}] ${block.text}`,
    }),
  );
}

function commentAuthors(pack: OfficePackage): Map<string, string> {
  const authors = new Map<string, string>();
  const xml = pack.xml('ppt/commentAuthors.xml') ?? pack.xml('ppt/authors.xml');
  if (xml === null) return authors;
  scanXml(xml, {
    open(name, attributes) {
      if (/(?:^|:)(?:cmAuthor|author)$/.test(name))
        authors.set(attributes.get('id') ?? '', attributes.get('name') ?? '');
    },
    close() {},
    text() {},
  });
  return authors;
}

/** Comments of both generations: `p:cm` with `p:text`, and threads whose text is DrawingML. */
function commentBlocks(
  pack: OfficePackage,
  path: string,
  authors: ReadonlyMap<string, string>,
  part: number,
  spanish: boolean,
): Block[] {
  const blocks: Block[] = [];
  const xml = pack.xml(path);
  if (xml === null) return blocks;
  let author = '';
  let text = '';
  let inText = false;
  const flush = () => {
    const word = spanish ? 'Comentario' : 'Comment';
    if (text.trim() !== '')
      blocks.push({
        kind: 'paragraph',
        text: `[${word}${author === '' ? '' : ` (${author})`}] ${text.trim()}`,
        place: { part },
      });
    text = '';
  };
  scanXml(xml, {
    open(name, attributes) {
      if (/(?:^|:)(?:cm|reply)$/.test(name)) {
        flush();
        author = authors.get(attributes.get('authorId') ?? '') ?? '';
      } else if (name === 'p:text' || name === 'a:t') inText = true;
    },
    close(name) {
      if (name === 'p:text' || name === 'a:t') inText = false;
      else if (name === 'a:p') text += '\n';
    },
    text(piece) {
      if (inText) text += piece;
    },
  });
  flush();
  return blocks;
}
