/**
 * The second ranking stage, tuned once over English and Spanish questions and three collections of abstracts together; one set of values serves all.
 * With the index's k1, b and title weight these are the engine's tuned numbers.
 */
export type RerankParameters = {
  /**
   * Weight of each kind of evidence against the first stage's score, all in sums of idf: best sentence, neighbouring words of the question that are
   * neighbours in the passage, words in the exact form asked, words in title or headings, and the share of three-word runs. One number for all five: weights of their own, tried between
   * 0.3 and 0.8, moved no figure by more than 0.3 points.
   */
  evidence: number;
  /**
   * For a question that a figure answers, a best sentence with a figure that the question does not name, in shares of the question's weight.
   */
  figures: number;
};

export const defaultRerankParameters: RerankParameters = { evidence: 0.5, figures: 0.2 };

/** How many passages of the first stage are looked at again. */
export const rerankDepth = 50;

/** How many of those are read word for word. */
export const wordingDepth = 12;
