import { type KeyObject, sign, verify } from 'node:crypto';
import { MalformedError } from '../errors.ts';
import { ensureKeyName, publicKeyObject, strictBase64, type VerifierKey } from './verifier-key.ts';

/** More are refused; C2SP signed-note asks for at least 16. */
const maxSignatures = 64;
const maxNoteLength = 1_000_000;

export type NoteSignature = { name: string; id: number; signature: Buffer };

/** `text` ends with a line feed; the signatures are over exactly its UTF-8 bytes. */
export type Note = { text: string; signatures: NoteSignature[] };

export type NoteSigner = { key: VerifierKey; privateKey: KeyObject };

/** @throws MalformedError when the text cannot be that of a note */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  ensureNoteText(text);
  const lines = signers.map(({ key: { name, id }, privateKey }) =>
    formatSignature({ name, id, signature: sign(null, Buffer.from(text), privateKey) }),
  );
  return `${text}\n${lines.join('')}`;
}

function formatSignature({ name, id, signature }: NoteSignature): string {
  const bytes = Buffer.alloc(4 + signature.length);
  bytes.writeUInt32BE(id);
  bytes.set(signature, 4);
  return `— ${name} ${bytes.toString('base64')}\n`;
}

/** Takes a note apart; says nothing about whether its signatures hold. @throws MalformedError */
export function parseNote(note: string): Note {
  if (note.length > maxNoteLength) refuse('too long');
  const split = note.lastIndexOf('\n\n');
  if (split === -1) refuse('no blank line between text and signatures');
  const text = note.slice(0, split + 1);
  ensureNoteText(text);
  const lines = note.slice(split + 2).split('\n');
  if (lines.pop() !== '') refuse('does not end with a line feed');
  if (lines.length === 0) refuse('no signature');
  if (lines.length > maxSignatures) refuse('too many signatures');
  return { text, signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): NoteSignature {
  const [, name, encoded] = /^— (\S+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? refuse('a line is not a signature');
  ensureKeyName(name!);
  const bytes = strictBase64(encoded!, 'signature of a note');
  if (bytes.length < 5) refuse('a signature is too short');
  return { name: name!, id: bytes.readUInt32BE(0), signature: bytes.subarray(4) };
}

/** Which of the keys signed the note. A signature that names a key and does not hold makes all of it worthless, others are passed over. */
export type NoteVerdict =
  | { isSigned: true; by: VerifierKey[] }
  | { isSigned: false; fault: 'unknown_keys' | 'wrong_signature' };

export function verifyNote({ text, signatures }: Note, keys: readonly VerifierKey[]): NoteVerdict {
  const by: VerifierKey[] = [];
  for (const { name, id, signature } of signatures) {
    const candidates = keys.filter((key) => key.name === name && key.id === id);
    if (candidates.length === 0) continue;
    const signer = candidates.find(({ publicKey }) => holds(text, signature, publicKey));
    if (signer === undefined) return { isSigned: false, fault: 'wrong_signature' };
    by.push(signer);
  }
  return by.length > 0 ? { isSigned: true, by } : { isSigned: false, fault: 'unknown_keys' };
}

function holds(text: string, signature: Buffer, publicKey: Buffer): boolean {
  return signature.length === 64 && verify(null, Buffer.from(text), publicKeyObject(publicKey), signature);
}

function ensureNoteText(text: string): void {
  if (!text.endsWith('\n')) refuse('the text does not end with a line feed');
  if (!text.isWellFormed()) refuse('not well-formed Unicode');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what a note may not have.
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text)) refuse('a control sign in the text');
}

function refuse(fault: string): never {
  throw new MalformedError('signed note', fault);
}
