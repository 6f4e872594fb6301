import type { Block } from '../../../contract.ts';
import { headingCue } from '../../text/heading-cue.ts';
import { createDocumentTable, type DocumentTable } from '../table/document-table.ts';
import type { XmlAttributes, XmlHandler } from '../xml/xml-scanner.ts';
import { createOdfLists } from './odf-lists.ts';
import type { OdfStyles } from './odf-styles.ts';

export type OdfBodyContext = {
  styles: OdfStyles;
  mode: 'text' | 'presentation';
  /** First part of what is read; slides and pages count on from here. */
  firstPart: number;
  countBreaks: boolean;
  commentWord: string;
  notesWord: string;
  nextTable(): number;
  seen(what: 'image' | 'hidden' | 'deleted' | 'media', part: number): void;
  object(path: string, part: number): void;
  slide?(part: number, name: string, hidden: boolean): void;
};

type Paragraph = {
  pieces: string[];
  heading: number | null;
  styleName?: string;
  length: number;
  boldLength: number;
  part: number;
  following: Block[];
};
type Aside = { kind: 'footnote' | 'comment' | 'box'; texts: string[]; marker: string; author: string; depth: number };

const maxSpaces = 1_000;

/** Handler for `office:text` and `office:presentation`, headers and footers. Blocks are pushed to `out` in reading order. */
export function createOdfBody(context: OdfBodyContext, out: Block[]): XmlHandler & { part(): number } {
  const { styles } = context;
  const lists = createOdfLists(styles);
  const paragraphs: Paragraph[] = [];
  const tables: DocumentTable[] = [];
  const asides: Aside[] = [];
  const spans: (string | undefined)[] = [];
  const frames: (string | undefined)[] = [];
  let part = context.firstPart;
  let slides = 0;
  let skipDepth = 0;
  let inNotes = false;
  let footnotes = 0;
  let field: 'citation' | 'creator' | 'date' | null = null;

  const currentTable = () => tables.at(-1) ?? null;

  const place = (block: Block) => {
    const table = tables.findLast((each) => !each.layout && each.cell !== null);
    if (table !== undefined) table.nested.push(block);
    else out.push(block);
  };

  const append = (text: string) => {
    const paragraph = paragraphs.at(-1);
    if (paragraph === undefined || text === '') return;
    if (spans.some((span) => styles.isHiddenText(span))) {
      context.seen('hidden', part);
      return;
    }
    paragraph.pieces.push(text.replaceAll('\u00ad', ''));
    const visible = text.trim().length;
    paragraph.length += visible;
    if (styles.isBold(spans.at(-1) ?? paragraph.styleName)) paragraph.boldLength += visible;
  };

  const breakPage = () => {
    const row = tables.find((table) => !table.layout && table.cell !== null);
    if (row?.cell != null) row.cell.breaks += 1;
    else part += 1;
    const paragraph = paragraphs.at(-1);
    if (paragraph !== undefined && paragraph.length === 0) paragraph.part = part;
  };

  const openParagraph = (name: string, attributes: XmlAttributes) => {
    const styleName = attributes.get('text:style-name');
    const outline = name === 'text:h' ? Number(attributes.get('text:outline-level') ?? 1) || 1 : null;
    if (
      context.countBreaks &&
      tables.length === 0 &&
      asides.length === 0 &&
      out.length > 0 &&
      styles.breaksPage(styleName)
    )
      part += 1;
    paragraphs.push({
      pieces: [],
      heading: outline,
      ...(styleName === undefined ? {} : { styleName }),
      length: 0,
      boldLength: 0,
      part,
      following: [],
    });
  };

  const endParagraph = (paragraph: Paragraph) => {
    const text = paragraph.pieces.join('').trim();
    const aside = asides.at(-1);
    if (aside !== undefined && aside.kind !== 'box') {
      if (text !== '') aside.texts.push(text);
      return;
    }
    const bold = paragraph.length > 0 && paragraph.boldLength >= paragraph.length;
    const label = lists.takeLabel();
    const number = paragraph.heading === null || label !== null ? (label ?? '') : lists.heading(paragraph.heading);
    const shown = number === '' ? text : `${number} ${text}`;
    const table = tables.findLast((each) => !each.layout && each.cell !== null);
    if (text !== '') {
      if (table !== undefined) {
        table.cell!.texts.push(shown);
        table.cell!.bold &&= bold;
      } else out.push(blockOf(shown, paragraph, label !== null || lists.inList(), bold));
    }
    for (const block of paragraph.following) place(block);
  };

  const blockOf = (text: string, paragraph: Paragraph, listed: boolean, bold: boolean): Block => {
    const at = { part: paragraph.part };
    const frame = frames.at(-1);
    if (inNotes) return { kind: 'paragraph', text: `[${context.notesWord}] ${text}`, place: at };
    if (context.mode === 'presentation' && frame === 'title')
      return { kind: 'heading', level: slides === 1 ? 1 : 2, text, place: at };
    const level =
      paragraph.heading ??
      styles.headingLevel(paragraph.styleName) ??
      (listed || context.mode === 'presentation' ? null : headingCue(text, { bold }));
    if (level !== null && text.length <= 400 && context.mode === 'text')
      return { kind: 'heading', level: Math.min(level, 6), text, place: at };
    return { kind: listed || frame === 'outline' ? 'list-item' : 'paragraph', text, place: at };
  };

  const closeAside = () => {
    const aside = asides.pop();
    if (aside === undefined || aside.kind === 'box') return;
    const text = aside.texts.join('\n');
    if (text === '') return;
    const marker =
      aside.kind === 'comment'
        ? `[${context.commentWord}${aside.author === '' ? '' : ` (${aside.author})`}]`
        : `[${aside.marker}]`;
    const block: Block = { kind: 'paragraph', text: `${marker} ${text}`, place: { part } };
    const paragraph = paragraphs.at(-1);
    if (aside.kind === 'footnote') append(marker);
    if (paragraph !== undefined) paragraph.following.push(block);
    else place(block);
  };

  const openTable = (name: string, attributes: XmlAttributes): boolean => {
    const table = currentTable();
    switch (name) {
      case 'table:table':
        tables.push(createDocumentTable(context.nextTable, place));
        return true;
      case 'table:table-column': {
        const repeated = Math.min(Number(attributes.get('table:number-columns-repeated') ?? 1) || 1, 100);
        for (let at = 0; at < repeated; at += 1) table?.columns();
        return true;
      }
      case 'table:table-header-rows':
        headerRows += 1;
        return true;
      case 'table:table-row':
        table?.startRow(part);
        if (headerRows > 0) table?.markHeader();
        return true;
      case 'table:table-cell':
      case 'table:covered-table-cell': {
        table?.startCell();
        if (table?.cell == null) return true;
        table.cell.advance = Math.min(Number(attributes.get('table:number-columns-repeated') ?? 1) || 1, 1_000);
        table.cell.span = Math.min(Number(attributes.get('table:number-columns-spanned') ?? 1) || 1, 1_000);
        if (name === 'table:covered-table-cell') table.cell.merge = 'continue';
        else if (Number(attributes.get('table:number-rows-spanned') ?? 1) > 1) table.cell.merge = 'restart';
        return true;
      }
      default:
        return false;
    }
  };
  let headerRows = 0;

  const openOther = (name: string, attributes: XmlAttributes) => {
    switch (name) {
      case 'text:list':
        lists.openList(
          attributes.get('text:style-name'),
          attributes.get('text:continue-numbering') === 'true' || attributes.get('text:continue-list') !== undefined,
        );
        break;
      case 'text:list-item':
        lists.openItem(attributes.get('text:start-value'));
        break;
      case 'text:span':
        spans.push(attributes.get('text:style-name'));
        break;
      case 'text:s':
        append(' '.repeat(Math.min(Number(attributes.get('text:c') ?? 1) || 1, maxSpaces)));
        break;
      case 'text:tab':
        append('\t');
        break;
      case 'text:line-break':
        append('\n');
        break;
      case 'text:soft-page-break':
        if (context.countBreaks) breakPage();
        break;
      case 'text:note':
        footnotes += 1;
        asides.push({ kind: 'footnote', texts: [], marker: String(footnotes), author: '', depth: paragraphs.length });
        break;
      case 'text:note-citation':
        field = 'citation';
        break;
      case 'dc:creator':
        field = 'creator';
        break;
      case 'dc:date':
      case 'meta:date-string':
        field = 'date';
        break;
      case 'office:annotation':
        asides.push({ kind: 'comment', texts: [], marker: '', author: '', depth: paragraphs.length });
        break;
      case 'draw:frame':
      case 'draw:custom-shape':
        frames.push(attributes.get('presentation:class'));
        break;
      case 'draw:image':
        context.seen('image', part);
        break;
      case 'draw:plugin':
        context.seen('media', part);
        break;
      case 'draw:object':
        context.object(attributes.get('xlink:href') ?? '', part);
        break;
      case 'presentation:notes':
        inNotes = true;
        break;
      case 'draw:page':
        slides += 1;
        part = context.firstPart + slides - 1;
        context.slide?.(part, attributes.get('draw:name') ?? '', styles.isHidden(attributes.get('draw:style-name')));
        break;
    }
  };

  return {
    part: () => part,
    open(name, attributes) {
      if (skipDepth > 0) {
        skipDepth += 1;
        return;
      }
      if (name === 'text:p' || name === 'text:h') openParagraph(name, attributes);
      else if (name === 'text:tracked-changes') {
        context.seen('deleted', part);
        skipDepth = 1;
      } else if (skipped.has(name) || (name === 'text:section' && attributes.get('text:display') === 'none')) {
        if (name === 'text:section' || name === 'text:hidden-text') context.seen('hidden', part);
        skipDepth = 1;
      } else if (!openTable(name, attributes)) openOther(name, attributes);
    },
    close(name) {
      if (skipDepth > 0) {
        skipDepth -= 1;
        return;
      }
      switch (name) {
        case 'text:p':
        case 'text:h': {
          const paragraph = paragraphs.pop();
          if (paragraph !== undefined) endParagraph(paragraph);
          break;
        }
        case 'text:list':
          lists.closeList();
          break;
        case 'text:span':
          spans.pop();
          break;
        case 'text:note-citation':
        case 'dc:creator':
        case 'dc:date':
        case 'meta:date-string':
          field = null;
          break;
        case 'text:note':
        case 'office:annotation':
          closeAside();
          break;
        case 'draw:frame':
        case 'draw:custom-shape':
          frames.pop();
          break;
        case 'presentation:notes':
          inNotes = false;
          break;
        case 'table:table-header-rows':
          headerRows -= 1;
          break;
        case 'table:table-cell':
        case 'table:covered-table-cell':
          currentTable()?.endCell();
          break;
        case 'table:table-row':
          part += currentTable()?.endRow() ?? 0;
          break;
        case 'table:table': {
          const table = currentTable();
          tables.pop();
          table?.end();
          break;
        }
      }
    },
    text(text) {
      if (skipDepth > 0) return;
      const aside = asides.at(-1);
      if (field === 'citation' && aside !== undefined) aside.marker = text;
      else if (field === 'creator' && aside !== undefined) aside.author = text;
      else if (field === null) append(text.replace(/[\n\r\t]+ */g, ' '));
    },
  };
}

const skipped = new Set([
  'text:hidden-text',
  'text:hidden-paragraph',
  'office:forms',
  'svg:title',
  'svg:desc',
  'text:index-title-template',
  'text:alphabetical-index-source',
  'text:table-of-content-source',
  'text:sequence-decls',
  'text:user-field-decls',
  'text:variable-decls',
  'office:binary-data',
  'text:page-number',
  'text:ruby-text',
  'office:event-listeners',
  'text:script',
  'presentation:footer-decl',
  'presentation:date-time-decl',
  'presentation:header-decl',
  'office:meta',
]);
