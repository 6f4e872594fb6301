import type { FieldWeights, RankingParameters } from '../contract.ts';

/**
 * BM25 (Robertson and Zaragoza 2009). Tuned once over English and Spanish questions; lower than the customary 1.2 and 0.75 because passages are
 * short and of like length.
 */
export const defaultRanking: RankingParameters = { k1: 0.9, b: 0.6 };

/** A word of the title counts like two of the text, a word of a heading like one. */
export const defaultFieldWeights: FieldWeights = { body: 1, heading: 1, title: 2 };
