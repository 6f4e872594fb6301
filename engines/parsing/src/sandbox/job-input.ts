import type { ParseLimits } from '../contract.ts';
import { ParseFailure } from '../reader.ts';
import type { ChildPipes } from './child-pipes.ts';

/** The file of one job as it comes through the pipe. The start can be looked at before it is read as a whole or as a stream. */
export type JobInput = {
  /** The first bytes (at most 64 KiB), without taking them away from `stream` and `bytes`. */
  head(): Promise<Uint8Array>;
  bytes(): Promise<Uint8Array>;
  stream: AsyncIterable<Uint8Array>;
  /** Takes what is left in the pipe, so that the next job starts at its own beginning. */
  drain(): Promise<void>;
};

const HEAD_BYTES = 64 * 1024;

export function readJobInput(pipes: Pick<ChildPipes, 'receive'>, limits: ParseLimits): JobInput {
  const peeked: Uint8Array[] = [];
  let total = 0;
  let ended = false;
  let whole: Promise<Uint8Array> | null = null;

  const next = async (): Promise<Uint8Array | null> => {
    if (ended) return null;
    const frame = await pipes.receive();
    if (frame === null || (frame.header as { type?: unknown }).type === 'end') {
      ended = true;
      return null;
    }
    total += frame.body.length;
    return frame.body;
  };
  async function* stream(): AsyncGenerator<Uint8Array> {
    if (whole !== null) {
      // A container was opened as a whole in order to see what it is; its stream is that whole.
      yield await whole;
      return;
    }
    yield* pieces();
  }
  async function* pieces(): AsyncGenerator<Uint8Array> {
    while (peeked.length > 0) yield peeked.shift() as Uint8Array;
    for (let chunk = await next(); chunk !== null; chunk = await next()) {
      if (total > limits.maxFileBytes) throw tooLarge(limits.maxFileBytes);
      yield chunk;
    }
  }
  const collect = async (): Promise<Uint8Array> => {
    // A format that needs the whole file also needs room to work in: half of the memory is the most that the bytes may take.
    const most = Math.min(limits.maxFileBytes, (limits.memoryMb / 2) * 1024 ** 2);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of pieces()) {
      size += chunk.length;
      if (size > most) throw tooLarge(most);
      chunks.push(chunk);
    }
    return chunks.length === 1
      ? (chunks[0] as Uint8Array)
      : new Uint8Array(Buffer.concat(chunks, size).buffer, 0, size);
  };
  return {
    async head() {
      let held = 0;
      while (held < HEAD_BYTES) {
        const chunk = await next();
        if (chunk === null) break;
        peeked.push(chunk);
        held += chunk.length;
      }
      return Buffer.concat(peeked).subarray(0, HEAD_BYTES);
    },
    bytes: () => {
      whole ??= collect();
      return whole;
    },
    stream: { [Symbol.asyncIterator]: stream },
    async drain() {
      while ((await next()) !== null);
    },
  };
}

function tooLarge(most: number): ParseFailure {
  return new ParseFailure('too_large', `the file is larger than ${Math.floor(most / 1024 ** 2)} MiB`);
}
