import type { XmlHandler } from '../xml/xml-scanner.ts';
import { scanXml } from '../xml/xml-text.ts';

/** What a paragraph style says about structure, inheritance resolved. */
export type ParagraphStyle = {
  /** 1-6 when paragraphs of the style are headings. */
  headingLevel?: number;
  numId?: string;
  ilvl?: number;
  bold: boolean;
  isList: boolean;
};

export type DocxStyles = {
  /** The style of a paragraph; `undefined` means the default one. */
  paragraph(styleId: string | undefined): ParagraphStyle;
  /** Whether a character style is bold, or hides its text. */
  character(styleId: string): { bold: boolean; hidden: boolean };
  /** Language of the document's defaults, such as `es-ES`. */
  language?: string;
};

type RawStyle = {
  name: string;
  basedOn?: string;
  outline?: number;
  numId?: string;
  ilvl?: number;
  bold?: boolean;
  hidden?: boolean;
};

/** Built-in names are English in the file whatever the language of Word; other producers write their own. */
const headingName =
  /^(?:heading|t[ií]tulo|encabezado|titre|titolo|überschrift|ueberschrift|rubrik|overskrift|kop|nag[lł][oó]wek|заголовок)[\s_-]*([1-9])\b/i;
const titleName = /^(?:title|t[ií]tulo|titre|titel|titolo|document title)$/i;
const subtitleName = /^(?:subtitle|subt[ií]tulo|sous-titre|untertitel|sottotitolo)$/i;
const listName = /^(?:list|lista|liste)\b/i;

const maxInheritance = 30;

/** Reads `styles.xml`. A document without one has only default styles. */
export function readDocxStyles(xml: string | null): DocxStyles {
  const raw = new Map<string, RawStyle>();
  let language: string | undefined;
  let defaultStyle: string | undefined;
  if (xml !== null) {
    let current: RawStyle | null = null;
    const handler: XmlHandler = {
      open(name, attributes) {
        const value = () => attributes.get('w:val');
        if (name === 'w:style') {
          const id = attributes.get('w:styleId') ?? '';
          current = { name: id };
          raw.set(id, current);
          if (attributes.get('w:default') === '1' && attributes.get('w:type') === 'paragraph') defaultStyle = id;
        } else if (name === 'w:lang') language ??= value();
        else if (current === null) return;
        else if (name === 'w:name') current.name = value() ?? current.name;
        else if (name === 'w:basedOn') current.basedOn = value();
        else if (name === 'w:outlineLvl') current.outline = Number(value());
        else if (name === 'w:numId') current.numId = value();
        else if (name === 'w:ilvl') current.ilvl = Number(value());
        else if (name === 'w:b') current.bold = isOn(value());
        else if (name === 'w:vanish') current.hidden = isOn(value());
      },
      close(name) {
        if (name === 'w:style') current = null;
      },
      text() {},
    };
    scanXml(xml, handler);
  }

  const lookUp = <T>(styleId: string, pick: (style: RawStyle) => T | undefined): T | undefined => {
    let id: string | undefined = styleId;
    for (let step = 0; id !== undefined && step < maxInheritance; step += 1) {
      const style: RawStyle | undefined = raw.get(id);
      if (style === undefined) return undefined;
      const found = pick(style);
      if (found !== undefined) return found;
      id = style.basedOn;
    }
    return undefined;
  };

  const resolve = (styleId: string): ParagraphStyle => {
    const outline = lookUp(styleId, (style) => style.outline);
    const named = lookUp(
      styleId,
      (style) => levelOfName(style.name) ?? levelOfName(raw.size === 0 ? styleId : style.name),
    );
    const level = outline !== undefined && outline < 9 ? outline + 1 : outline === 9 ? undefined : named;
    const numId = lookUp(styleId, (style) => style.numId);
    return {
      ...(level === undefined ? {} : { headingLevel: Math.min(level, 6) }),
      ...(numId === undefined ? {} : { numId }),
      ilvl: lookUp(styleId, (style) => style.ilvl) ?? 0,
      bold: lookUp(styleId, (style) => style.bold) ?? false,
      isList: listName.test(raw.get(styleId)?.name ?? styleId),
    };
  };

  const paragraphs = new Map<string, ParagraphStyle>();
  return {
    paragraph(styleId) {
      const id = styleId ?? defaultStyle ?? 'Normal';
      let style = paragraphs.get(id);
      if (style === undefined) {
        style = resolve(id);
        paragraphs.set(id, style);
      }
      return style;
    },
    character: (styleId) => ({
      bold: lookUp(styleId, (style) => style.bold) ?? false,
      hidden: lookUp(styleId, (style) => style.hidden) ?? false,
    }),
    ...(language === undefined ? {} : { language }),
  };
}

function levelOfName(name: string): number | undefined {
  const level = headingName.exec(name)?.[1];
  if (level !== undefined) return Number(level);
  if (titleName.test(name)) return 1;
  return subtitleName.test(name) ? 2 : undefined;
}

/** An on/off property of OOXML: present without a value means on. */
export function isOn(value: string | undefined): boolean {
  return value === undefined || !(value === '0' || value === 'false' || value === 'off' || value === 'none');
}
