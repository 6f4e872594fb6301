import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

export type ServerEvent = { event: string; data: unknown; id?: string };

export type EventOptions = {
  /** The stream ends after this; the browser reconnects with `Last-Event-ID`. Default 15 minutes. */
  maxDurationMs?: number;
  /** A comment line keeps proxies from closing a quiet stream. Default 15 s. */
  heartbeatMs?: number;
};

/** For `schema.response` of a route that answers with `sendEvents`. */
export const eventStreamResponse = {
  description: 'Server-sent events',
  content: { 'text/event-stream': { schema: z.string() } },
};

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when the server begins to close, so that open event streams do not hold it up. */
    closing: AbortSignal;
  }
}

/**
 * Answers with server-sent events (WHATWG HTML, section 9.2) for as long as `source` gives some. `source` gets a signal that is aborted
 * when the client leaves, the time is up, or the server closes. One event waits in memory at most: a slow client slows the source.
 * Return or await it in the handler: it resolves when the stream has ended.
 */
export async function sendEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  source: AsyncIterable<ServerEvent> | ((signal: AbortSignal) => AsyncIterable<ServerEvent>),
  options: EventOptions = {},
): Promise<void> {
  const left = new AbortController();
  request.raw.socket.once('close', () => left.abort());
  const signal = AbortSignal.any([
    left.signal,
    request.server.closing,
    AbortSignal.timeout(options.maxDurationMs ?? 15 * 60_000),
  ]);
  const events = typeof source === 'function' ? source(signal) : source;
  const stream = Readable.from(frames(events, signal, options.heartbeatMs ?? 15_000), {
    objectMode: false,
    highWaterMark: 1,
  });
  stream.once('close', () => left.abort());
  await reply
    .type('text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .send(stream);
}

async function* frames(
  events: AsyncIterable<ServerEvent>,
  signal: AbortSignal,
  heartbeatMs: number,
): AsyncGenerator<string> {
  const iterator = events[Symbol.asyncIterator]();
  const stopped = new Promise<'stopped'>((resolve) => {
    if (signal.aborted) resolve('stopped');
    signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });
  try {
    yield ': open\n\n';
    let pending = iterator.next();
    while (true) {
      const beat = heartbeat(heartbeatMs);
      const result = await Promise.race([pending, stopped, beat.promise]);
      beat.cancel();
      if (result === 'stopped') return;
      if (result === 'beat') {
        yield ': \n\n';
        continue;
      }
      if (result.done === true) return;
      yield frameOf(result.value);
      pending = iterator.next();
    }
  } finally {
    // Not awaited: a source that is stuck in `next` would hold the response open.
    void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

function heartbeat(ms: number): { promise: Promise<'beat'>; cancel: () => void } {
  const { promise, resolve } = Promise.withResolvers<'beat'>();
  const timer = setTimeout(() => resolve('beat'), ms);
  return { promise, cancel: () => clearTimeout(timer) };
}

/** One frame. Names and ids lose line breaks, so that neither can start a frame of its own; data is one line of JSON. */
export function frameOf({ event, data, id }: ServerEvent): string {
  const lines = [`event: ${oneLine(event)}`, `data: ${JSON.stringify(data)}`];
  if (id !== undefined) lines.unshift(`id: ${oneLine(id)}`);
  return `${lines.join('\n')}\n\n`;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\0]/g, ' ');
}
