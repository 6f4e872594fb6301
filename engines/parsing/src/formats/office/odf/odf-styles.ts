import { formatNumeral } from '../numerals.ts';
import type { XmlAttributes, XmlHandler } from '../xml/xml-scanner.ts';

type Style = {
  name: string;
  parent?: string;
  outline?: number;
  listStyle?: string;
  bold?: boolean;
  hiddenText?: boolean;
  /** Tables and slides that are not shown. */
  hidden?: boolean;
  breakBefore?: boolean;
};

export type ListLevel = {
  kind: 'bullet' | 'number';
  format: string;
  prefix: string;
  suffix: string;
  start: number;
  shown: number;
};

/** Styles of an OpenDocument file, collected from styles.xml and from the beginning of content.xml. */
export type OdfStyles = {
  handler: XmlHandler;
  headingLevel(styleName: string | undefined): number | undefined;
  isBold(styleName: string | undefined): boolean;
  isHiddenText(styleName: string | undefined): boolean;
  isHidden(styleName: string | undefined): boolean;
  breaksPage(styleName: string | undefined): boolean;
  listStyleOf(styleName: string | undefined): string | undefined;
  /** Level 1-10 of a list style; `outline` is the numbering of headings. */
  listLevel(listStyle: string, level: number): ListLevel | undefined;
};

export const outlineList = '\u0000outline';

const headingName = /^(?:heading|t[ií]tulo|encabezado|titre|überschrift|titolo)[\s_]*([1-9])\b/i;
const titleName = /^(?:title|t[ií]tulo|titre|titel|titolo)$/i;
const subtitleName = /^(?:subtitle|subt[ií]tulo|sous-titre|untertitel|sottotitolo)$/i;
const numberFormats: Record<string, string> = {
  '1': 'decimal',
  a: 'lowerLetter',
  A: 'upperLetter',
  i: 'lowerRoman',
  I: 'upperRoman',
  '': 'none',
};
const maxInheritance = 30;

export function createOdfStyles(): OdfStyles {
  const styles = new Map<string, Style>();
  const lists = new Map<string, Map<number, ListLevel>>();
  let current: Style | null = null;
  let list: Map<number, ListLevel> | null = null;

  const lookUp = <T>(name: string | undefined, pick: (style: Style) => T | undefined): T | undefined => {
    let at = name;
    for (let step = 0; at !== undefined && step < maxInheritance; step += 1) {
      const style = styles.get(at);
      if (style === undefined) return undefined;
      const found = pick(style);
      if (found !== undefined) return found;
      at = style.parent;
    }
    return undefined;
  };

  const openStyle = (attributes: XmlAttributes) => {
    const key = attributes.get('style:name') ?? '';
    current = { name: attributes.get('style:display-name') ?? key.replaceAll('_20_', ' ') };
    const parent = attributes.get('style:parent-style-name');
    if (parent !== undefined && parent !== key) current.parent = parent;
    const outline = attributes.get('style:default-outline-level');
    if (outline !== undefined && outline !== '') current.outline = Number(outline);
    const listStyle = attributes.get('style:list-style-name');
    if (listStyle !== undefined) current.listStyle = listStyle;
    const master = attributes.get('style:master-page-name');
    if (master !== undefined && master !== '') current.breakBefore = true;
    // Families share names rarely, and only paragraph and table styles matter here: the first of a name wins.
    if (!styles.has(key)) styles.set(key, current);
  };

  const handler: XmlHandler = {
    open(name, attributes) {
      switch (name) {
        case 'style:style':
          openStyle(attributes);
          break;
        case 'style:text-properties':
          if (current === null) break;
          if (attributes.get('fo:font-weight') !== undefined)
            current.bold = attributes.get('fo:font-weight') !== 'normal';
          if (attributes.get('text:display') === 'none') current.hiddenText = true;
          break;
        case 'style:paragraph-properties':
          if (current !== null && attributes.get('fo:break-before') === 'page') current.breakBefore = true;
          break;
        case 'style:table-properties':
          if (current !== null && attributes.get('table:display') === 'false') current.hidden = true;
          break;
        case 'style:drawing-page-properties':
          if (current !== null && attributes.get('presentation:visibility') === 'hidden') current.hidden = true;
          break;
        case 'text:list-style':
          list = new Map();
          lists.set(attributes.get('style:name') ?? '', list);
          break;
        case 'text:outline-style':
          list = new Map();
          lists.set(outlineList, list);
          break;
        case 'text:list-level-style-bullet':
        case 'text:list-level-style-image':
          list?.set(Number(attributes.get('text:level') ?? 1), {
            kind: 'bullet',
            format: 'none',
            prefix: '',
            suffix: '',
            start: 1,
            shown: 1,
          });
          break;
        case 'text:list-level-style-number':
        case 'text:outline-level-style':
          list?.set(Number(attributes.get('text:level') ?? 1), {
            kind: 'number',
            format: numberFormats[attributes.get('style:num-format') ?? ''] ?? 'decimal',
            prefix: attributes.get('style:num-prefix') ?? '',
            suffix: attributes.get('style:num-suffix') ?? '',
            start: Number(attributes.get('text:start-value') ?? 1) || 1,
            shown: Number(attributes.get('text:display-levels') ?? 1) || 1,
          });
          break;
      }
    },
    close(name) {
      if (name === 'style:style') current = null;
      else if (name === 'text:list-style' || name === 'text:outline-style') list = null;
    },
    text() {},
  };

  return {
    handler,
    headingLevel: (name) =>
      lookUp(name, (style) =>
        style.outline !== undefined && style.outline > 0 ? style.outline : levelOfName(style.name),
      ),
    isBold: (name) => lookUp(name, (style) => style.bold) ?? false,
    isHiddenText: (name) => lookUp(name, (style) => style.hiddenText) ?? false,
    isHidden: (name) => lookUp(name, (style) => style.hidden) ?? false,
    breaksPage: (name) => lookUp(name, (style) => style.breakBefore) ?? false,
    listStyleOf: (name) => lookUp(name, (style) => style.listStyle),
    listLevel: (listStyle, level) => lists.get(listStyle)?.get(level),
  };
}

function levelOfName(name: string): number | undefined {
  const level = headingName.exec(name)?.[1];
  if (level !== undefined) return Number(level);
  if (titleName.test(name)) return 1;
  return subtitleName.test(name) ? 2 : undefined;
}

/** The label of a list item from the counters of its list, such as `2.1.`; empty for bullets and unnumbered levels. */
export function listLabel(styles: OdfStyles, listStyle: string, level: number, counters: readonly number[]): string {
  const own = styles.listLevel(listStyle, level);
  if (own === undefined || own.kind === 'bullet' || own.format === 'none') return '';
  const digits: string[] = [];
  for (let at = Math.max(1, level - own.shown + 1); at <= level; at += 1) {
    const each = styles.listLevel(listStyle, at);
    if (each !== undefined && each.format !== 'none')
      digits.push(formatNumeral(counters[at] || each.start, each.format));
  }
  return `${own.prefix}${digits.join('.')}${own.suffix}`.trim();
}
