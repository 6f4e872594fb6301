import type { Block } from '../../../contract.ts';
import { headingCue } from '../../text/heading-cue.ts';
import { createDocumentTable, type DocumentTable } from '../table/document-table.ts';
import type { XmlAttributes, XmlHandler } from '../xml/xml-scanner.ts';
import type { DocxBodyContext, DocxParagraph } from './docx-context.ts';
import { openInTable, skippedElements, symbolText } from './docx-elements.ts';
import { type DocxStyles, isOn } from './docx-styles.ts';

/**
 * Handler for document.xml, headers, footers, notes and comments. Blocks are pushed to `out` in reading order; the caller drains it.
 * Written over a plain scanner rather than mammoth, which gives HTML without pages, list numbers, notes in place or tracked rows.
 */
export function createDocxBody(context: DocxBodyContext, out: Block[]): XmlHandler & { page(): number } {
  const { styles, numbering } = context;
  const paragraphs: DocxParagraph[] = [];
  const tables: DocumentTable[] = [];
  /** Text boxes being read: how deep the paragraph and table stacks were when each began. */
  const boxes: { paragraphs: number; tables: number }[] = [];
  let page = 1;
  let skipDepth = 0;
  let inParagraphProperties = false;
  let inRunProperties = false;
  let inText = false;
  let runBold: boolean | null = null;
  let runHidden = false;
  let joined: DocxParagraph | null = null;
  let inSection = false;
  let sectionType = 'nextPage';
  let groupStart = 0;
  let group: { id: string; author: string } | null = null;

  const currentTable = () => (tables.length > (boxes.at(-1)?.tables ?? 0) ? tables.at(-1)! : null);
  const currentParagraph = () => (paragraphs.length > (boxes.at(-1)?.paragraphs ?? 0) ? paragraphs.at(-1)! : null);

  /** Where a finished block goes: behind the paragraph that anchors the text box, into the table cell, or out. */
  const place = (block: Block, depth = tables.length) => {
    const box = boxes.at(-1);
    for (let at = depth - 1; at >= (box?.tables ?? 0); at -= 1) {
      const table = tables[at]!;
      if (table.layout || table.cell === null) continue;
      table.nested.push(block);
      return;
    }
    if (box !== undefined && box.paragraphs > 0) paragraphs[box.paragraphs - 1]!.following.push(block);
    else out.push(block);
  };

  const breakPage = () => {
    const inRow = tables.find((table) => !table.layout && table.cell !== null);
    if (inRow?.cell != null) inRow.cell.breaks += 1;
    else page += 1;
    const paragraph = currentParagraph();
    if (paragraph !== null && paragraph.length === 0 && inRow === undefined) paragraph.part = page;
  };

  const append = (text: string) => {
    const paragraph = currentParagraph();
    if (paragraph === null || text === '') return;
    if (runHidden) {
      context.seen('hidden', page, null);
      return;
    }
    // Optional hyphens are no part of the word.
    paragraph.pieces.push(text.replaceAll('\u00ad', ''));
    const visible = text.trim().length;
    paragraph.length += visible;
    if (runBold ?? styles.paragraph(paragraph.styleId).bold) paragraph.boldLength += visible;
  };

  const endParagraph = (paragraph: DocxParagraph) => {
    const style = styles.paragraph(paragraph.styleId);
    const numId = paragraph.numId ?? style.numId;
    const styleLevel =
      numId === undefined || paragraph.styleId === undefined ? null : numbering.levelOfStyle(numId, paragraph.styleId);
    const label = numId === undefined ? null : numbering.next(numId, paragraph.ilvl ?? styleLevel ?? style.ilvl ?? 0);
    const text = paragraph.pieces.join('').trim();
    const bold = paragraph.length > 0 && paragraph.boldLength >= paragraph.length;
    const table = currentTable();
    const inCell = table !== null && !table.layout && table.cell !== null;
    if (text !== '') {
      // Bullets say no more than `list-item` does; numbers are part of what is cited.
      const shown = label === null || label.bullet || label.text === '' ? text : `${label.text} ${text}`;
      if (inCell) {
        table.cell!.texts.push(shown);
        table.cell!.bold &&= bold;
      } else place(paragraphBlock(shown, paragraph, style, label !== null || style.isList, bold));
    }
    // Notes and text boxes of a paragraph in a cell follow the row.
    for (const block of paragraph.following) place(block);
  };

  const paragraphBlock = (
    text: string,
    paragraph: DocxParagraph,
    style: ReturnType<DocxStyles['paragraph']>,
    listed: boolean,
    bold: boolean,
  ): Block => {
    const outline =
      paragraph.outline === undefined
        ? style.headingLevel
        : paragraph.outline < 9
          ? Math.min(paragraph.outline + 1, 6)
          : undefined;
    const place = { part: paragraph.part };
    // A heading style on a long text is a mistake of its author's.
    if (outline !== undefined && text.length <= 400) return { kind: 'heading', level: outline, text, place };
    const cue = listed && !bold ? null : headingCue(text, { bold });
    if (cue !== null && boxes.length === 0 && group === null) return { kind: 'heading', level: cue, text, place };
    return { kind: listed ? 'list-item' : 'paragraph', text, place };
  };

  const note = (kind: 'footnote' | 'endnote' | 'comment', id: string | undefined) => {
    const paragraph = currentParagraph();
    const found = id === undefined ? null : context.noteText(kind, id);
    if (paragraph === null || found === null) return;
    if (kind !== 'comment') append(found.marker);
    paragraph.following.push({
      kind: 'paragraph',
      text: `${found.marker} ${found.text}`,
      place: { part: paragraph.part },
    });
  };

  const openProperty = (name: string, attributes: XmlAttributes) => {
    const value = () => attributes.get('w:val');
    const paragraph = currentParagraph();
    if (inRunProperties) {
      if (name === 'w:b') runBold = isOn(value());
      else if (name === 'w:vanish') runHidden = isOn(value());
      else if (name === 'w:rStyle') {
        const style = styles.character(value() ?? '');
        if (style.bold) runBold ??= true;
        if (style.hidden) runHidden = true;
      }
      return;
    }
    if (paragraph === null) return;
    if (name === 'w:pStyle') paragraph.styleId = value();
    else if (name === 'w:numId') paragraph.numId = value();
    else if (name === 'w:ilvl') paragraph.ilvl = Number(value() ?? 0);
    else if (name === 'w:outlineLvl') paragraph.outline = Number(value() ?? 9);
    else if (name === 'w:pageBreakBefore' && context.pages === 'explicit' && isOn(value()) && out.length > 0)
      breakPage();
  };

  const openTableElement = (name: string, attributes: XmlAttributes): boolean => {
    if (name === 'w:tbl') {
      const depth = tables.length;
      tables.push(createDocumentTable(context.nextTable, (block) => place(block, depth)));
      return true;
    }
    return openInTable(currentTable(), name, attributes, page);
  };

  const openInline = (name: string, attributes: XmlAttributes) => {
    switch (name) {
      case 'w:r':
        runBold = null;
        runHidden = false;
        break;
      case 'w:t':
      case 'm:t':
        inText = true;
        break;
      case 'w:tab':
      case 'w:ptab':
        if (!inParagraphProperties) append('\t');
        break;
      case 'w:cr':
        append('\n');
        break;
      case 'w:noBreakHyphen':
        append('-');
        break;
      case 'w:br': {
        const type = attributes.get('w:type');
        if (type === 'page' && context.pages === 'explicit') breakPage();
        append('\n');
        break;
      }
      case 'w:lastRenderedPageBreak':
        if (context.pages === 'rendered') breakPage();
        break;
      case 'w:sym':
        append(symbolText(attributes.get('w:char')));
        break;
      case 'w:footnoteReference':
        note('footnote', attributes.get('w:id'));
        break;
      case 'w:endnoteReference':
        note('endnote', attributes.get('w:id'));
        break;
      case 'w:commentReference':
        note('comment', attributes.get('w:id'));
        break;
      case 'a:blip':
        context.seen('image', page, attributes.get('r:embed') ?? null);
        break;
      case 'v:imagedata':
        context.seen('image', page, attributes.get('r:id') ?? null);
        break;
      case 'c:chart':
        context.seen('chart', page, attributes.get('r:id') ?? null);
        break;
      case 'dgm:relIds':
        context.seen('diagram', page, attributes.get('r:dm') ?? null);
        break;
      case 'w:altChunk':
        context.seen('altChunk', page, attributes.get('r:id') ?? null);
        break;
      case 'w:subDoc':
        context.seen('subDoc', page, attributes.get('r:id') ?? null);
        break;
      case 'w:sdtPr':
        skipDepth = 1;
        break;
      case 'w:txbxContent':
        boxes.push({ paragraphs: paragraphs.length, tables: tables.length });
        break;
      case 'w:footnote':
      case 'w:endnote':
      case 'w:comment':
        group = { id: attributes.get('w:id') ?? '', author: attributes.get('w:author') ?? '' };
        groupStart = out.length;
        break;
    }
  };

  return {
    page: () => page,
    open(name, attributes) {
      if (skipDepth > 0) {
        skipDepth += 1;
        return;
      }
      if (name === 'w:p') {
        const kept = joined;
        joined = null;
        // The inherited text keeps its place; properties are those of the paragraph whose mark survived.
        paragraphs.push(
          kept === null
            ? { pieces: [], length: 0, boldLength: 0, part: page, joined: false, breakAfter: false, following: [] }
            : {
                pieces: kept.pieces,
                length: kept.length,
                boldLength: kept.boldLength,
                part: kept.part,
                joined: false,
                breakAfter: false,
                following: kept.following,
              },
        );
        runHidden = false;
      } else if (name === 'w:pPr') inParagraphProperties = true;
      else if (name === 'w:rPr') inRunProperties = true;
      else if (name === 'w:sectPr') {
        inSection = true;
        sectionType = 'nextPage';
      } else if (name === 'w:type' && inSection) sectionType = attributes.get('w:val') ?? 'nextPage';
      else if (skippedElements.has(name)) {
        if (name === 'w:del' && inParagraphProperties && inRunProperties) {
          const paragraph = currentParagraph();
          if (paragraph !== null) paragraph.joined = true;
        } else if (name === 'w:del' && !inParagraphProperties && currentParagraph() === null)
          currentTable()?.markDeleted();
        if (name === 'w:del' || name === 'w:moveFrom') context.seen('deleted', page, null);
        skipDepth = 1;
      } else if (inParagraphProperties || inRunProperties) openProperty(name, attributes);
      else if (!openTableElement(name, attributes)) openInline(name, attributes);
    },
    close(name) {
      if (skipDepth > 0) {
        skipDepth -= 1;
        return;
      }
      switch (name) {
        case 'w:t':
        case 'm:t':
          inText = false;
          break;
        case 'w:r':
          runHidden = false;
          runBold = null;
          break;
        case 'w:rPr':
          inRunProperties = false;
          if (inParagraphProperties) {
            runBold = null;
            runHidden = false;
          }
          break;
        case 'w:pPr':
          inParagraphProperties = false;
          break;
        case 'w:sectPr': {
          inSection = false;
          const paragraph = currentParagraph();
          if (paragraph !== null && sectionType !== 'continuous') paragraph.breakAfter = true;
          break;
        }
        case 'w:p': {
          const paragraph = paragraphs.pop();
          if (paragraph === undefined) break;
          if (paragraph.joined) joined = paragraph;
          else endParagraph(paragraph);
          if (paragraph.breakAfter && context.pages === 'explicit') breakPage();
          break;
        }
        case 'w:tc':
          currentTable()?.endCell();
          break;
        case 'w:tr':
          page += currentTable()?.endRow() ?? 0;
          break;
        case 'w:tbl': {
          const table = currentTable();
          table?.end();
          if (table !== null) tables.pop();
          break;
        }
        case 'w:txbxContent':
          boxes.pop();
          break;
        case 'w:footnote':
        case 'w:endnote':
        case 'w:comment':
          if (group !== null)
            context.group?.(
              group.id,
              group.author,
              out
                .splice(groupStart)
                .map((block) => block.text)
                .join('\n'),
            );
          group = null;
          break;
      }
    },
    text(text) {
      if (inText && skipDepth === 0) append(text);
    },
  };
}
