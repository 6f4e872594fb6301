import { readFileSync } from 'node:fs';

export type SquadQuestion = {
  id: string;
  question: string;
  /** Number of its paragraph in `passages`. */
  passage: number;
  answers: readonly string[];
  /** SQuAD 2.0: the paragraph does not hold an answer. */
  impossible: boolean;
};

export type SquadPassage = { title: string; text: string; article: number };

export type SquadSet = { passages: SquadPassage[]; questions: SquadQuestion[] };

type SquadFile = {
  data: {
    title?: string;
    paragraphs: {
      context: string;
      qas: { id: string; question: string; is_impossible?: boolean; answers?: { text: string }[] }[];
    }[];
  }[];
};

/** Reads a file in the format of SQuAD 1.1 or 2.0; underscores in titles become spaces. */
export function readSquad(file: string): SquadSet {
  const parsed: SquadFile = JSON.parse(readFileSync(file, 'utf8'));
  const passages: SquadPassage[] = [];
  const questions: SquadQuestion[] = [];
  parsed.data.forEach((article, number) => {
    for (const paragraph of article.paragraphs) {
      const passage = passages.length;
      passages.push({ title: (article.title ?? '').replaceAll('_', ' '), text: paragraph.context, article: number });
      for (const qa of paragraph.qas) {
        const answers = (qa.answers ?? []).map((answer) => answer.text);
        const impossible = qa.is_impossible === true || answers.length === 0;
        questions.push({ id: qa.id, question: qa.question, passage, answers, impossible });
      }
    }
  });
  return { passages, questions };
}
