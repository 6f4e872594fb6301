import type { Answer, QuotedSentence, Range } from '@nexus/answering';
import { newId } from '@nexus/kernel';
import { placesOf } from '@nexus/search';
import type { CitedQuote } from './answer-view.model.ts';
import type { DocumentCard, FoundPassage, LabelsPort } from './answers.ports.ts';
import type { CitationRole, CitationRow } from './answers.tables.ts';

/** The id under which a passage is offered to the answering engine. */
export function candidateIdOf(passage: { sourceId: string; ordinal: number }): string {
  return `${passage.sourceId}.${passage.ordinal}`;
}

/** The sentences of an answer as rows: references, never text. Sentence numbers count from 1. */
export function citationRows(
  questionId: string,
  answer: Answer,
  passages: ReadonlyMap<string, FoundPassage>,
): CitationRow[] {
  const rows: CitationRow[] = [];
  const add = (sentence: number, role: CitationRole, candidateId: string, range: Range, quoted: QuotedSentence) => {
    const passage = passages.get(candidateId);
    if (!passage) return;
    const conflict = role === 'quote' ? answer.conflicts.findIndex((c) => c.sentences.includes(sentence - 1)) : -1;
    const span = role === 'also' ? null : quoted.span;
    rows.push({
      id: newId(),
      questionId,
      sentence,
      role,
      spaceId: passage.spaceId,
      labelId: passage.labelId,
      documentId: passage.documentId,
      sourceId: passage.sourceId,
      passage: passage.ordinal,
      rangeStart: range.start,
      rangeEnd: range.end,
      spanStart: span?.start ?? null,
      spanEnd: span?.end ?? null,
      confidence: quoted.confidence,
      conflict: conflict < 0 ? null : conflict,
    });
  };
  for (const [index, quoted] of answer.sentences.entries()) {
    add(index + 1, 'quote', quoted.candidateId, quoted.range, quoted);
    for (const also of quoted.alsoIn) add(index + 1, 'also', also.candidateId, also.range, quoted);
  }
  if (answer.outcome === 'not_found') {
    for (const [index, quoted] of answer.nearest.entries()) {
      add(index + 1, 'nearest', quoted.candidateId, quoted.range, quoted);
    }
  }
  return rows;
}

/** Puts text and places back to a reference; without the passage or its document only the gap is shown. */
export function citedQuote(
  row: CitationRow,
  passages: ReadonlyMap<string, FoundPassage>,
  cards: ReadonlyMap<string, DocumentCard>,
  labels: Pick<LabelsPort, 'viewOf'>,
): CitedQuote {
  const { id, role, sentence, confidence, conflict } = row;
  const found = passages.get(candidateIdOf({ sourceId: row.sourceId, ordinal: row.passage }));
  const card = cards.get(row.sourceId);
  const shared = { citationId: id, role, sentence, confidence, conflict };
  if (!found || !card) return { ...shared, source: null };
  const { rangeStart, rangeEnd, spanStart, spanEnd } = row;
  const hasSpan = spanStart !== null && spanEnd !== null && spanStart >= rangeStart && spanEnd <= rangeEnd;
  return {
    ...shared,
    source: {
      documentId: card.id,
      versionId: card.versionId,
      spaceId: found.spaceId,
      labelId: found.labelId,
      label: labels.viewOf(found.labelId),
      title: card.title,
      fileName: card.fileName,
      folderPath: card.folderPath,
      format: card.format,
      documentDate: card.documentDate,
      headings: found.passage.headings,
      quote: found.passage.text.slice(rangeStart, rangeEnd),
      span: hasSpan ? { start: spanStart - rangeStart, end: spanEnd - rangeStart } : null,
      places: placesOf(found.passage, { start: rangeStart, end: rangeEnd }),
    },
  };
}
