import type { ParseInput, ParseLimits } from './contract.ts';
import { checkMessage } from './sandbox/check-message.ts';
import { ChildGone, type SandboxedChild } from './sandbox/child-process.ts';
import { type Frame, FrameError } from './sandbox/frames.ts';
import type { FromChild, ToChild } from './sandbox/messages.ts';
import { watchChild } from './sandbox/watch.ts';

/** Bytes of the file that travel in one frame. */
const CHUNK_BYTES = 256 * 1024;

export type TextMessage = { message: FromChild; body: Uint8Array };

/**
 * Runs one file through a text child and gives its messages up to and including `done` or `failed`. Afterwards the child is idle, or
 * dead if the caller left early.
 * @throws ChildGone when the child dies or is killed; the error of `input.bytes` when the source fails; the signal's reason on abort.
 */
export async function* runTextJob(
  child: SandboxedChild,
  input: ParseInput,
  limits: ParseLimits,
): AsyncGenerator<TextMessage> {
  const watch = watchChild(child, limits);
  const abort = (): void => child.kill('crashed', 'cancelled');
  input.signal?.addEventListener('abort', abort, { once: true });
  let answered = false;
  let sourceError: { error: unknown } | null = null;
  const feed = async (): Promise<void> => {
    await child.send({ type: 'open', name: input.name, limits } satisfies ToChild);
    const source = input.bytes[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await watch.whileStarved(source.next());
        if (next.done || answered) break;
        for (let at = 0; at < next.value.length && !answered; at += CHUNK_BYTES) {
          await child.send({ type: 'data' } satisfies ToChild, next.value.subarray(at, at + CHUNK_BYTES));
        }
      }
    } finally {
      await source.return?.();
    }
    await child.send({ type: 'end' } satisfies ToChild);
  };
  const fed = feed().catch((error: unknown) => {
    if (child.alive) {
      sourceError = { error };
      child.kill('crashed', 'the source of the file failed');
    }
  });
  let idle = false;
  try {
    while (!answered) {
      const frame = await watch.during(child.receive());
      const message = readMessage(child, frame);
      if (message.type === 'quality' || message.type === 'progress' || message.type === 'image') watch.partDone();
      answered = message.type === 'done' || message.type === 'failed' || message.type === 'convert';
      yield { message, body: frame.body };
    }
    await untilIdle(child, watch.during);
    await fed;
    idle = true;
  } catch (error) {
    input.signal?.throwIfAborted();
    throw sourceError === null ? error : (sourceError as { error: unknown }).error;
  } finally {
    watch.stop();
    input.signal?.removeEventListener('abort', abort);
    if (!idle) child.kill('crashed', 'the file was given up');
  }
}

async function untilIdle(child: SandboxedChild, during: (wait: Promise<Frame>) => Promise<Frame>): Promise<void> {
  for (;;) {
    const frame = await during(child.receive());
    const message = readMessage(child, frame);
    if (message.type !== 'idle') continue;
    if (message.worn) child.kill('crashed', 'unfit after an unexpected error');
    return;
  }
}

function readMessage(child: SandboxedChild, frame: Frame): FromChild {
  try {
    return checkMessage(frame.header);
  } catch (cause) {
    if (!(cause instanceof FrameError)) throw cause;
    const detail = `the parser process broke the protocol: ${cause.message}`;
    child.kill('crashed', detail);
    throw new ChildGone('crashed', detail, { cause });
  }
}
