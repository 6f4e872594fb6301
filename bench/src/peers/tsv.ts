import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { PeerPassage, PeerQuery } from './peer.ts';

const flat = (text: string) => text.replace(/[\t\n\r\u2028\u2029\u0085]+/g, ' ');

/** Lines to a file in pieces: a million passages do not fit into one string. */
export function writeLines(file: string, lines: Iterable<string>): void {
  const handle = openSync(file, 'w');
  try {
    let piece: string[] = [];
    for (const line of lines) {
      piece.push(line);
      if (piece.length === 2000) {
        writeSync(handle, `${piece.join('\n')}\n`);
        piece = [];
      }
    }
    if (piece.length > 0) writeSync(handle, `${piece.join('\n')}\n`);
  } finally {
    closeSync(handle);
  }
}

export function passageLine({ title, text, tokens }: PeerPassage): string {
  return `${flat(title)}\t${flat(text)}\t${flat(tokens.join(' '))}`;
}

export function queryLine({ text, tokens }: PeerQuery): string {
  return `${flat(text)}\t${flat(tokens.join(' '))}`;
}

export function readQueries(file: string): PeerQuery[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [text = '', tokens = ''] = line.split('\t');
      return { text, tokens: tokens.split(' ').filter(Boolean) };
    });
}
