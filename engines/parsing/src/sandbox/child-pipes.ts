import { Socket } from 'node:net';
import { createFrameDecoder, encodeFrame, type Frame } from './frames.ts';

/** The child's ends of the pipes: frames in from stdin, frames out on descriptor 3. */
export type ChildPipes = {
  /** The next frame from the vault; null when the vault has closed the pipe. */
  receive(): Promise<Frame | null>;
  /** Resolves when the pipe has room, which is what holds a reader back when nobody takes its blocks. */
  send(header: unknown, body?: Uint8Array): Promise<void>;
};

const MAX_INPUT_FRAME_BYTES = 64 * 1024 ** 2;

export function openChildPipes(): ChildPipes {
  const input = process.stdin;
  const output = new Socket({ fd: 3, readable: false, writable: true });
  const chunks = input[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const decoder = createFrameDecoder(MAX_INPUT_FRAME_BYTES);
  const frames: Frame[] = [];
  return {
    async receive() {
      while (frames.length === 0) {
        const next = await chunks.next();
        if (next.done) return null;
        frames.push(...decoder.push(next.value));
      }
      return frames.shift() as Frame;
    },
    async send(header, body) {
      let room = true;
      for (const piece of encodeFrame(header, body)) room = output.write(piece);
      if (!room) await new Promise<void>((resolve) => output.once('drain', resolve));
    },
  };
}
