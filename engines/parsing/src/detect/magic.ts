import type { FileFormat } from '../contract.ts';

/** A container whose inside decides; see `detectContainer`. */
export type Container = { container: 'zip' | 'ole2' };

/** `unsupported` is a noun phrase for the user ("a ZIP archive"). */
export type Magic = { format: FileFormat } | Container | { unsupported: string };

type Signature = { at: number; bytes: readonly number[] | string; magic: Magic };

// Registered signatures: PNG (RFC 2083), JPEG (ISO 10918-1), TIFF 6.0, GIF 89a, RIFF/WebP, OLE2 ([MS-CFB] 2.2), ZIP (APPNOTE 4.3.7).
const signatures: readonly Signature[] = [
  { at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], magic: { format: 'png' } },
  { at: 0, bytes: [0xff, 0xd8, 0xff], magic: { format: 'jpeg' } },
  { at: 0, bytes: [0x49, 0x49, 0x2a, 0x00], magic: { format: 'tiff' } },
  { at: 0, bytes: [0x4d, 0x4d, 0x00, 0x2a], magic: { format: 'tiff' } },
  { at: 0, bytes: 'GIF87a', magic: { format: 'gif' } },
  { at: 0, bytes: 'GIF89a', magic: { format: 'gif' } },
  { at: 8, bytes: 'WEBP', magic: { format: 'webp' } },
  { at: 0, bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], magic: { container: 'ole2' } },
  { at: 0, bytes: [0x50, 0x4b, 0x03, 0x04], magic: { container: 'zip' } },
  { at: 0, bytes: [0x50, 0x4b, 0x05, 0x06], magic: { container: 'zip' } },
  { at: 0, bytes: [0x50, 0x4b, 0x07, 0x08], magic: { container: 'zip' } },
  { at: 0, bytes: '{\\rtf', magic: { format: 'rtf' } },
  // Workbooks from before OLE2 ([MS-XLS] 2.4.21: a bare BOF record of BIFF 2, 3 or 4); LibreOffice reads them.
  { at: 0, bytes: [0x09, 0x00, 0x04, 0x00], magic: { format: 'xls' } },
  { at: 0, bytes: [0x09, 0x02, 0x06, 0x00], magic: { format: 'xls' } },
  { at: 0, bytes: [0x09, 0x04, 0x06, 0x00], magic: { format: 'xls' } },
  { at: 0, bytes: [0xff, 0x57, 0x50, 0x43], magic: { unsupported: 'a WordPerfect document' } },
  { at: 0, bytes: [0x1f, 0x8b], magic: { unsupported: 'a gzip archive' } },
  { at: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], magic: { unsupported: 'a 7-Zip archive' } },
  { at: 0, bytes: 'Rar!', magic: { unsupported: 'a RAR archive' } },
  { at: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], magic: { unsupported: 'an xz archive' } },
  { at: 0, bytes: 'BZh', magic: { unsupported: 'a bzip2 archive' } },
  { at: 257, bytes: 'ustar', magic: { unsupported: 'a tar archive' } },
  { at: 0, bytes: [0x7f, 0x45, 0x4c, 0x46], magic: { unsupported: 'a program' } },
  { at: 0, bytes: [0x4d, 0x5a, 0x90, 0x00], magic: { unsupported: 'a program' } },
  { at: 0, bytes: [0xca, 0xfe, 0xba, 0xbe], magic: { unsupported: 'a program' } },
  { at: 0, bytes: 'P4\n', magic: { unsupported: 'a portable bitmap' } },
  { at: 0, bytes: 'P5\n', magic: { unsupported: 'a portable greymap' } },
  { at: 0, bytes: 'P6\n', magic: { unsupported: 'a portable pixmap' } },
  { at: 0, bytes: '%!PS', magic: { unsupported: 'a PostScript file' } },
  { at: 4, bytes: 'ftyp', magic: { unsupported: 'a video, sound or HEIC file' } },
  { at: 0, bytes: 'ID3', magic: { unsupported: 'a sound file' } },
  { at: 0, bytes: 'OggS', magic: { unsupported: 'a sound file' } },
  { at: 0, bytes: 'fLaC', magic: { unsupported: 'a sound file' } },
  { at: 8, bytes: 'WAVE', magic: { unsupported: 'a sound file' } },
  { at: 8, bytes: 'AVI ', magic: { unsupported: 'a video' } },
  { at: 0, bytes: [0x1a, 0x45, 0xdf, 0xa3], magic: { unsupported: 'a video' } },
  { at: 0, bytes: 'SQLite format 3\0', magic: { unsupported: 'a database' } },
  { at: 0, bytes: 'PAR1', magic: { unsupported: 'a Parquet file' } },
  { at: 0, bytes: [0x00, 0x00, 0x01, 0x00], magic: { unsupported: 'an icon' } },
  { at: 0, bytes: [0x00, 0x01, 0x00, 0x00, 0x00], magic: { unsupported: 'a font or a database' } },
  { at: 0, bytes: '!BDN', magic: { unsupported: 'an Outlook mailbox (PST)' } },
  { at: 0, bytes: 'AC10', magic: { unsupported: 'a drawing (DWG)' } },
  { at: 0, bytes: [0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50], magic: { unsupported: 'a JPEG 2000 image' } },
];

/** How far in front of `%PDF-` readers tolerate other bytes (ISO 32000-1, annex H, note 13). */
const PDF_SEARCH_BYTES = 1024;

/** The type by magic number; null when the start looks like nothing known (plain text among others). */
export function findMagic(head: Uint8Array): Magic | null {
  const found = signatures.find((signature) => startsAt(head, signature));
  if (found?.at === 8 && !startsAt(head, { at: 0, bytes: 'RIFF' })) return null;
  if (found) return found.magic;
  if (isBmp(head)) return { format: 'bmp' };
  if (Buffer.from(head.subarray(0, PDF_SEARCH_BYTES + 5)).includes('%PDF-', 0, 'latin1')) return { format: 'pdf' };
  return null;
}

function startsAt(head: Uint8Array, { at, bytes }: Pick<Signature, 'at' | 'bytes'>): boolean {
  if (head.length < at + bytes.length) return false;
  if (typeof bytes === 'string') return [...bytes].every((char, i) => head[at + i] === char.charCodeAt(0));
  return bytes.every((byte, i) => head[at + i] === byte);
}

/** `BM` alone could be the first word of a letter, so the reserved zeros and the size of the second header must fit as well. */
function isBmp(head: Uint8Array): boolean {
  if (head.length < 26 || head[0] !== 0x42 || head[1] !== 0x4d) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return view.getUint32(6, true) === 0 && [12, 40, 52, 56, 64, 108, 124].includes(view.getUint32(14, true));
}
