import type { Block, LineBox } from '../contract.ts';
import { joinLines, type TextLine } from '../text/join-lines.ts';
import type { OcrWord } from './tesseract.ts';

/** Maps a rectangle in pixels of the recognised image to fractions of the page. */
export type ToPage = (rect: readonly [number, number, number, number]) => LineBox['rect'];

export type OcrText = { blocks: Block[]; characters: number; confidence: number; dropped: number };

/** Words that Tesseract itself hardly believes in are specks, rules and pictures, not text. */
const MIN_WORD_CONFIDENCE = 25;
const MIN_LINE_CONFIDENCE = 35;
const MIN_SURE_CONFIDENCE = 50;

/**
 * Puts recognised words together into paragraphs with a rectangle for each line. Words and lines below the confidence floor are left
 * out and counted in `dropped`.
 */
export function wordsToBlocks(words: readonly OcrWord[], part: number, toPage: ToPage): OcrText {
  const kept = dropNoise(words);
  const paragraphs = groupBy(kept, (word) => `${word.block}/${word.paragraph}`);
  const blocks = paragraphs.map((paragraph): Block => {
    const lines = groupBy(paragraph, (word) => `${word.line}`).map(
      (line): TextLine => ({ text: line.map((word) => word.text).join(' '), rect: toPage(unite(line)) }),
    );
    const { text, boxes } = joinLines(lines);
    return { kind: 'paragraph', text, place: { part, lines: boxes } };
  });
  return {
    blocks,
    characters: blocks.reduce((sum, block) => sum + block.text.length, 0),
    confidence: Math.round(meanConfidence(kept)),
    dropped: words.length - kept.length,
  };
}

function dropNoise(words: readonly OcrWord[]): OcrWord[] {
  const lines = groupBy(words, (word) => `${word.block}/${word.paragraph}/${word.line}`);
  return lines
    .filter((line) => meanConfidence(line) >= MIN_LINE_CONFIDENCE && line.some(isWord))
    .flatMap((line) => line.filter((word) => word.confidence >= MIN_WORD_CONFIDENCE));
}

/** At least one thing in a line of print is a word or a number; textures and drawings give single letters and signs. */
function isWord({ text, confidence }: OcrWord): boolean {
  return confidence >= MIN_SURE_CONFIDENCE && /[\p{L}\p{N}]{2}|^\p{N}/u.test(text);
}

/** Mean over characters, so that a long word counts for more than a speck. 0 for no words. */
export function meanConfidence(words: readonly OcrWord[]): number {
  let weight = 0;
  let sum = 0;
  for (const word of words) {
    weight += word.text.length;
    sum += word.text.length * word.confidence;
  }
  return weight === 0 ? 0 : sum / weight;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

function unite(words: readonly OcrWord[]): [number, number, number, number] {
  return [
    Math.min(...words.map((word) => word.rect[0])),
    Math.min(...words.map((word) => word.rect[1])),
    Math.max(...words.map((word) => word.rect[2])),
    Math.max(...words.map((word) => word.rect[3])),
  ];
}
