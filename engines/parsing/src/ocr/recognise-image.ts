import type { Block, PartQuality } from '../contract.ts';
import type { ImageHeader } from '../sandbox/messages.ts';
import { type GreyImage, type QuarterTurns, scaleImage, sidewaysScore, turnImage, turnRectBack } from './grey-image.ts';
import type { OcrEngine, OcrWord } from './tesseract.ts';
import { meanConfidence, type ToPage, wordsToBlocks } from './words-to-blocks.ts';

/** Confidence from which the first orientation is taken to be right. */
const SURE = 70;
/** Above this `sidewaysScore` the lines run up or down; straight pages give 0.3 and 0.7, pages 6 degrees askew 0.38 and 0.62. */
const SIDEWAYS = 0.53;
/** More than an A3 page at 300 dpi tells Tesseract nothing new. */
const MAX_PIXELS = 20_000_000;
/** A picture with fewer pixels across than this has letters too small for the models, which were trained at about 300 dpi. */
const SMALL_SIDE = 1100;

type Attempt = { words: OcrWord[]; angle: number; turns: QuarterTurns; image: GreyImage; score: number };

/** Recognises one part: sizes it, finds which way is up, reads it, and says how well that went. Seconds of work for a full page. */
export function recogniseImage(
  engine: OcrEngine,
  header: ImageHeader,
  pixels: Uint8Array,
): { blocks: Block[]; quality: PartQuality } {
  const image = fitSize({ width: header.width, height: header.height, dpi: header.dpi, pixels });
  const best = readUpright(engine, image);
  const text = wordsToBlocks(best.words, header.part, createToPage(best));
  const notes = [...(header.notes ?? [])];
  if (text.characters === 0) notes.push('image without text');
  if (text.dropped > 0) notes.push(`${text.dropped} uncertain words left out`);
  if (best.turns !== 0) notes.push(`turned by ${best.turns * 90} degrees for reading`);
  return {
    blocks: text.blocks,
    quality: {
      part: header.part,
      kind: header.kind,
      ...(header.name === undefined ? {} : { name: header.name }),
      method: 'ocr',
      characters: text.characters,
      confidence: text.confidence,
      size: header.size,
      ...(notes.length > 0 ? { notes } : {}),
    },
  };
}

function fitSize(image: GreyImage): GreyImage {
  const pixels = image.width * image.height;
  if (pixels > MAX_PIXELS) return scaleImage(image, Math.sqrt(MAX_PIXELS / pixels));
  return Math.max(image.width, image.height) < SMALL_SIDE ? scaleImage(image, 2) : image;
}

/**
 * Tries upright first unless the lines run up and down; looks the other ways only when what it reads makes no sense. A picture with
 * hardly a word in it is a photograph, not a page upside down.
 */
function readUpright(engine: OcrEngine, image: GreyImage): Attempt {
  const order: readonly QuarterTurns[] = sidewaysScore(image) > SIDEWAYS ? [1, 3, 0] : [0, 2];
  let best: Attempt | null = null;
  for (const turns of order) {
    const turned = turnImage(image, turns);
    const { words, angle } = engine.recognise(turned);
    const score = meanConfidence(words);
    if (best === null || score > best.score) best = { words, angle, turns, image: turned, score };
    if (best.score >= SURE || (turns === 0 && words.length < 3)) break;
  }
  return best as Attempt;
}

/** From pixels of the image as it was read (turned, deskewed) to fractions of the part as it is shown. */
function createToPage({ image, angle, turns }: Attempt): ToPage {
  const { width, height } = image;
  const sin = Math.sin(angle);
  const cos = Math.cos(angle);
  return ([x0, y0, x1, y1]) => {
    const middle = turnPoint((x0 + x1) / 2, (y0 + y1) / 2);
    const rect = [
      middle[0] - (x1 - x0) / 2,
      middle[1] - (y1 - y0) / 2,
      middle[0] + (x1 - x0) / 2,
      middle[1] + (y1 - y0) / 2,
    ];
    const [a, b, c, d] = rect.map((value, i) => clamp(value / (i % 2 === 0 ? width : height)));
    return turnRectBack([a ?? 0, b ?? 0, c ?? 1, d ?? 1], turns);
  };
  /** Tesseract turned the page about its middle in order to take the skew out; this turns a point back. */
  function turnPoint(x: number, y: number): [number, number] {
    const dx = x - width / 2;
    const dy = y - height / 2;
    return [width / 2 + dx * cos - dy * sin, height / 2 + dx * sin + dy * cos];
  }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
