/**
 * Weights of the second ranking stage. Every value was chosen by eye on a coarse grid (steps of a tenth or more) over English and Spanish
 * questions and three abstract collections together; one set of values serves all. The first stage has two more (k1, b) and the field weights.
 */
export type RerankParameters = {
  /** Best sentence: idf of the question's words that stand together in one sentence. */
  sentence: number;
  /** Neighbouring words of the question that are neighbours in the passage, stop words ignored. */
  bigrams: number;
  /** Words that stand in the passage exactly as asked, accents aside, and not only by their stem. */
  exact: number;
  /** Words of the question in the title or the headings. */
  title: number;
  /** What a word is worth to a sentence when only its stem agrees. */
  stemOnly: number;
};

export const defaultRerankParameters: RerankParameters = {
  sentence: 0.5,
  bigrams: 0.4,
  exact: 0.4,
  title: 0.5,
  stemOnly: 0.85,
};

/** How many passages of the first stage are looked at again. */
export const rerankDepth = 50;
