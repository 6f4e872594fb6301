import type { Block } from '../../../contract.ts';
import { formatNumeral } from '../numerals.ts';
import { cellRef } from '../table/cell-ref.ts';
import type { CellDraft } from '../table/table-header.ts';
import { createTableRows, type TableRows } from '../table/table-rows.ts';
import type { XmlAttributes, XmlHandler } from '../xml/xml-scanner.ts';

export type SlideContext = {
  part: number;
  nextTable(): number;
  /** Footers stand on every slide: the caller keeps the first. */
  footer(text: string): boolean;
  seen(what: 'image' | 'chart' | 'diagram' | 'media', relationId: string | null): void;
};

export type SlideContent = { blocks: Block[]; title?: string; hidden: boolean };

type Shape = { placeholder: string | null; counters: number[] };
type Paragraph = {
  pieces: string[];
  level: number;
  bullet: 'inherited' | 'none' | 'character' | 'number';
  numbering: string;
  start: number;
  bold: boolean;
};

const numberFormats: Record<string, string> = {
  alphaLc: 'lowerLetter',
  alphaUc: 'upperLetter',
  romanLc: 'lowerRoman',
  romanUc: 'upperRoman',
  arabic: 'decimal',
};

/** Handler for a slide or notes part; the title's blocks come first, whatever the order of the shapes. */
export function createSlideHandler(context: SlideContext): XmlHandler & { content(): SlideContent } {
  const titles: Block[] = [];
  const blocks: Block[] = [];
  const shapes: Shape[] = [];
  let hidden = false;
  let paragraph: Paragraph | null = null;
  let inText = false;
  let rows: TableRows | null = null;
  let row = 0;
  let column = 0;
  let cells: CellDraft[] = [];
  let cell: { texts: string[]; span: number; down: number; bold: boolean; covered: boolean } | null = null;
  let headRow = false;
  let skipDepth = 0;
  const merged = new Map<number, { text: string; ref: string; bottom: number }>();
  const place = { part: context.part };

  const endParagraph = (done: Paragraph) => {
    const shape = shapes.at(-1);
    const kind = shape?.placeholder ?? null;
    const text = done.pieces.join('').replaceAll('\v', '\n').replaceAll('\u00ad', '').trim();
    const label = done.bullet === 'number' && shape !== undefined ? numberLabel(shape, done) : '';
    if (text === '') return;
    if (cell !== null) {
      cell.texts.push(label === '' ? text : `${label} ${text}`);
      cell.bold &&= done.bold;
    } else if (kind === 'title' || kind === 'ctrTitle') {
      const title = titles.at(-1);
      // A title set over two paragraphs is one title.
      if (title === undefined) titles.push({ kind: 'heading', level: kind === 'title' ? 2 : 1, text, place });
      else titles[titles.length - 1] = { ...title, text: `${title.text} ${text}` };
    } else if (kind === 'sldNum' || kind === 'dt') return;
    else if (kind === 'ftr' || kind === 'hdr') {
      if (context.footer(text)) blocks.push({ kind: 'paragraph', text, place });
    } else {
      const listed =
        done.bullet === 'character' ||
        done.bullet === 'number' ||
        (done.bullet === 'inherited' && (kind === 'body' || kind === 'obj'));
      blocks.push({ kind: listed ? 'list-item' : 'paragraph', text: label === '' ? text : `${label} ${text}`, place });
    }
  };

  const openTable = (name: string, attributes: XmlAttributes): boolean => {
    switch (name) {
      case 'a:tbl':
        rows = createTableRows(context.nextTable(), (block) => blocks.push(block));
        row = 0;
        merged.clear();
        return true;
      case 'a:tblPr':
        headRow = attributes.get('firstRow') === '1';
        return true;
      case 'a:tr':
        row += 1;
        column = 0;
        cells = [];
        return true;
      case 'a:tc':
        column += 1;
        cell = {
          texts: [],
          span: boundedSpan(attributes.get('gridSpan')),
          down: boundedSpan(attributes.get('rowSpan')),
          bold: true,
          covered: attributes.get('hMerge') === '1' || attributes.get('vMerge') === '1',
        };
        return true;
      default:
        return false;
    }
  };

  const endCell = () => {
    if (cell === null) return;
    const text = cell.texts.join('\n');
    const above = merged.get(column);
    if (text !== '') {
      cells.push({ column, text, bold: cell.bold, ...(cell.span > 1 ? { span: cell.span } : {}) });
      if (cell.down > 1) merged.set(column, { text, ref: cellRef(row, column), bottom: row + cell.down - 1 });
    } else if (cell.covered && above !== undefined && above.bottom >= row)
      cells.push({ column, text: above.text, ref: above.ref });
    cell = null;
  };

  const openParagraph = (name: string, attributes: XmlAttributes) => {
    if (paragraph === null) return;
    if (name === 'a:pPr') paragraph.level = Math.min(8, Math.max(0, Number(attributes.get('lvl') ?? 0) || 0));
    else if (name === 'a:buNone') paragraph.bullet = 'none';
    else if (name === 'a:buChar' || name === 'a:buBlip') paragraph.bullet = 'character';
    else if (name === 'a:buAutoNum') {
      paragraph.bullet = 'number';
      paragraph.numbering = attributes.get('type') ?? 'arabicPeriod';
      paragraph.start = Number(attributes.get('startAt') ?? 1) || 1;
    } else if (name === 'a:rPr' && attributes.get('b') !== '1') paragraph.bold = false;
    else if (name === 'a:br') paragraph.pieces.push('\n');
    else if (name === 'a:tab') paragraph.pieces.push('\t');
    else if (name === 'a:t' || name === 'm:t') inText = true;
  };

  return {
    content: () => ({
      blocks: [...titles, ...blocks],
      ...(titles[0] === undefined ? {} : { title: titles[0].text }),
      hidden,
    }),
    open(name, attributes) {
      if (skipDepth > 0) {
        skipDepth += 1;
        return;
      }
      switch (name) {
        case 'p:sld':
          hidden = attributes.get('show') === '0';
          break;
        case 'mc:Fallback':
          skipDepth = 1;
          break;
        case 'p:sp':
          shapes.push({ placeholder: null, counters: [] });
          break;
        case 'p:ph':
          if (shapes.length > 0) shapes.at(-1)!.placeholder = attributes.get('type') ?? 'obj';
          break;
        case 'a:p':
          paragraph = { pieces: [], level: 0, bullet: 'inherited', numbering: '', start: 1, bold: true };
          break;
        case 'a:blip':
          context.seen('image', attributes.get('r:embed') ?? null);
          break;
        case 'c:chart':
          context.seen('chart', attributes.get('r:id') ?? null);
          break;
        case 'dgm:relIds':
          context.seen('diagram', attributes.get('r:dm') ?? null);
          break;
        case 'a:videoFile':
        case 'a:audioFile':
          context.seen('media', null);
          break;
        default:
          if (!openTable(name, attributes)) openParagraph(name, attributes);
      }
    },
    close(name) {
      if (skipDepth > 0) {
        skipDepth -= 1;
        return;
      }
      switch (name) {
        case 'a:t':
        case 'm:t':
          inText = false;
          break;
        case 'a:p':
          if (paragraph !== null) endParagraph(paragraph);
          paragraph = null;
          break;
        case 'a:tc':
          endCell();
          break;
        case 'a:tr':
          rows?.row({ row, cells, header: headRow && row === 1, part: context.part });
          break;
        case 'a:tbl':
          rows?.end();
          rows = null;
          break;
        case 'p:sp':
          shapes.pop();
          break;
      }
    },
    text(text) {
      if (inText && skipDepth === 0) paragraph?.pieces.push(text);
    },
  };
}

function numberLabel(shape: Shape, paragraph: Paragraph): string {
  const { level, numbering, start } = paragraph;
  shape.counters.length = Math.min(shape.counters.length, level + 1);
  const value = shape.counters[level] === undefined ? start : shape.counters[level]! + 1;
  shape.counters[level] = value;
  const [, base = 'arabic', ending = 'Period'] = /^(alphaLc|alphaUc|romanLc|romanUc|arabic)(.*)$/.exec(numbering) ?? [];
  const digits = formatNumeral(value, numberFormats[base] ?? 'decimal');
  if (ending === 'ParenBoth') return `(${digits})`;
  return ending === 'ParenR' ? `${digits})` : ending === 'Plain' ? digits : `${digits}.`;
}

function boundedSpan(value: string | undefined): number {
  const span = Number(value ?? 1);
  return Number.isInteger(span) && span > 1 && span <= 1_000 ? span : 1;
}
