import {
  leafHash,
  parseCheckpoint,
  parseNote,
  parseProofFile,
  type VerifierKey,
  verifyInclusion,
  verifyNote,
} from '@nexus/transparency-log';

export type ProofVerdict =
  | { isProven: true; index: number; size: number; origin: string; signedBy: VerifierKey[] }
  | { isProven: false; fault: 'unknown_keys' | 'wrong_signature' | 'wrong_log' | 'not_this_entry' };

/** Whether the bytes of an entry are in the log that the key signs. @throws MalformedError for a proof that is none */
export function verifyProof(proofText: string, entry: Uint8Array, keys: readonly VerifierKey[]): ProofVerdict {
  const { index, proof, checkpoint: note } = parseProofFile(proofText);
  const verdict = verifyNote(parseNote(note), keys);
  if (!verdict.isSigned) return { isProven: false, fault: verdict.fault };
  const { size, root, origin } = parseCheckpoint(note);
  if (verdict.by.every(({ name }) => name !== origin)) return { isProven: false, fault: 'wrong_log' };
  const isIn = verifyInclusion({ index, size, leaf: leafHash(entry), proof }, root);
  return isIn
    ? { isProven: true, index, size, origin, signedBy: verdict.by }
    : { isProven: false, fault: 'not_this_entry' };
}
