import iconv from 'iconv-lite';

/** Code pages by the character set numbers of Windows fonts. 2 is the symbol set, which has no text. */
const codePageOfCharset: Record<number, number> = {
  77: 10000,
  128: 932,
  129: 949,
  130: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
  254: 437,
  255: 850,
};

export const symbolCodePage = -1;

/** The code page of a font by its `\fcharset`; null means the document's own. */
export function codePageOf(charset: number): number | null {
  return charset === 2 ? symbolCodePage : (codePageOfCharset[charset] ?? null);
}

/** Bytes of a code page as text; unknown pages are read as Windows-1252. */
export function decodeCodePage(bytes: Uint8Array, codePage: number): string {
  if (codePage === symbolCodePage) return symbolText(bytes);
  if (codePage === 65001) return new TextDecoder().decode(bytes);
  const name = codePage === 10000 ? 'macintosh' : `cp${codePage}`;
  return iconv.decode(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    iconv.encodingExists(name) ? name : 'cp1252',
  );
}

/** Bullets and dashes of the Symbol font; its letters are left as they are. */
function symbolText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte === 0xb7 || byte >= 0xa0 ? '•' : String.fromCharCode(byte);
  return text;
}
