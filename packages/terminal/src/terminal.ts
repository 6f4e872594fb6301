import { stripVTControlCharacters, styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Styles text when standard output is a terminal that shows them (NO_COLOR and pipes are respected). */
export function style(format: Style, text: string): string {
  return styleText(format, text, { stream: process.stdout });
}

/** What came out of a document may not steer the terminal. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\p{Cc}\p{Cf}]/gu, (c) => (c === '\n' || c === '\t' ? ' ' : ''));
}

export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && stripVTControlCharacters(line).length + 1 + stripVTControlCharacters(word).length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((each) => indent + each).join('\n');
}

/** A line that redraws itself on a terminal, and stays silent where nobody watches. */
export function createProgressLine(stream: NodeJS.WriteStream = process.stderr) {
  const isShown = stream.isTTY === true;
  let drawnAt = 0;
  return {
    show(text: string, share: number | null): void {
      const now = Date.now();
      if (!isShown || (now - drawnAt < 80 && share !== 1)) return;
      drawnAt = now;
      const width = 24;
      const filled = share === null ? 0 : Math.round(width * Math.min(1, Math.max(0, share)));
      const bar = share === null ? '' : `${'█'.repeat(filled)}${'░'.repeat(width - filled)} `;
      stream.write(`\r\x1b[2K${bar}${text.slice(0, Math.max(20, (stream.columns ?? 80) - width - 3))}`);
    },
    clear(): void {
      if (isShown) stream.write('\r\x1b[2K');
    },
  };
}
