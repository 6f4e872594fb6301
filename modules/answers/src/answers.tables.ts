import type { SearchFilters } from '@nexus/search';

export type ConversationRow = {
  id: string;
  personId: string;
  spaceId: string | null;
  /** Join of the labels of its questions; it only rises. */
  labelId: string;
  title: Buffer;
  pinned: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
};

/** What was searched; null means every space that the person may read. */
export type QuestionScope = { spaceIds: string[] | null; filters?: SearchFilters };

export type QuestionRow = {
  id: string;
  conversationId: string;
  ordinal: number;
  personId: string;
  /** Join of the labels of what is cited and shown. */
  labelId: string;
  text: Buffer;
  searchedText: Buffer | null;
  /** Sealed JSON: `{ from, to }[]`; null when nothing was corrected. */
  corrections: Buffer | null;
  scope: QuestionScope;
  language: 'es' | 'en';
  expects: string;
  outcome: 'answered' | 'not_found';
  confidence: number;
  passagesSearched: bigint;
  durationMs: number;
  askedAt: Date;
};

export type CitationRole = 'quote' | 'also' | 'nearest';

export type CitationRow = {
  id: string;
  questionId: string;
  sentence: number;
  role: CitationRole;
  spaceId: string;
  labelId: string;
  documentId: string;
  sourceId: string;
  passage: number;
  rangeStart: number;
  rangeEnd: number;
  spanStart: number | null;
  spanEnd: number | null;
  confidence: number;
  conflict: number | null;
};

export type Verdict = 'right' | 'wrong' | 'incomplete';

export type FeedbackRow = {
  questionId: string;
  personId: string;
  verdict: Verdict;
  note: Buffer | null;
  createdAt: Date;
};

export type AnswersTables = {
  conversations: ConversationRow;
  questions: QuestionRow;
  citations: CitationRow;
  feedback: FeedbackRow;
};
