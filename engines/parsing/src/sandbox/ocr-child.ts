import { recogniseImage } from '../ocr/recognise-image.ts';
import { loadTesseract, type OcrEngine } from '../ocr/tesseract.ts';
import { openChildPipes } from './child-pipes.ts';
import type { OcrAnswer, OcrJob } from './messages.ts';

/** Main module of an OCR child: one picture in, its text out, until the vault closes the pipe. It sees pixels, never files. */
const pipes = openChildPipes();
const engines = new Map<string, OcrEngine>();
await pipes.send({ type: 'ready' } satisfies OcrAnswer);
for (let frame = await pipes.receive(); frame !== null; frame = await pipes.receive()) {
  await pipes.send(await answer(frame.header as OcrJob, frame.body));
}
process.exit(0);

async function answer(job: OcrJob, pixels: Uint8Array): Promise<OcrAnswer> {
  try {
    const { blocks, quality } = recogniseImage(await engineFor(job.languages), job.image, pixels);
    return { type: 'recognised', blocks, quality };
  } catch (error) {
    return { type: 'failed', reason: 'broken', detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Engines stay: loading one takes 100-200 ms and some 100 MiB. */
async function engineFor(languages: readonly string[]): Promise<OcrEngine> {
  const key = languages.join('+');
  const known = engines.get(key);
  if (known) return known;
  engines.clear();
  const engine = await loadTesseract(languages);
  engines.set(key, engine);
  return engine;
}
