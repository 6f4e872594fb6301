import type { Block, BlockKind } from '../../contract.ts';
import type { CellDraft } from '../office/table/table-header.ts';
import { createTableRows, type TableRows } from '../office/table/table-rows.ts';

export type MarkdownBlocks = {
  line(text: string, number: number): void;
  end(): { front: ReadonlyMap<string, string>; title?: string };
};

const fence = /^\s{0,3}(`{3,}|~{3,})/;
const atx = /^\s{0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$/;
const item = /^\s*(?:([-*+])|(\d{1,9})([.)]))\s+(.*)$/;
const tableRule = /^\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** Structure of Markdown without nesting: enough to cite from, in one pass and one block of memory. */
export function createMarkdownBlocks(emit: (block: Block) => void): MarkdownBlocks {
  const front = new Map<string, string>();
  let inFront = false;
  let title: string | undefined;
  let lines: string[] = [];
  let first = 0;
  let kind: BlockKind = 'paragraph';
  let marker = '';
  let closing: string | null = null;
  let tables = 0;
  let rows: TableRows | null = null;
  let row = 0;
  let maybeHeader: { text: string; number: number } | null = null;

  const heading = (text: string, level: number, number: number) => {
    const plain = stripInline(text).trim();
    if (plain === '') return;
    if (level === 1) title ??= plain;
    emit({ kind: 'heading', level, text: plain, place: { part: 1, line: number } });
  };

  const flush = () => {
    if (lines.length > 0) {
      const joined = kind === 'code' ? lines.join('\n') : stripInline(lines.join('\n'));
      const text = kind === 'code' ? joined.replace(/\s+$/, '') : joined.trim();
      if (text !== '')
        emit({ kind, text: marker === '' ? text : `${marker} ${text}`, place: { part: 1, line: first } });
    }
    lines = [];
    kind = 'paragraph';
    marker = '';
    maybeHeader = null;
  };

  const endTable = () => {
    rows?.end();
    rows = null;
    row = 0;
  };

  const tableLine = (text: string, number: number, header: boolean) => {
    row += 1;
    const cells: CellDraft[] = splitRow(text)
      .map((cell, at) => ({ column: at + 1, text: stripInline(cell).trim() }))
      .filter((cell) => cell.text !== '');
    rows?.row({ row, cells, header, part: 1, line: number });
  };

  const start = (text: string, number: number, as: BlockKind) => {
    flush();
    kind = as;
    lines = [text];
    first = number;
  };

  return {
    line(text, number) {
      if (number === 1 && text.trim() === '---') {
        inFront = true;
        return;
      }
      if (inFront) {
        if (/^(?:---|\.\.\.)\s*$/.test(text)) inFront = false;
        else {
          const [, key, value] = /^(\w[\w-]*)\s*:\s*(.*)$/.exec(text) ?? [];
          if (key !== undefined && value !== undefined && value !== '') {
            front.set(key.toLowerCase(), value.replace(/^["']|["']$/g, ''));
            emit({
              kind: 'header-field',
              text: `${key}: ${value.replace(/^["']|["']$/g, '')}`,
              place: { part: 1, line: number },
            });
          }
        }
        return;
      }
      if (closing !== null) {
        if (text.trim().startsWith(closing) && text.trim().replaceAll(closing[0]!, '') === '') {
          closing = null;
          flush();
        } else lines.push(text);
        return;
      }
      const opens = fence.exec(text);
      if (opens !== null) {
        endTable();
        start('', number + 1, 'code');
        lines = [];
        closing = opens[1]!;
        return;
      }
      if (rows !== null) {
        if (text.includes('|') && text.trim() !== '') {
          tableLine(text, number, false);
          return;
        }
        endTable();
      }
      if (text.trim() === '') {
        flush();
        return;
      }
      if (maybeHeader !== null && tableRule.test(text) && splitRow(text).length === splitRow(maybeHeader.text).length) {
        const header = maybeHeader;
        lines = lines.slice(0, -1);
        flush();
        tables += 1;
        rows = createTableRows(tables, emit);
        tableLine(header.text, header.number, true);
        return;
      }
      const hashes = atx.exec(text);
      if (hashes !== null) {
        flush();
        heading(hashes[2] ?? '', hashes[1]!.length, number);
        return;
      }
      if (/^\s{0,3}(?:=+|-+)\s*$/.test(text) && lines.length === 1 && kind === 'paragraph') {
        const under = lines[0]!;
        lines = [];
        flush();
        heading(under, text.trim().startsWith('=') ? 1 : 2, first);
        return;
      }
      if (/^\s{0,3}(?:[-*_]\s*){3,}$/.test(text)) {
        flush();
        return;
      }
      const listed = item.exec(text);
      if (listed !== null) {
        start(listed[4]!, number, 'list-item');
        marker = listed[2] === undefined ? '' : `${listed[2]}${listed[3]}`;
        return;
      }
      const plain = text.replace(/^\s{0,3}(?:>\s?)+/, '');
      if (lines.length === 0) start(plain, number, 'paragraph');
      else lines.push(plain.trimStart());
      maybeHeader = text.includes('|') ? { text, number } : null;
      if (lines.length > 200) flush();
    },
    end() {
      flush();
      endTable();
      return { front, ...(title === undefined ? {} : { title }) };
    },
  };
}

function splitRow(text: string): string[] {
  return text
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll('\\|', '|'));
}

/** Takes off emphasis, code marks, links (their text stays), images (their description stays), comments and tags. */
export function stripInline(text: string): string {
  return text
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/!\[([^\]\n]{0,1000})\]\([^)\n]{0,2000}\)/g, '$1')
    .replace(/\[([^\]\n]{1,1000})\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,200}\])/g, '$1')
    .replace(/<(https?:\/\/[^>\s]{1,2000}|[\w.+-]{1,100}@[\w.-]{1,200})>/g, '$1')
    .replace(/<\/?[a-z][\w-]{0,30}(?:\s[^<>\n]{0,500})?\/?>/gi, '')
    .replace(/(`+)([^`\n]{1,2000})\1/g, '$2')
    .replace(/(\*\*|__)(?=\S)([^*_\n]{1,2000}?\S)\1/g, '$2')
    .replace(/(?<![\w*])\*(?=\S)([^*\n]{1,2000}?\S)\*(?![\w*])/g, '$1')
    .replace(/(?<!\w)_(?=\S)([^_\n]{1,2000}?\S)_(?!\w)/g, '$1')
    .replace(/~~([^~\n]{1,2000})~~/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-.!|>~])/g, '$1');
}
