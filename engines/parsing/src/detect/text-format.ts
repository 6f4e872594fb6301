import type { FileFormat } from '../contract.ts';

/** Bytes that are looked at: enough for a mail with a long chain of `Received` lines. */
const SAMPLE_BYTES = 16 * 1024;

/** The kind of plain text, or null when it is not text at all. `extension` in lower case, without the dot. */
export function findTextFormat(head: Uint8Array, extension: string): FileFormat | null {
  const text = decodeSample(head.subarray(0, SAMPLE_BYTES));
  if (text === null) return null;
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('{\\rtf')) return 'rtf';
  const markup = findMarkup(start, extension);
  if (markup) return markup;
  if (/^From [^\n]{3,200}\r?\n/.test(start) && isMail(start.slice(start.indexOf('\n') + 1))) return 'mbox';
  if (extension === 'eml' ? countMailHeaders(start) > 0 : isMail(start)) return 'eml';
  if (isJson(start, extension, head.length < SAMPLE_BYTES)) return 'json';
  if (extension === 'csv' || extension === 'tsv') return findDelimiter(start) === '\t' ? 'tsv' : 'csv';
  if (extension === 'md' || extension === 'markdown') return 'markdown';
  const table = extension === 'txt' || extension === '' ? findTable(start) : null;
  return table ?? 'text';
}

/** The sample as text; null for binary. Encodings are settled later by the reader: here only structure matters. */
function decodeSample(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const zeros = bytes.reduce((count, byte) => (byte === 0 ? count + 1 : count), 0);
  if (zeros > 0) return decodeUtf16WithoutMark(bytes, zeros);
  const controls = bytes.reduce((count, byte) => (isControl(byte) ? count + 1 : count), 0);
  return controls > bytes.length * 0.02 ? null : new TextDecoder('latin1').decode(bytes);
}

function isControl(byte: number): boolean {
  return (
    (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b) || byte === 0x7f
  );
}

/** UTF-16 without a mark, as old Windows exports have it: nearly every second byte of Latin text is zero, always the same half. */
function decodeUtf16WithoutMark(bytes: Uint8Array, zeros: number): string | null {
  if (bytes.length < 8 || zeros < bytes.length * 0.3) return null;
  let odd = 0;
  for (let i = 1; i < bytes.length; i += 2) if (bytes[i] === 0) odd++;
  if (odd === zeros) return new TextDecoder('utf-16le').decode(bytes);
  return odd === 0 ? new TextDecoder('utf-16be').decode(bytes) : null;
}

function findMarkup(start: string, extension: string): FileFormat | null {
  if (!start.startsWith('<')) return null;
  const body = start.replace(/^(?:\s*(?:<\?xml[^>]*\?>|<!--[\s\S]*?-->))*\s*/i, '');
  if (/^<(?:!doctype\s+html|html|head|body|title|meta|table|div|p|script|style|center|font|h[1-6])[\s>]/i.test(body)) {
    return 'html';
  }
  if (extension === 'html' || extension === 'htm') return 'html';
  if (/^<\?xml\s/i.test(start) || extension === 'xml') return 'xml';
  return /^<(?:!doctype\s+)?[a-z_][\w.:-]*[\s/>]/i.test(body) ? 'xml' : null;
}

const mailHeaders =
  /^(?:from|to|cc|bcc|subject|date|message-id|mime-version|received|return-path|reply-to|delivered-to|content-type|x-mailer|in-reply-to|references|sender|dkim-signature|x-[\w-]+):/i;

/** Known header fields in the header section, before the first empty line. */
function countMailHeaders(start: string): number {
  let known = 0;
  for (const line of start.split(/\r?\n/, 200)) {
    if (line === '') break;
    if (/^[ \t]/.test(line)) continue;
    if (!/^[\w-]+:/.test(line)) return 0;
    if (mailHeaders.test(line)) known++;
  }
  return known;
}

/** A letter may well start with "From: ... To: ..."; a mail also says when, what it is or whose it is by machine. */
function isMail(start: string): boolean {
  const header = start.split(/\r?\n\r?\n/, 1)[0] ?? '';
  return (
    countMailHeaders(start) >= 3 &&
    /^(?:message-id|mime-version|received|return-path|delivered-to|x-[\w-]+):/im.test(header)
  );
}

function isJson(start: string, extension: string, whole: boolean): boolean {
  if (!/^[[{]/.test(start)) return false;
  if (extension === 'json') return true;
  if (!whole) return /^(?:\{\s*"(?:[^"\\]|\\.)*"\s*:|\[\s*(?:[[{"\d-]|true|false|null))/.test(start);
  try {
    JSON.parse(start);
    return true;
  } catch {
    return false;
  }
}

/** A text file is a table when every line has the same number of separators, and more than one of them. */
function findTable(start: string): FileFormat | null {
  const delimiter = findDelimiter(start);
  const lines = start.split(/\r?\n/).slice(0, -1).slice(0, 20);
  if (delimiter === ',' || lines.length < 4) return null;
  const counts = new Set(lines.map((line) => line.split(delimiter).length));
  const [fields = 1] = counts;
  if (counts.size !== 1 || fields < 3) return null;
  return delimiter === '\t' ? 'tsv' : 'csv';
}

function findDelimiter(start: string): string {
  const line = start.split(/\r?\n/, 1)[0] ?? '';
  const counts = ['\t', ';', ','].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}
