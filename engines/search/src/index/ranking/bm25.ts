import type { RankingParameters } from '../../contract.ts';
import { lengthOfByte } from '../codec/passage-length.ts';

/** Frequencies below this are looked up in the table; few passages hold a word more often. */
export const tabledFrequencies = 16;

/**
 * The part of BM25 that depends on frequency and length, `f (k1 + 1) / (f + k1 (1 - b + b length / average))`: `table[f << 8 | lengthByte]` for small
 * frequencies, `at` for any.
 */
export type Saturation = { table: Float64Array; at(frequency: number, lengthByte: number): number };

export function createSaturation({ k1, b }: RankingParameters, averageLength: number): Saturation {
  const norms = lengthOfByte.map((length) => k1 * (1 - b + (averageLength > 0 ? (b * length) / averageLength : b)));
  const at = (frequency: number, lengthByte: number) => (frequency * (k1 + 1)) / (frequency + norms[lengthByte]!);
  const table = new Float64Array(tabledFrequencies * 256);
  for (let frequency = 1; frequency < tabledFrequencies; frequency += 1) {
    for (let byte = 0; byte < 256; byte += 1) table[(frequency << 8) | byte] = at(frequency, byte);
  }
  return { table, at };
}

/** Robertson's inverse document frequency in the form that cannot be negative (Lucene's). */
export function inverseFrequency(passages: number, passageFrequency: number): number {
  return Math.log(1 + (passages - passageFrequency + 0.5) / (passageFrequency + 0.5));
}

/**
 * Adding and subtracting this rounds a number below 2^27 to a multiple of 2^-24. All contributions are so rounded; their sums are then exact in
 * any order, which is what makes scores bit for bit independent of pruning, of segment layout and of the order of cells.
 */
export const rounding = 1.5 * 2 ** 28;

export function roundScore(value: number): number {
  return value + rounding - rounding;
}
