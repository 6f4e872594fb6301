import { MalformedError } from '../errors.ts';
import { hashLength } from '../tree/hashing.ts';
import { type NoteSigner, parseNote, signNote } from './signed-note.ts';
import { strictBase64 } from './verifier-key.ts';

/** What a log commits to at one moment (C2SP tlog-checkpoint). We write no extension lines; those of others are kept. */
export type Checkpoint = { origin: string; size: number; root: Buffer; extensions?: string[] };

export function formatCheckpoint({ origin, size, root, extensions = [] }: Checkpoint): string {
  const text = [origin, String(size), root.toString('base64'), ...extensions].map((line) => `${line}\n`).join('');
  // What could not be read again must not be signed.
  parseCheckpointText(text);
  return text;
}

export function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): string {
  return signNote(formatCheckpoint(checkpoint), signers);
}

/** Of a whole note. Says nothing about its signatures: `verifyNote` does. @throws MalformedError */
export function parseCheckpoint(note: string): Checkpoint {
  return parseCheckpointText(parseNote(note).text);
}

/** @throws MalformedError */
export function parseCheckpointText(text: string): Checkpoint {
  if (!text.endsWith('\n')) refuse('does not end with a line feed');
  const [origin, size, root, ...extensions] = text.slice(0, -1).split('\n');
  if (!origin || size === undefined || root === undefined) refuse('fewer than three lines');
  if (extensions.includes('')) refuse('an empty line');
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size!) || !Number.isSafeInteger(Number(size))) refuse('the size is not a number');
  const hash = strictBase64(root!, 'root hash of a checkpoint');
  if (hash.length !== hashLength) refuse('the root hash is not one');
  return { origin: origin!, size: Number(size), root: hash, ...(extensions.length === 0 ? {} : { extensions }) };
}

function refuse(fault: string): never {
  throw new MalformedError('checkpoint', fault);
}
