import type { Sealer } from '@nexus/crypto';

/** A mistyped word and what was searched in its place. */
export type Correction = { from: string; to: string };

const contextOf = (questionId: string) => ({ kind: 'questions.corrections', objectId: questionId });

/** Null when nothing was corrected, which is nearly always. */
export function sealCorrections(
  sealer: Pick<Sealer, 'sealText'>,
  questionId: string,
  corrections: readonly Correction[],
): Buffer | null {
  if (corrections.length === 0) return null;
  return sealer.sealText(contextOf(questionId), JSON.stringify(corrections));
}

export function openCorrections(
  sealer: Pick<Sealer, 'openText'>,
  questionId: string,
  sealed: Buffer | null,
): Correction[] {
  return sealed ? (JSON.parse(sealer.openText(contextOf(questionId), sealed)) as Correction[]) : [];
}
