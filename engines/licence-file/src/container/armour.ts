import { refuse } from '../errors.ts';
import { decodeFile, maxFileLength } from './container.ts';
import { documentKinds, kindOfLabel } from './document-kinds.ts';

const lineLength = 64;
// Base64 takes a third more; quoted lines of mail and what people write around it some more.
const maxTextLength = maxFileLength * 2;
const begin = /-----BEGIN NEXUS ([A-Z ]{1,30})-----/;

/** The file as text that survives mail, a printout and a stick: lines of 64 signs of base64 between two lines that say what it is. */
export function armour(file: Uint8Array): string {
  const { label } = documentKinds[decodeFile(file).at(-1)!.kind];
  const lines =
    Buffer.from(file)
      .toString('base64')
      .match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
  return [`-----BEGIN NEXUS ${label}-----`, ...lines, `-----END NEXUS ${label}-----`, ''].join('\n');
}

/**
 * The bytes of a file that came as text or as it is. Lines around it, carriage returns, indentation and marks of quotation ("> ") in front of its
 * lines do no harm. @throws LicenceFileError
 */
export function readFileBytes(given: Uint8Array | string): Buffer {
  if (typeof given !== 'string') {
    const bytes = Buffer.from(given.buffer, given.byteOffset, given.length);
    if (bytes.length > maxTextLength) refuse('too_large', `more than ${maxTextLength} bytes`);
    // A file as it is begins with its magic; whatever else it is, it must be text.
    return isBinary(bytes) ? bytes : dearmour(bytes.toString('latin1'));
  }
  return dearmour(given);
}

function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 7).equals(Buffer.from('NEXUSLF'));
}

function dearmour(text: string): Buffer {
  if (text.length > maxTextLength) refuse('too_large', `more than ${maxTextLength} signs`);
  const [opening, label] = begin.exec(text) ?? refuse('not_a_licence_file', 'no opening line');
  const kind = kindOfLabel(label!) ?? refuse('not_a_licence_file', 'the opening line');
  const start = text.indexOf(opening) + opening.length;
  const end = text.indexOf(`-----END NEXUS ${label}-----`, start);
  if (end === -1) refuse('truncated', 'no closing line');
  const encoded = text.slice(start, end).replace(/[\s>\u00a0]/g, '');
  const bytes = Buffer.from(encoded, 'base64');
  // One file has one text, but for the lines: no signs that decode to nothing, no bits that are not used.
  if (encoded === '' || bytes.toString('base64') !== encoded) refuse('changed', 'not base64');
  if (decodeFile(bytes).at(-1)!.kind !== kind) refuse('changed', 'the opening line says another kind');
  return bytes;
}
