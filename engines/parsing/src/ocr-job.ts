import type { ParseEvent, ParseInput, ParseLimits, PartQuality } from './contract.ts';
import { checkRecognised } from './sandbox/check-message.ts';
import type { ChildPool } from './sandbox/child-pool.ts';
import { ChildGone, type SandboxedChild } from './sandbox/child-process.ts';
import { FrameError } from './sandbox/frames.ts';
import type { ImageHeader, OcrAnswer, OcrJob } from './sandbox/messages.ts';
import { watchChild } from './sandbox/watch.ts';

const DEFAULT_LANGUAGES = ['spa', 'eng'] as const;

/**
 * Recognises one part in an OCR child. A child that dies or overruns costs this part only: it comes back as `unread` with the reason.
 * @throws the signal's reason on abort.
 */
export async function runOcrJob(
  pool: ChildPool,
  image: ImageHeader,
  pixels: Uint8Array,
  limits: ParseLimits,
  input: Pick<ParseInput, 'ocrLanguages' | 'signal'>,
): Promise<ParseEvent[]> {
  const languages = input.ocrLanguages ?? DEFAULT_LANGUAGES;
  try {
    const child = await pool.acquire(input.signal);
    try {
      const answer = await ask(child, { type: 'recognise', languages, image }, pixels, limits, input.signal);
      if (answer.type === 'failed') {
        // After an error inside of WASM the module may be in any state.
        child.kill('crashed', 'unfit after an error');
        throw new ChildGone('crashed', String(answer.detail));
      }
      const { blocks, quality } = readAnswer(child, answer);
      const text: ParseEvent[] = blocks.length > 0 ? [{ type: 'blocks', blocks }] : [];
      return [...text, { type: 'quality', parts: [quality] }];
    } finally {
      await pool.release(child);
    }
  } catch (error) {
    input.signal?.throwIfAborted();
    if (!(error instanceof ChildGone)) throw error;
    return [{ type: 'quality', parts: [unread(image, error)] }];
  }
}

async function ask(
  child: SandboxedChild,
  job: OcrJob,
  pixels: Uint8Array,
  limits: ParseLimits,
  signal?: AbortSignal,
): Promise<OcrAnswer> {
  const watch = watchChild(child, limits);
  const abort = (): void => child.kill('crashed', 'cancelled');
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const answered = watch.during(child.receive());
    // A child that is killed rejects both; only the answer is waited for.
    child.send(job, pixels).catch(() => {});
    return (await answered).header as OcrAnswer;
  } finally {
    watch.stop();
    signal?.removeEventListener('abort', abort);
  }
}

function unread(image: ImageHeader, error: ChildGone): PartQuality {
  const { part, kind, name, size, notes = [] } = image;
  const named = name === undefined ? {} : { name };
  return {
    part,
    kind,
    ...named,
    method: 'unread',
    characters: 0,
    size,
    notes: [...notes, `recognition: ${error.message}`],
  };
}

function readAnswer(child: SandboxedChild, answer: OcrAnswer): ReturnType<typeof checkRecognised> {
  try {
    return checkRecognised(answer);
  } catch (cause) {
    if (!(cause instanceof FrameError)) throw cause;
    const detail = `the OCR process broke the protocol: ${cause.message}`;
    child.kill('crashed', detail);
    throw new ChildGone('crashed', detail, { cause });
  }
}
