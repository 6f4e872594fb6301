/**
 * Framing of the pipes between the vault and a parser child. A frame is: u32 length of the rest, u32 length of the header, the header
 * as JSON in UTF-8, then the body as raw bytes; numbers little endian. File bytes and pixels travel as bodies, so nothing is base64.
 */
export type Frame = { header: unknown; body: Uint8Array };

/** The other side sent something that is no frame. The only cure is to end that process. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

const PREFIX_BYTES = 8;
const NOTHING = new Uint8Array(0);

/** The frame in the pieces to write, the body not copied. */
export function encodeFrame(header: unknown, body: Uint8Array = NOTHING): Uint8Array[] {
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const start = Buffer.allocUnsafe(PREFIX_BYTES + json.length);
  start.writeUInt32LE(4 + json.length + body.length, 0);
  start.writeUInt32LE(json.length, 4);
  json.copy(start, PREFIX_BYTES);
  return body.length > 0 ? [start, body] : [start];
}

export type FrameDecoder = {
  /** Takes the next bytes of the pipe, cut anywhere; gives the frames that they complete. @throws FrameError */
  push(chunk: Uint8Array): Frame[];
  /** Bytes of a frame that is not complete yet. */
  readonly waiting: number;
};

/**
 * Decodes a stream of frames. A frame over `maxBytes` is refused as soon as its length is seen, so that a child that was taken over
 * cannot make the vault hold more. Each byte is copied at most once.
 */
export function createFrameDecoder(maxBytes: number): FrameDecoder {
  let parts: Uint8Array[] = [];
  let held = 0;
  let needed = PREFIX_BYTES;
  const take = (): Buffer => {
    const all = parts.length === 1 ? asBuffer(parts[0] as Uint8Array) : Buffer.concat(parts, held);
    parts = [];
    held = 0;
    return all;
  };
  return {
    get waiting() {
      return held;
    },
    push(chunk) {
      const frames: Frame[] = [];
      parts.push(chunk);
      held += chunk.length;
      while (held >= needed) {
        const all = take();
        const { frame, used, next } = splitFrame(all, maxBytes);
        if (frame) frames.push(frame);
        const rest = all.subarray(used);
        if (rest.length > 0) {
          parts.push(rest);
          held = rest.length;
        }
        needed = next;
      }
      return frames;
    },
  };
}

function splitFrame(all: Buffer, maxBytes: number): { frame: Frame | null; used: number; next: number } {
  const length = all.readUInt32LE(0);
  const headerLength = all.readUInt32LE(4);
  if (length > maxBytes) throw new FrameError(`a frame of ${length} bytes is over the limit of ${maxBytes}`);
  if (length < 4 || headerLength > length - 4) throw new FrameError('the lengths of a frame contradict each other');
  const end = 4 + length;
  if (all.length < end) return { frame: null, used: 0, next: end };
  const bodyAt = PREFIX_BYTES + headerLength;
  const header = parseHeader(all.toString('utf8', PREFIX_BYTES, bodyAt));
  return { frame: { header, body: all.subarray(bodyAt, end) }, used: end, next: PREFIX_BYTES };
}

function parseHeader(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new FrameError('the header of a frame is no JSON', { cause });
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
