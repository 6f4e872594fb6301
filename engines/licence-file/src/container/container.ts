import { LicenceFileError, refuse } from '../errors.ts';
import { type DocumentKind, documentKinds, kindOfByte } from './document-kinds.ts';

/**
 * One signed document: `magic(8) ‖ kind(1) ‖ length(4, big endian) ‖ payload(length) ‖ signature(64)`. The last byte of the magic is the version of
 * the format, which fixes the algorithm. A file is the keys that vouch for its document, nearest to the root first, and then the document.
 */
export type SignedDocument = { kind: DocumentKind; payload: Buffer; signature: Buffer };

export const formatVersion = 1;
const name = Buffer.from('NEXUSLF');
const headLength = name.length + 1 + 1 + 4;
export const signatureLength = 64;
export const maxPayloadLength = 256 * 1024;
/** A root signs intermediates, an intermediate signs documents: one key in between is all there is. */
const maxDocuments = 2;
export const maxFileLength = maxDocuments * (headLength + maxPayloadLength + signatureLength);

/** Exactly these bytes are signed: the name of the kind, and the payload as it is delivered. */
export function signedBytes(kind: DocumentKind, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`nexus-licence-file/v${formatVersion}/${kind}\0`), payload]);
}

export function encodeDocument({ kind, payload, signature }: SignedDocument): Buffer {
  if (payload.length > maxPayloadLength) refuse('too_large', 'the payload');
  if (signature.length !== signatureLength) throw new TypeError(`a signature has ${signatureLength} bytes`);
  const head = Buffer.alloc(headLength);
  name.copy(head);
  head[name.length] = formatVersion;
  head[name.length + 1] = documentKinds[kind].byte;
  head.writeUInt32BE(payload.length, name.length + 2);
  return Buffer.concat([head, payload, signature]);
}

/** Takes a file apart into its documents; says nothing about signatures. @throws LicenceFileError */
export function decodeFile(bytes: Uint8Array): SignedDocument[] {
  if (bytes.length > maxFileLength) refuse('too_large', `more than ${maxFileLength} bytes`);
  const documents: SignedDocument[] = [];
  let rest = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  do {
    if (documents.length === maxDocuments) refuse('not_a_licence_file', 'more documents than a file has');
    const { document, length } = decodeDocument(rest);
    documents.push(document);
    rest = rest.subarray(length);
  } while (rest.length > 0);
  return documents;
}

function decodeDocument(bytes: Buffer): { document: SignedDocument; length: number } {
  const start = bytes.subarray(0, name.length);
  if (start.length === 0 || !name.subarray(0, start.length).equals(start))
    refuse('not_a_licence_file', 'the beginning');
  if (bytes.length < headLength) refuse('truncated', 'the head');
  if (bytes[name.length] !== formatVersion) refuse('newer_format', `version ${bytes[name.length]}`);
  const kind = kindOfByte(bytes[name.length + 1]!) ?? refuse('not_a_licence_file', 'the kind');
  const payloadLength = bytes.readUInt32BE(name.length + 2);
  if (payloadLength > maxPayloadLength) refuse('too_large', 'the payload');
  const length = headLength + payloadLength + signatureLength;
  if (bytes.length < length) refuse('truncated', `${length - bytes.length} bytes are missing`);
  const payload = bytes.subarray(headLength, headLength + payloadLength);
  return { document: { kind, payload, signature: bytes.subarray(headLength + payloadLength, length) }, length };
}

/** What a file is, for a text about it. Null for what is no such file. */
export function kindOfFile(bytes: Uint8Array): DocumentKind | null {
  try {
    return decodeFile(bytes).at(-1)!.kind;
  } catch (error) {
    if (error instanceof LicenceFileError) return null;
    throw error;
  }
}
