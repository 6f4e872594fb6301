import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import type { GreyImage } from './grey-image.ts';
import { estimateSkew } from './skew.ts';

/** A word as recognised. Pixels of the image, origin at the top left. `block`, `paragraph` and `line` count within the page. */
export type OcrWord = {
  text: string;
  confidence: number;
  block: number;
  paragraph: number;
  line: number;
  rect: readonly [number, number, number, number];
};

export type OcrEngine = {
  /** Seconds of work; synchronous, as WASM is. `angle` is the skew that was taken out before, in radians. */
  recognise(image: GreyImage): { words: OcrWord[]; angle: number };
};

/** What is used of tesseract.js-core: Tesseract's C++ API bound by Emscripten, plus its in-memory file system. */
type TesseractModule = {
  FS: { writeFile(path: string, data: Uint8Array): void; unlink(path: string): void };
  TessBaseAPI: new () => TesseractApi;
};
type TesseractApi = {
  Init(dataPath: null, languages: string, mode: number): number;
  SetPageSegMode(mode: number): void;
  SetVariable(name: string, value: string): boolean;
  SetImageFile(exif: number, angle: number): number;
  Recognize(monitor: null): number;
  GetTSVText(page: number): string;
  Clear(): void;
};

const LSTM_ONLY = 1;
const PAGE_SEGMENTATION_AUTO = '3';
/** Below this skew Tesseract's own line finder copes; turning the page blurs it. */
const MIN_SKEW = 0.5 * (Math.PI / 180);

/**
 * Loads the LSTM-only SIMD core without the package's worker, so that this process needs no permission to start threads. The languages'
 * integer models come from npm (`best_int`), unpacked into the module's own memory.
 */
export async function loadTesseract(languages: readonly string[]): Promise<OcrEngine> {
  const own = createRequire(import.meta.url);
  const require = createRequire(own.resolve('tesseract.js'));
  const corePath = require.resolve('tesseract.js-core/tesseract-core-relaxedsimd-lstm.js');
  const createCore = require(corePath) as (options: object) => Promise<TesseractModule>;
  const core = await createCore({
    wasmBinary: readFileSync(`${corePath.slice(0, -3)}.wasm`),
    print: () => {},
    printErr: () => {},
  });
  for (const language of languages) {
    const data = own.resolve(`@tesseract.js-data/${language}/4.0.0_best_int/${language}.traineddata.gz`);
    core.FS.writeFile(`${language}.traineddata`, gunzipSync(readFileSync(data)));
  }
  const api = new core.TessBaseAPI();
  if (api.Init(null, languages.join('+'), LSTM_ONLY) !== 0) throw new Error('Tesseract did not start');
  return { recognise: (image) => recognise(core, api, image) };
}

function recognise(core: TesseractModule, api: TesseractApi, image: GreyImage): { words: OcrWord[]; angle: number } {
  const estimate = estimateSkew(image);
  const skew = Math.abs(estimate) >= MIN_SKEW ? estimate : 0;
  core.FS.writeFile('/input', toPgm(image));
  try {
    api.SetPageSegMode(Number(PAGE_SEGMENTATION_AUTO));
    api.SetVariable('user_defined_dpi', String(Math.round(image.dpi)));
    // Tesseract turns counter-clockwise for positive angles.
    api.SetImageFile(1, -skew);
    api.Recognize(null);
    return { words: parseTsv(api.GetTSVText(0)), angle: skew };
  } finally {
    api.Clear();
    core.FS.unlink('/input');
  }
}

/** Portable greymap, the one format that needs no coder (netpbm, pgm.5). */
function toPgm({ width, height, pixels }: GreyImage): Uint8Array {
  const header = Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1');
  return Buffer.concat([header, pixels]);
}

/** Tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height, confidence, text. Level 5 is a word. */
export function parseTsv(tsv: string): OcrWord[] {
  const words: OcrWord[] = [];
  for (const row of tsv.split('\n')) {
    const fields = row.split('\t');
    if (fields[0] !== '5' || fields.length < 12) continue;
    const text = fields.slice(11).join('\t').trim();
    const [block = 0, paragraph = 0, line = 0, , left = 0, top = 0, width = 0, height = 0, confidence = 0] = fields
      .slice(2, 11)
      .map(Number);
    if (text !== '') {
      words.push({ text, confidence, block, paragraph, line, rect: [left, top, left + width, top + height] });
    }
  }
  return words;
}
