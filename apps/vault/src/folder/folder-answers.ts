import { randomBytes } from 'node:crypto';
import { type Answer, createAnswering, type Question } from '@nexus/answering';
import { inContext, inConversation } from '@nexus/answers';
import { createSealer, generateKey, keyIdOf } from '@nexus/crypto';
import { newId } from '@nexus/kernel';
import { createRanker } from '@nexus/retrieval';
import {
  commitChange,
  createAnalyzer,
  createCellWriter,
  createMemoryStore,
  createReranker,
  createSearcher,
  createSpeller,
  createThesaurus,
  type Passage,
  placesOf,
  type QuotedPlace,
  sentencesOf,
} from '@nexus/search';
import type { ReadFile } from './read-folder.ts';

export type FolderQuote = {
  sentence: number;
  role: 'quote' | 'also' | 'nearest';
  path: string;
  title: string;
  quote: string;
  span: { start: number; end: number } | null;
  places: QuotedPlace[];
  confidence: number;
};

export type FolderAnswer = {
  answer: Answer;
  quotes: FolderQuote[];
  /** What was searched: the question, or with what it continues. Hand the whole answer to the next question of a conversation. */
  searchedText: string;
  question: Question;
  durationMs: number;
};

type FolderPassage = { file: ReadFile; ordinal: number; passage: Passage; title: string; score: number };

/**
 * Answers over files that were just read, all in memory: the same engines as the server, no database, nothing written anywhere. Blind terms are
 * keyed with a throw-away key, because the index knows no other terms.
 */
export async function createFolderAnswers(files: readonly ReadFile[]) {
  const analyzer = createAnalyzer();
  const store = createMemoryStore();
  const spaceKey = generateKey();
  const sealer = createSealer({ spaceId: newId(), spaceKey, keyId: keyIdOf(spaceKey) });
  const blinder = { blind: (term: string) => sealer.blindTerm(term) };
  const cell = randomBytes(8).toString('hex');
  const fileOf = new Map(files.map((file) => [newId(), file]));

  const writer = createCellWriter({ store, cell, blinder, analyzer });
  for (const [documentId, { title, language, format, day, passages }] of fileOf) {
    writer.add({ documentId, title, language, kind: format, day, folderId: null, passages });
  }
  const version = (await commitChange(store, writer)) ?? 0;
  const searcher = createSearcher({ store, blinderFor: () => blinder });
  const speller = createSpeller({ analyzer, searcher });
  const rank = createRanker({
    searcher,
    analyzer,
    speller,
    thesaurus: createThesaurus({ analyzer }),
    reranker: createReranker({ analyzer }),
  });
  const answering = createAnswering({ analyzer, sentences: sentencesOf });

  return async function ask(asked: string, previous: FolderAnswer | null = null): Promise<FolderAnswer> {
    const startedAt = performance.now();
    const alone = answering.analyzeQuestion(asked);
    const text = inContext(alone, previous) ?? asked;
    const combined = text === asked ? alone : answering.analyzeQuestion(text, alone.language);
    const question = alone.expects === 'passage' ? combined : { ...combined, expects: alone.expects };
    const { passages, weights, variants } = await rank<FolderPassage>({
      cells: version > 0 ? [{ cell, version }] : [],
      text,
      limit: 20,
      open: async (ranked) =>
        ranked.map(({ documentId, passage: ordinal, score }) => {
          const file = fileOf.get(documentId)!;
          return { file, ordinal, passage: file.passages[ordinal]!, title: file.title, score };
        }),
    });
    const byId = new Map(passages.map((found, i) => [String(i), found]));
    const candidates = [...byId].map(([id, { file, passage, title, score }]) => {
      return { id, documentId: file.path, title, headings: passage.headings, text: passage.text, score, day: file.day };
    });
    const weightOf = (term: string): number => weights.get(term) ?? 0;
    const answer = answering.answer(question, candidates, {
      weightOf: text === asked ? weightOf : inConversation(alone, weightOf),
      variants,
    });
    const durationMs = performance.now() - startedAt;
    return { answer, quotes: quotesOf(answer, byId), searchedText: text, question, durationMs };
  };
}

function quotesOf(answer: Answer, byId: ReadonlyMap<string, FolderPassage>): FolderQuote[] {
  const quotes: FolderQuote[] = [];
  const shown = answer.outcome === 'answered' ? answer.sentences : answer.nearest;
  for (const [index, sentence] of shown.entries()) {
    const add = (role: FolderQuote['role'], candidateId: string, range: { start: number; end: number }) => {
      const found = byId.get(candidateId);
      if (!found) return;
      const span = role === 'also' || !sentence.span ? null : sentence.span;
      quotes.push({
        sentence: index + 1,
        role,
        path: found.file.path,
        title: found.title,
        quote: found.passage.text.slice(range.start, range.end),
        span: span && { start: span.start - range.start, end: span.end - range.start },
        places: placesOf(found.passage, range),
        confidence: sentence.confidence,
      });
    };
    add(answer.outcome === 'answered' ? 'quote' : 'nearest', sentence.candidateId, sentence.range);
    for (const also of sentence.alsoIn) add('also', also.candidateId, also.range);
  }
  return quotes;
}
