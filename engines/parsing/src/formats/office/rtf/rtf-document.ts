import type { Block } from '../../../contract.ts';
import { ParseFailure } from '../../../reader.ts';
import type { OfficeProperties } from '../office-properties.ts';
import { codePageOf, decodeCodePage } from './rtf-fonts.ts';
import type { RtfToken } from './rtf-lexer.ts';
import { createRtfParagraphs, type RtfParagraphs } from './rtf-paragraphs.ts';
import { createRtfInfo, createRtfStyles } from './rtf-tables.ts';
import {
  characterWords,
  footerDestinations,
  headerDestinations,
  readDestinations,
  skippedDestinations,
} from './rtf-words.ts';

export type RtfDocument = {
  token(token: RtfToken): void;
  part(): number;
  end(): { properties: OfficeProperties; complete: boolean; objects: number };
};

type Destination =
  | 'body'
  | 'skip'
  | 'fonts'
  | 'styles'
  | 'title'
  | 'author'
  | 'creatim'
  | 'aside'
  | 'margin'
  | 'asideAuthor'
  | 'info';
type Group = {
  destination: Destination;
  skipUnicode: number;
  font: number;
  bold: boolean;
  hidden: boolean;
  deleted: boolean;
  aside: Aside | null;
};
type Aside = { kind: 'note' | 'comment' | 'margin'; pieces: string[]; footer: boolean };

const maxGroups = 1_000;

/** Follows groups, fonts and destinations, and hands text to the paragraphs. @throws ParseFailure `too_deep` past 1,000 nested groups. */
export function createRtfDocument(context: {
  emit(block: Block): void;
  countPages: boolean;
  note(part: number, note: string): void;
}): RtfDocument {
  const paragraphs: RtfParagraphs = createRtfParagraphs(context.emit);
  const stack: Group[] = [];
  let group: Group = {
    destination: 'body',
    skipUnicode: 1,
    font: 0,
    bold: false,
    hidden: false,
    deleted: false,
    aside: null,
  };
  let codePage = 1252;
  let defaultFont = 0;
  const fontPages = new Map<number, number>();
  const styles = createRtfStyles();
  const info = createRtfInfo();
  let bytes: number[] = [];
  let starred = false;
  let opened = false;
  let unicodeToSkip = 0;
  let level: number | null = null;
  let inTable = false;
  let objects = 0;
  let notes = 0;
  let author = '';
  let complete = false;
  let surrogate = 0;
  const margins = new Map<string, boolean>();

  const flushBytes = () => {
    if (bytes.length === 0) return;
    const raw = Uint8Array.from(bytes);
    bytes = [];
    addText(decodeCodePage(raw, fontPages.get(group.font) ?? codePage));
  };

  const addText = (text: string) => {
    if (group.hidden) {
      if (group.destination === 'body' && text.trim() !== '') context.note(paragraphs.part(), 'hidden text left out');
      return;
    }
    if (group.deleted) return;
    switch (group.destination) {
      case 'body':
        paragraphs.text(text, group.bold);
        break;
      case 'aside':
      case 'margin':
        group.aside?.pieces.push(text);
        break;
      case 'title':
        info.title(text);
        break;
      case 'author':
        info.author(text);
        break;
      case 'asideAuthor':
        author += text;
        break;
      case 'styles':
        styles.name(text);
        break;
    }
  };

  const open = () => {
    flushBytes();
    if (stack.length >= maxGroups) throw new ParseFailure('too_deep', `more than ${maxGroups} nested groups`);
    stack.push(group);
    group = { ...group };
    opened = true;
    starred = false;
    unicodeToSkip = 0;
    if (group.destination === 'styles') styles.start();
  };

  const close = () => {
    flushBytes();
    const closed = group;
    const outer = stack.pop();
    if (outer === undefined) return;
    group = outer;
    unicodeToSkip = 0;
    if (stack.length === 0) complete = true;
    if (closed.aside === null || closed.aside === outer.aside) return;
    const text = closed.aside.pieces.join('').trim();
    if (text === '') return;
    if (closed.aside.kind === 'note') {
      notes += 1;
      paragraphs.text(`[${notes}]`, group.bold);
      paragraphs.aside(`[${notes}] ${text}`);
    } else if (closed.aside.kind === 'comment') {
      paragraphs.aside(`[Comentario${author.trim() === '' ? '' : ` (${author.trim()})`}] ${text}`);
      author = '';
    } else if (!/^[\s\d\-–/.|]*$/.test(text) && !margins.has(text)) margins.set(text, closed.aside.footer);
  };

  const enter = (word: string): boolean => {
    if (headerDestinations.has(word) || footerDestinations.has(word)) {
      group.destination = 'margin';
      group.aside = { kind: 'margin', pieces: [], footer: footerDestinations.has(word) };
      return true;
    }
    switch (word) {
      case 'fonttbl':
        group.destination = 'fonts';
        return true;
      case 'stylesheet':
        group.destination = 'styles';
        return true;
      case 'info':
        group.destination = 'info';
        return true;
      case 'title':
      case 'author':
      case 'creatim':
        if (group.destination === 'info') group.destination = word;
        return true;
      case 'footnote':
      case 'annotation':
        group.destination = 'aside';
        group.aside = { kind: word === 'footnote' ? 'note' : 'comment', pieces: [], footer: false };
        return true;
      case 'atnauthor':
        group.destination = 'asideAuthor';
        return true;
      case 'upr':
        group.destination = 'skip';
        return true;
      case 'ud':
        group.destination = stack.at(-2)?.destination ?? 'body';
        return true;
    }
    if (word === 'pict' && group.destination === 'body') context.note(paragraphs.part(), 'image without text');
    if (word === 'objdata') objects += 1;
    if (skippedDestinations.has(word) || (starred && !readDestinations.has(word))) {
      group.destination = 'skip';
      return true;
    }
    return false;
  };

  const paragraphWord = (word: string, value: number | null) => {
    const asideText = (text: string) => group.aside?.pieces.push(text);
    const inBody = group.destination === 'body';
    switch (word) {
      case 'par':
      case 'sect':
        if (inBody) paragraphs.endParagraph({ inTable, level });
        else asideText('\n');
        break;
      case 'cell':
        if (inBody) paragraphs.endCell();
        else asideText(' ');
        break;
      case 'nestcell':
        if (inBody) paragraphs.endNestedCell();
        break;
      case 'nestrow':
        if (inBody) paragraphs.endNestedRow();
        break;
      case 'row':
        if (inBody) paragraphs.endRow();
        break;
      case 'page':
        if (inBody && context.countPages) paragraphs.pageBreak();
        break;
      case 'pard':
        level = null;
        inTable = false;
        break;
      case 'intbl':
        inTable = true;
        break;
      case 'outlinelevel':
        if (group.destination === 'styles') styles.outline(value ?? 9);
        else level = value !== null && value < 9 ? Math.min(value + 1, 6) : null;
        break;
      case 's':
        if (group.destination === 'styles') styles.number(value ?? 0);
        else level = styles.level(value ?? 0) ?? level;
        break;
    }
  };

  const characterWord = (word: string, value: number | null): boolean => {
    switch (word) {
      case 'b':
        group.bold = value !== 0;
        return true;
      case 'v':
        group.hidden = value !== 0;
        return true;
      case 'deleted':
        group.deleted = value !== 0;
        return true;
      case 'plain':
        group.bold = false;
        group.hidden = false;
        group.font = defaultFont;
        return true;
      case 'f':
        group.font = value ?? 0;
        return true;
      case 'uc':
        group.skipUnicode = Math.min(Math.max(value ?? 1, 0), 16);
        return true;
      case 'ansicpg':
        if (value !== null && value > 0) codePage = value;
        return true;
      case 'mac':
        codePage = 10000;
        return true;
      case 'pc':
        codePage = 437;
        return true;
      case 'pca':
        codePage = 850;
        return true;
      case 'deff':
        defaultFont = value ?? 0;
        group.font = defaultFont;
        return true;
      case 'fcharset': {
        const page = codePageOf(value ?? 0);
        if (group.destination === 'fonts' && page !== null) fontPages.set(group.font, page);
        return true;
      }
      case 'cpg':
        if (group.destination === 'fonts' && value !== null) fontPages.set(group.font, value);
        return true;
      case 'yr':
      case 'mo':
      case 'dy':
      case 'hr':
      case 'min':
        if (group.destination === 'creatim') info.time(word, value ?? 0);
        return true;
      default:
        return false;
    }
  };

  const unicode = (value: number) => {
    flushBytes();
    const code = value < 0 ? value + 65_536 : value;
    unicodeToSkip = group.skipUnicode;
    if (code >= 0xd800 && code < 0xdc00) surrogate = code;
    else if (code >= 0xdc00 && code < 0xe000) {
      if (surrogate > 0) addText(String.fromCharCode(surrogate, code));
      surrogate = 0;
    } else if (code > 0 && code <= 0x10ffff)
      addText(code >= 0xf000 && code <= 0xf0ff ? '•' : String.fromCodePoint(code));
  };

  const word = (name: string, value: number | null) => {
    if (name === 'u' && value !== null) {
      if (group.destination !== 'skip') unicode(value);
      return;
    }
    if (unicodeToSkip > 0 && characterWords[name] !== undefined) {
      unicodeToSkip -= 1;
      return;
    }
    flushBytes();
    const first = opened;
    opened = false;
    if (first && enter(name)) return;
    starred = false;
    if (group.destination === 'skip') return;
    const text = characterWords[name];
    if (text !== undefined) addText(text);
    else if (!characterWord(name, value)) paragraphWord(name, value);
  };

  const symbol = (each: string) => {
    if (each === '*') {
      starred = true;
      return;
    }
    flushBytes();
    opened = false;
    if (each === '~') addText('\u00a0');
    else if (each === '_') addText('-');
    else if (each === '{' || each === '}' || each === '\\') addText(each);
  };

  return {
    part: paragraphs.part,
    token(token) {
      switch (token.kind) {
        case 'open':
          open();
          break;
        case 'close':
          close();
          break;
        case 'word':
          word(token.word, token.value);
          break;
        case 'symbol':
          symbol(token.symbol);
          break;
        case 'hex':
          opened = false;
          if (unicodeToSkip > 0) unicodeToSkip -= 1;
          else if (group.destination !== 'skip') bytes.push(token.byte);
          break;
        case 'bytes': {
          opened = false;
          const skipped = Math.min(unicodeToSkip, token.bytes.length);
          unicodeToSkip -= skipped;
          if (group.destination !== 'skip')
            for (let at = skipped; at < token.bytes.length; at += 1) bytes.push(token.bytes[at]!);
          break;
        }
      }
    },
    end() {
      flushBytes();
      paragraphs.end();
      for (const text of margins.keys()) context.emit({ kind: 'paragraph', text, place: { part: paragraphs.part() } });
      return { properties: info.properties(), complete, objects };
    },
  };
}
