import { MalformedError } from '../errors.ts';
import { hashLength } from '../tree/hashing.ts';
import { parseNote } from './signed-note.ts';
import { strictBase64 } from './verifier-key.ts';

/** That an entry is in a log, for whoever has the entry and the public key of the log (C2SP tlog-proof). */
export type ProofFile = { index: number; proof: Buffer[] /** A whole signed note. */; checkpoint: string };

const header = 'c2sp.org/tlog-proof@v1';
const maxProofLength = 63;

export function formatProofFile({ index, proof, checkpoint }: ProofFile): string {
  const lines = [header, `index ${index}`, ...proof.map((hash) => hash.toString('base64')), ''];
  return `${lines.join('\n')}\n${checkpoint}`;
}

/** Extra data of others is passed over: nothing vouches for it. @throws MalformedError */
export function parseProofFile(text: string): ProofFile {
  const split = text.indexOf('\n\n');
  if (split === -1) refuse('no blank line before the checkpoint');
  const lines = text.slice(0, split).split('\n');
  if (lines.shift() !== header) refuse('not a proof of a log');
  if (lines[0]?.startsWith('extra ')) strictBase64(lines.shift()!.slice('extra '.length), 'extra data of a proof');
  const [, index] = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? '') ?? refuse('no index');
  if (!Number.isSafeInteger(Number(index))) refuse('the index is not a number');
  if (lines.length > maxProofLength) refuse('more hashes than a tree has levels');
  const proof = lines.map((line) => strictBase64(line, 'hash of a proof'));
  if (proof.some(({ length }) => length !== hashLength)) refuse('a hash is not one');
  const checkpoint = text.slice(split + 2);
  parseNote(checkpoint);
  return { index: Number(index), proof, checkpoint };
}

function refuse(fault: string): never {
  throw new MalformedError('proof', fault);
}
