/**
 * Every tuned number of the answering engine. All scores are shares of the question's weight (the idf sum of its words), so that they mean the
 * same for long and short questions and large and small collections. How each was chosen is said in the README.
 */
export type AnsweringParameters = {
  /** Score of the passage that a sentence stands in. */
  passage: number;
  /**
   * Neighbourhood: words of the question that only the sentence before or after holds ("It was signed in 2019."), and neighbouring words of the
   * question that are neighbours in the sentence.
   */
  near: number;
  /** A span of the expected kind that the question does not already name. */
  expected: number;
  confidence: ConfidenceParameters;
};

/**
 * Weights of the evidence; see `Evidence`. Between two logistic regressions on the even articles of SQuAD 2.0 in both languages, see the README; `base`
 * is where the threshold lies and was set with the sample questions in view.
 */
export type ConfidenceParameters = {
  base: number;
  words: number;
  support: number;
  mismatch: number;
  lacking: number;
  contrary: number;
};

export const defaultParameters: AnsweringParameters = {
  passage: 0.5,
  near: 0.3,
  expected: 0.25,
  confidence: { base: 0.4, words: 0.06, support: 0.4, mismatch: 2.2, lacking: 0.6, contrary: 2.8 },
};

/** Confidence at which an answer is given: an even chance. Where it lies is said by the base. */
export const threshold = 0.5;

/** Passages that are read for sentences. */
export const answerDepth = 10;
/** Sentences of an answer, and of an answer that is a list. */
export const maxSentences = 3;
export const maxListSentences = 8;
