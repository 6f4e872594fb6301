import { readBaseText } from './base-text.ts';
import { createRandom } from './random.ts';

/** Spread over the articles, each asked once. */
export function chooseQuestions(data: string | null, count: number): string[] {
  const { questions } = readBaseText(data);
  const random = createRandom(3);
  return [...new Set(questions)]
    .map((text) => ({ text, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .slice(0, count)
    .map(({ text }) => text);
}
