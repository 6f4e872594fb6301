import type { Attachment } from '../../../contract.ts';
import { openCompoundFile } from './compound-file.ts';

/** The file inside an OLE object (`oleObject1.bin`): a packaged file, or a stream that is a file by itself. Null when it is neither. */
export function unwrapOleObject(name: string, bytes: Uint8Array): Attachment | null {
  const file = openCompoundFile(bytes);
  if (file === null) return null;
  const base = name.replace(/\.bin$/i, '');
  if (file.streams.includes('WordDocument')) return { name: `${base}.doc`, bytes };
  if (file.streams.includes('Workbook') || file.streams.includes('Book')) return { name: `${base}.xls`, bytes };
  if (file.streams.includes('PowerPoint Document')) return { name: `${base}.ppt`, bytes };
  const packaged = file.read('\u0001Ole10Native');
  if (packaged !== null) return unpackNative(packaged);
  for (const stream of ['Package', 'CONTENTS', 'EmbeddedOdf', 'Contents']) {
    const content = file.read(stream);
    if (content !== null && content.length > 0) return { name: base + extensionOf(content), bytes: content };
  }
  return null;
}

/** The layout of Object Packager: size, flags, label, file name, flags, length and path, length and data. */
function unpackNative(bytes: Uint8Array): Attachment | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 6;
  const text = (): string => {
    const end = bytes.indexOf(0, at);
    if (end < 0) throw new RangeError('unterminated');
    const value = new TextDecoder('windows-1252').decode(bytes.subarray(at, end));
    at = end + 1;
    return value;
  };
  try {
    const label = text();
    const path = text();
    at += 4;
    const temporary = view.getUint32(at, true);
    at += 4 + temporary;
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0 || at + size > bytes.length) return null;
    const name = (label || path).split(/[\\/]/).at(-1)!;
    return { name: name === '' ? 'objeto' : name, bytes: bytes.subarray(at, at + size) };
  } catch (error) {
    // The packager's data end too early: there is no file to hand on.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function extensionOf(bytes: Uint8Array): string {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 5));
  if (start.startsWith('%PDF')) return '.pdf';
  if (start.startsWith('PK')) return '.zip';
  return start.startsWith('{\\rtf') ? '.rtf' : '.bin';
}
