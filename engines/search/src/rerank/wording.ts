import { fold } from '../analysis/fold.ts';

/** Words as written, folded, function words included. */
export function plainWords(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Runs of three words of a question, as they would stand in a text of `plainWords` joined by spaces. */
export function threeWordRuns(question: string): string[] {
  const words = plainWords(question);
  return words.slice(2).map((word, at) => ` ${words[at]} ${words[at + 1]} ${word} `);
}

/** Share of the runs that the text has, word for word. The index drops function words; a text that says "of the first" as asked is nearer. */
export function sharedWording(runs: readonly string[], text: string): number {
  if (runs.length === 0) return 0;
  const written = ` ${plainWords(text).join(' ')} `;
  return runs.filter((run) => written.includes(run)).length / runs.length;
}
