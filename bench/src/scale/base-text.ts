import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { type Language, sentencesOf } from '@nexus/search';
import { readBeir } from '../sets/beir.ts';
import { readSquad } from '../sets/squad.ts';
import { createRandom } from './random.ts';

/** Text that the scale bench multiplies: articles of sentences, and questions about them. */
export type BaseText = {
  language: Language;
  articles: { title: string; sentences: string[] }[];
  questions: string[];
};

/** SQuAD JSON (a file, or all files of a folder of them), a BEIR folder, or a folder of text files; invented words when `data` is null. */
export function readBaseText(data: string | null): BaseText {
  if (data === null) return inventText();
  const isFolder = statSync(data).isDirectory();
  if (isFolder && readdirSync(data).includes('corpus.jsonl')) return fromBeir(data);
  const files = isFolder
    ? readdirSync(data, { recursive: true, encoding: 'utf8' }).map((name) => join(data, name))
    : [data];
  const json = files.filter((file) => extname(file) === '.json');
  if (json.length > 0) return fromSquad(json);
  const texts = files.filter((file) => ['.txt', '.md'].includes(extname(file)));
  if (texts.length === 0) throw new Error(`${data} holds neither SQuAD JSON, nor corpus.jsonl, nor .txt or .md files`);
  return withLanguage(texts.map((file) => article(file, readFileSync(file, 'utf8'))));
}

function fromSquad(files: readonly string[]): BaseText {
  const articles = new Map<string, string[]>();
  const questions: string[] = [];
  for (const file of files) {
    const set = readSquad(file);
    for (const { title, text } of set.passages) {
      const sentences = articles.get(title) ?? [];
      sentences.push(...split(text));
      articles.set(title, sentences);
    }
    for (const { question } of set.questions) questions.push(question);
  }
  return withLanguage(
    Array.from(articles, ([title, sentences]) => ({ title, sentences })),
    questions,
  );
}

function fromBeir(folder: string): BaseText {
  const { passages, queries } = readBeir(folder);
  // Abstracts are short; twenty together make an article to draw sentences from.
  const articles: BaseText['articles'] = [];
  for (let i = 0; i < passages.length; i += 20) {
    const some = passages.slice(i, i + 20);
    articles.push(article(some[0]!.title, some.map(({ text }) => text).join('\n')));
  }
  return withLanguage(
    articles,
    queries.map(({ text }) => text),
  );
}

function article(title: string, text: string) {
  return { title, sentences: split(text) };
}

function split(text: string): string[] {
  return sentencesOf(text)
    .map(({ start, end }) => text.slice(start, end).trim())
    .filter((sentence) => sentence.length > 20);
}

function withLanguage(all: BaseText['articles'], questions: string[] = []): BaseText {
  const articles = all.filter(({ sentences }) => sentences.length > 2);
  const sample = articles.flatMap(({ sentences }) => sentences.slice(0, 3)).join(' ');
  const count = (pattern: RegExp) => sample.match(pattern)?.length ?? 0;
  const language = count(/\b(de|la|el|los|que)\b/gi) > count(/\b(the|of|and|to|in)\b/gi) ? 'es' : 'en';
  return { language, articles, questions: questions.length > 0 ? questions : inventQuestions(articles) };
}

/** Every other word of some sentences, at most eight. */
function inventQuestions(articles: BaseText['articles']): string[] {
  const sentences = articles.flatMap(({ sentences: some }) => some.slice(0, 40));
  return sentences.map((sentence) =>
    sentence
      .split(' ')
      .filter((_, i) => i % 2 === 0)
      .slice(0, 8)
      .join(' '),
  );
}

/** Syllables to words whose frequency falls with their rank, as in any language. */
function inventText(): BaseText {
  const random = createRandom(7);
  const syllables = ['ba', 'co', 'de', 'fi', 'gu', 'la', 'me', 'no', 'pi', 'ra', 'se', 'ti', 'lo', 'va', 'ne', 'do'];
  const word = (rank: number): string =>
    rank < 16 ? syllables[rank]! : word(Math.floor(rank / 16)) + syllables[rank % 16]!;
  const sentence = () =>
    Array.from({ length: 8 + random.below(20) }, () => word(Math.floor(30_000 ** random.next()) + 15)).join(' ');
  const articles = Array.from({ length: 48 }, (_, i) => ({
    title: `${word(400 + i)} ${word(900 + i)}`,
    sentences: Array.from({ length: 200 }, sentence),
  }));
  return { language: 'es', articles, questions: inventQuestions(articles) };
}
