/** Questions, candidate passages and answers, as the vault hands them in and gets them back. Pure data, no I/O. */

export type Language = 'es' | 'en';

/** What a question asks for. */
export type Expectation =
  | 'date'
  | 'deadline'
  | 'amount'
  | 'number'
  | 'percentage'
  | 'duration'
  | 'person'
  | 'organisation'
  | 'place'
  | 'identifier'
  | 'definition'
  | 'reason'
  | 'manner'
  | 'list'
  | 'yes_no'
  | 'passage';

export type Question = {
  text: string;
  language: Language;
  expects: Expectation;
  /** The question without its frame ("¿Cuál es ...?"), as words to look for. Stop words gone. Empty when only stop words were asked. */
  keyTerms: readonly string[];
  /** Terms that name the kind of answer ("which *archaeologist*"); they are key terms too, but an answer's sentence may lack them. */
  kindTerms: readonly string[];
  /** Names, numbers, dates and ids of the question that an answer's surroundings should carry. */
  anchors: readonly string[];
};

/** A passage offered for an answer, best ranked first. `id` is opaque and comes back in citations. */
export type Candidate = {
  id: string;
  documentId: string;
  title: string;
  headings: readonly string[];
  text: string;
  /** Score of the ranking stage; comparable within one question only. */
  score: number;
  /** Days since 1970-01-01 of the document, or null: used to show the newer of two conflicting statements first. */
  day: number | null;
};

/** Half-open range of UTF-16 units in the candidate's text. */
export type Range = { start: number; end: number };

export type QuotedSentence = {
  candidateId: string;
  /** The sentence. Quoted as it stands. */
  range: Range;
  /** The best span within the sentence (a date, an amount, a name), when the question asks for one; offsets in the candidate's text. */
  span: Range | null;
  /** The sentence before, when this one opens with a pronoun or a bare verb and cannot be understood alone; null otherwise. */
  context: Range | null;
  /** 0-1, comparable between questions. */
  confidence: number;
  /** Other places that say the same; shown as "also in". */
  alsoIn: readonly { candidateId: string; range: Range }[];
};

/** Two or more statements that answer alike but with different values. Indexes into `sentences`, newest document first. */
export type Conflict = { sentences: readonly number[]; values: readonly string[] };

export type Answer = {
  question: Question;
  outcome: 'answered' | 'not_found';
  /** 0-1: how sure it is that the documents answer the question at all. Below the calibrated threshold the outcome is `not_found`. */
  confidence: number;
  /** Best first, at most three unless a list is asked for. Empty when not found. */
  sentences: readonly QuotedSentence[];
  conflicts: readonly Conflict[];
  /** Best sentences below the threshold, offered as "closest passages" when nothing was found. */
  nearest: readonly QuotedSentence[];
};

/** A word as the search engine sees it. Offsets in UTF-16 units. */
export type Token = { term: string; start: number; end: number; position: number };

/** What this engine needs of the search engine; handed in, because engines do not import each other. */
export type AnsweringTools = {
  analyzer: { analyze(text: string, language?: Language | 'und'): Token[] };
  /** Ranges of the sentences of a text, in order; nothing but white space between them. */
  sentences(text: string): readonly Range[];
};

/**
 * Another word for a part of the question. `covers`: the question's terms that it stands for; `terms`: what a text must hold instead, in a row when
 * more than one; `share`: what that is worth, where the asked word is worth 1.
 */
export type Variant = { covers: readonly string[]; terms: readonly string[]; share: number };

export type AnswerOptions = {
  /** Corrections, other forms, synonyms and translations of the question's words. */
  variants?: readonly Variant[];
  /** Inverse document frequency of an analysed term in what the asker may read, `ln(1 + (N - n + 0.5) / (n + 0.5))`: a word
   * that no passage holds weighs most, because an answer that ignores it is doubtful. Without it every word weighs the same. */
  weightOf?: (term: string) => number;
  /** How many candidates are read, best first. Default 10. */
  depth?: number;
};

export type Answering = {
  /** `language` overrides the guess. Linear in the question; 4,000 characters are read at most. */
  analyzeQuestion(text: string, language?: Language): Question;
  /** Pure. `candidates` best first; their scores must be on one scale. */
  answer(question: Question, candidates: readonly Candidate[], options?: AnswerOptions): Answer;
};
