import type { QuotedPlace } from '@nexus/search';
import type { LabelView } from './answers.ports.ts';
import type { CitationRole, QuestionScope, Verdict } from './answers.tables.ts';

/** A quotation with the place that it comes from; what a reader sees. */
export type CitedQuote = {
  citationId: string;
  role: CitationRole;
  sentence: number;
  /** Null when the source is gone, was replaced, or may no longer be read: then nothing else of it is shown either. */
  source: {
    documentId: string;
    versionId: string;
    spaceId: string;
    labelId: string;
    label: LabelView;
    title: string;
    fileName: string;
    folderPath: string;
    format: string | null;
    documentDate: string | null;
    headings: readonly string[];
    quote: string;
    /** The best span within `quote`, as offsets of its UTF-16 units. */
    span: { start: number; end: number } | null;
    places: QuotedPlace[];
  } | null;
  confidence: number;
  conflict: number | null;
};

export type AnsweredQuestion = {
  id: string;
  conversationId: string;
  /** Of all that is cited and shown together. */
  label: LabelView;
  text: string;
  /** What was searched when the question continues the one before. */
  searchedText: string | null;
  scope: QuestionScope;
  language: 'es' | 'en';
  expects: string;
  outcome: 'answered' | 'not_found';
  lead: string;
  nearestLead: string;
  confidence: number;
  citations: CitedQuote[];
  passagesSearched: number;
  durationMs: number;
  askedAt: Date;
  corrections: { from: string; to: string }[];
  feedback: Verdict | null;
};
