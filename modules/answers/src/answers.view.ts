import type { SearchFilters } from '@nexus/search';
import type { z } from 'zod';
import type { AnsweredQuestion, CitedQuote } from './answer-view.model.ts';
import type { LabelView } from './answers.ports.ts';
import type {
  AnswerView,
  CitationView,
  ConversationView,
  FiltersBody,
  LabelViewSchema,
  OpenedCitationView,
} from './answers.schemas.ts';
import type { Conversation, OpenedCitation } from './answers.service.ts';

function viewLabel({ id, text, textEn, portionMark, rank, colour }: LabelView): z.infer<typeof LabelViewSchema> {
  return { id, text, textEn, portionMark, rank, colour };
}

/** Kept in single precision: a first answer and the same one later say the same number. */
function rounded(confidence: number): number {
  return Math.round(confidence * 1e4) / 1e4;
}

export function viewCitation(citation: CitedQuote): z.infer<typeof CitationView> {
  const { source } = citation;
  return {
    id: citation.citationId,
    role: citation.role,
    sentence: citation.sentence,
    confidence: rounded(citation.confidence),
    conflict: citation.conflict,
    source: source && {
      documentId: source.documentId,
      versionId: source.versionId,
      spaceId: source.spaceId,
      labelId: source.labelId,
      label: viewLabel(source.label),
      title: source.title,
      fileName: source.fileName,
      folderPath: source.folderPath,
      format: source.format,
      documentDate: source.documentDate,
      headings: [...source.headings],
      quote: source.quote,
      span: source.span,
      places: source.places.map((place) => ({
        part: place.part,
        block: place.block,
        start: place.start,
        end: place.end,
        rects: place.rects.map((rect) => [...rect]),
        range: place.range ?? null,
        lines: place.lines ? [...place.lines] : null,
      })),
    },
  };
}

export function viewAnswer(answer: AnsweredQuestion): z.infer<typeof AnswerView> {
  return {
    id: answer.id,
    conversationId: answer.conversationId,
    label: viewLabel(answer.label),
    text: answer.text,
    searchedText: answer.searchedText,
    scope: { spaceIds: answer.scope.spaceIds, filters: viewFilters(answer.scope.filters) },
    language: answer.language,
    expects: answer.expects,
    outcome: answer.outcome,
    lead: answer.lead,
    nearestLead: answer.nearestLead,
    confidence: rounded(answer.confidence),
    citations: answer.citations.map(viewCitation),
    passagesSearched: answer.passagesSearched,
    durationMs: Math.round(answer.durationMs * 10) / 10,
    askedAt: answer.askedAt.toISOString(),
    corrections: answer.corrections.map(({ from, to }) => ({ from, to })),
    feedback: answer.feedback,
  };
}

function viewFilters(filters: SearchFilters | undefined): z.infer<typeof FiltersBody> | null {
  if (!filters || Object.keys(filters).length === 0) return null;
  const { kinds, languages, folderIds, fromDay, toDay } = filters;
  return {
    ...(kinds ? { kinds: [...kinds] } : {}),
    ...(languages ? { languages: [...languages] } : {}),
    ...(folderIds ? { folderIds: [...folderIds] } : {}),
    ...(fromDay === undefined ? {} : { from: dateOf(fromDay) }),
    ...(toDay === undefined ? {} : { to: dateOf(toDay) }),
  };
}

function dateOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

export function viewConversation(conversation: Conversation): z.infer<typeof ConversationView> {
  return {
    id: conversation.id,
    spaceId: conversation.spaceId,
    label: viewLabel(conversation.label),
    title: conversation.title,
    pinned: conversation.pinned,
    version: conversation.version,
    createdAt: conversation.createdAt.toISOString(),
    updatedAt: conversation.updatedAt.toISOString(),
  };
}

export function viewOpenedCitation(opened: OpenedCitation): z.infer<typeof OpenedCitationView> {
  return { citation: viewCitation(opened.citation), headings: [...opened.headings], passage: opened.passage };
}
