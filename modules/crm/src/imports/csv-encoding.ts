import { UnreadableFileError, WrongEncodingError } from '../crm.errors.ts';

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15'] as const;
export type CsvEncoding = (typeof encodings)[number];

/** What the first bytes say, when they carry a mark of their encoding. */
export function markedEncoding(head: Uint8Array): CsvEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return null;
}

/**
 * The text of a file in pieces. Bytes that are not of the encoding end it with the place of the first of them and what the file seems to be, never with
 * replacement marks in names.
 * @throws WrongEncodingError, UnreadableFileError for a file with zero bytes
 */
export async function* decodeText(source: AsyncIterable<Uint8Array>, encoding: CsvEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let offset = 0;
  for await (const chunk of source) {
    const marked = offset === 0 ? markedEncoding(chunk) : null;
    if (marked !== null && marked !== encoding)
      throw new WrongEncodingError(
        `The file says that it is ${marked}, and ${encoding} was chosen. Choose ${marked}.`,
        [{ path: 'encoding', message: marked }],
      );
    if (!encoding.startsWith('utf-16') && chunk.includes(0)) throw binaryFile(chunk);
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw wrongBytes(encoding, chunk, offset);
    }
    offset += chunk.length;
    if (text !== '') yield text;
  }
  try {
    const rest = decoder.decode();
    if (rest !== '') yield rest;
  } catch {
    throw new WrongEncodingError(
      `The file ends in the middle of a character of ${encoding}: it was cut, or is in another encoding.`,
      [{ path: 'encoding', message: 'windows-1252' }],
    );
  }
}

/** UTF-8 that was once read as Windows-1252 and saved again: "Ã©" for "é". The bytes are right, the words are not. */
export function isMojibake(text: string): boolean {
  const doubled = text.match(/[ÃÂ][\u0080-\u00bf€-™]/g)?.length ?? 0;
  return doubled >= 3 && doubled * 200 > text.length / 10;
}

function wrongBytes(encoding: CsvEncoding, chunk: Uint8Array, offset: number): WrongEncodingError {
  const at = offset + firstForeignByte(chunk);
  return new WrongEncodingError(
    `The file is not ${encoding}: byte ${at} does not belong to it. It looks like Windows-1252, as Excel saves it; choose that encoding, or save the file as "CSV UTF-8".`,
    [{ path: 'encoding', message: 'windows-1252' }],
  );
}

/** Roughly where: the first byte above ASCII that begins no sequence of UTF-8. */
function firstForeignByte(chunk: Uint8Array): number {
  for (let i = 0; i < chunk.length; i += 1) {
    const byte = chunk[i]!;
    if (byte < 0x80) continue;
    const more = byte >= 0xf0 && byte < 0xf5 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc2 ? 1 : 0;
    const follows =
      more > 0 && byte < 0xf5 && chunk.subarray(i + 1, i + 1 + more).every((one) => (one & 0xc0) === 0x80);
    if (!follows) return i;
    i += more;
  }
  return 0;
}

function binaryFile(chunk: Uint8Array): UnreadableFileError {
  const isZip = chunk[0] === 0x50 && chunk[1] === 0x4b;
  return new UnreadableFileError(
    isZip
      ? 'This is an Excel workbook. Save it as CSV and send that file.'
      : 'This is not a text file, or one in UTF-16: choose that encoding, or save it as "CSV UTF-8".',
    [{ path: 'file', message: 'not text' }],
  );
}
