import { openArchive } from '../archive/archive.ts';
import type { FileFormat, ParseLimits } from '../contract.ts';
import { type Detected, findClaimedFormat, type Undetected, withWarning } from './detect-format.ts';
import { listOleEntries } from './ole-directory.ts';

/** What is inside a zip or OLE2 container. @throws ParseFailure for a container that does not hold together. */
export function detectContainer(
  bytes: Uint8Array,
  container: 'zip' | 'ole2',
  name: string,
  limits: ParseLimits,
): Detected | Undetected {
  return container === 'zip' ? detectZip(bytes, name, limits) : detectOle(bytes, name);
}

const odf: readonly (readonly [string, FileFormat])[] = [
  ['application/vnd.oasis.opendocument.text', 'odt'],
  ['application/vnd.oasis.opendocument.spreadsheet', 'ods'],
  ['application/vnd.oasis.opendocument.presentation', 'odp'],
];

/** Main part of an Office Open XML file by its content type (ISO/IEC 29500-2), transitional, strict and with macros. */
const ooxml: readonly (readonly [RegExp, FileFormat])[] = [
  [
    /wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled(?:Template)?\.main/i,
    'docx',
  ],
  [/spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template)\.macroEnabled\.main/i, 'xlsx'],
  [/presentationml\.(?:presentation|template|slideshow)\.main|ms-powerpoint\.\w+\.macroEnabled\.main/i, 'pptx'],
];

function detectZip(bytes: Uint8Array, name: string, limits: ParseLimits): Detected | Undetected {
  const archive = openArchive(bytes, limits);
  const text = (part: string): string => {
    const found = archive.find(part);
    return found === null ? '' : new TextDecoder().decode(found.subarray(0, 1024 ** 2));
  };
  const mimetype = archive.has('mimetype')
    ? text('mimetype').trim()
    : mediaTypeOfManifest(text('META-INF/manifest.xml'));
  const document = odf.find(([type]) => mimetype.startsWith(type));
  if (document) {
    if (/<(?:\w+:)?encryption-data[\s>]/.test(text('META-INF/manifest.xml'))) return encrypted;
    return withWarning(document[1], name);
  }
  const types = text('[Content_Types].xml');
  const office = ooxml.find(([pattern]) => pattern.test(types)) ?? byMainPart(archive.has);
  if (office) return withWarning(office[1], name);
  if (archive.entries.some((entry) => entry.encrypted)) return encrypted;
  const claimed = findClaimedFormat(name);
  if (claimed !== null && ['docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp'].includes(claimed)) {
    return { reason: 'broken', detail: `the file is an archive, but not a ${claimed} document` };
  }
  return { reason: 'unsupported', detail: 'the file is a ZIP archive; unpack it and add the files in it' };
}

const encrypted: Undetected = { reason: 'encrypted', detail: 'the document is protected by a password' };

function mediaTypeOfManifest(manifest: string): string {
  return (
    /full-path="\/"[^>]*media-type="([^"]+)"|media-type="([^"]+)"[^>]*full-path="\/"/
      .exec(manifest)
      ?.slice(1)
      .find(Boolean) ?? ''
  );
}

/** Some writers give the content types of the main parts in odd ways; the parts themselves do not lie. */
function byMainPart(has: (name: string) => boolean): readonly [RegExp, FileFormat] | undefined {
  if (has('word/document.xml')) return [/./, 'docx'];
  if (has('xl/workbook.xml')) return [/./, 'xlsx'];
  return has('ppt/presentation.xml') ? [/./, 'pptx'] : undefined;
}

function detectOle(bytes: Uint8Array, name: string): Detected | Undetected {
  // Names are compared without case ([MS-CFB] 2.6.4), and some writers make use of that.
  const entries = listOleEntries(bytes).map((entry) => ({ ...entry, name: entry.name.toLowerCase() }));
  const has = (wanted: string): boolean => entries.some((entry) => entry.name === wanted);
  if (has('encryptedpackage') || has('encryptioninfo')) return encrypted;
  if (entries.some((entry) => entry.name.startsWith('__properties_version1') || entry.name.startsWith('__nameid_'))) {
    return withWarning('msg', name);
  }
  const word = entries.find((entry) => entry.name === 'worddocument');
  if (word) return isEncryptedWord(bytes, word.offset) ? encrypted : withWarning('doc', name);
  if (has('powerpoint document')) return has('encryptedsummary') ? encrypted : withWarning('ppt', name);
  const book = entries.find((entry) => entry.name === 'workbook' || entry.name === 'book');
  if (book) return isEncryptedBook(bytes, book.offset) ? encrypted : withWarning('xls', name);
  return { reason: 'unsupported', detail: 'the file is an OLE2 container of a kind that is not read' };
}

/** [MS-DOC] 2.5.2 FibBase: bit 8 of the flags at offset 10 is fEncrypted. */
function isEncryptedWord(bytes: Uint8Array, at: number | null): boolean {
  return at !== null && at + 12 <= bytes.length && ((bytes[at + 11] ?? 0) & 1) === 1;
}

/** [MS-XLS] 2.4.117 FilePass comes right after the first BOF when the workbook is encrypted. */
function isEncryptedBook(bytes: Uint8Array, at: number | null): boolean {
  if (at === null || at + 8 > bytes.length) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let record = at;
  for (let count = 0; count < 8 && record + 4 <= bytes.length; count++) {
    if (view.getUint16(record, true) === 0x002f) return true;
    record += 4 + view.getUint16(record + 2, true);
  }
  return false;
}
