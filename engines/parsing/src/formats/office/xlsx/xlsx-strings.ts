import type { OfficePackage } from '../ooxml-package.ts';
import type { XmlHandler } from '../xml/xml-scanner.ts';

/** Shared strings in order. Phonetic guides (`rPh`) are no part of the text. */
export async function readSharedStrings(
  pack: OfficePackage,
  path: string,
  pause: (done: number) => Promise<void>,
): Promise<string[]> {
  const strings: string[] = [];
  if (!pack.has(path)) return strings;
  let current = '';
  let inText = false;
  let phonetic = 0;
  const handler: XmlHandler = {
    open(name) {
      if (name === 't') inText = phonetic === 0;
      else if (name === 'si') current = '';
      else if (name === 'rPh') phonetic += 1;
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'si') strings.push(decodeEscapes(current));
    },
    text(text) {
      if (inText) current = current === '' ? text : current + text;
    },
  };
  await pack.scan(path, handler, pause);
  return strings;
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text
    .replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll('\r\n', '\n');
}
