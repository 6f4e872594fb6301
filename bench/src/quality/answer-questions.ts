import { type Answer, type Candidate, createAnswering } from '@nexus/answering';
import { sentencesOf } from '@nexus/search';
import type { SquadQuestion, SquadSet } from '../sets/squad.ts';
import { benchAnalyzer, createOurCollection } from './our-collection.ts';
import { textLanguage } from './text-language.ts';

export type Asked = { question: SquadQuestion; answer: Answer; milliseconds: number };

const answering = createAnswering({ analyzer: benchAnalyzer, sentences: sentencesOf });

/** Asks every question of the whole collection, end to end: rank, rerank, choose sentences. A candidate's id is its passage's number. */
export async function answerQuestions({ passages, questions }: SquadSet): Promise<Asked[]> {
  const language = textLanguage(passages.map((passage) => passage.text));
  const collection = await createOurCollection(passages, language);
  const asked: Asked[] = [];
  for (const question of questions) {
    const start = performance.now();
    const { ranking, weightOf, variants } = await collection.rank(question.question);
    const candidates = ranking.map(({ passage, score }): Candidate => {
      const { title, text } = passages[passage]!;
      return { id: String(passage), documentId: String(passage), title, headings: [], text, score, day: null };
    });
    const answer = answering.answer(answering.analyzeQuestion(question.question), candidates, { weightOf, variants });
    asked.push({ question, answer, milliseconds: performance.now() - start });
  }
  return asked;
}
