import { type DecodingTally, decoderFor, decodeText, encodingOfMark } from './text-encoding.ts';

const metaCharset = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:-]+)/i;
const xmlEncoding = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:-]+)["']/i;

/**
 * Text of a page: byte order mark, then what it declares in its first 4 KiB, unless its bytes say otherwise. A page that declares UTF-16 in ASCII
 * is UTF-8 (HTML standard, prescan); one that declares Latin-1 but is valid UTF-8 is common and read as UTF-8.
 */
export function decodeHtml(bytes: Uint8Array, tally: DecodingTally, httpCharset?: string): string {
  const marked = encodingOfMark(bytes);
  if (marked !== null) return decodeText(bytes, tally, marked);
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  const declared = (httpCharset ?? xmlEncoding.exec(start)?.[1] ?? metaCharset.exec(start)?.[1])?.toLowerCase();
  if (declared === undefined) return decodeText(bytes, tally);
  // Aliases (`unicode` is UTF-16LE) are resolved by the decoder; an unknown label comes back as Windows-1252, like Latin-1.
  const encoding = decoderFor(declared).encoding;
  if (encoding.startsWith('utf-') || encoding === 'windows-1252') return decodeText(bytes, tally);
  return decodeText(bytes, tally, encoding);
}
