import type { Logger } from '@nexus/kernel';
import { defaultLimits, type ParseEvent, type ParseInput, type ParseLimits, type Parser } from './contract.ts';
import { type Arrival, inOrder } from './in-order.ts';
import { createLegacyConverter, type LegacyFormat, modernOf } from './legacy/libre-office.ts';
import { runOcrJob } from './ocr-job.ts';
import { ParseFailure } from './reader.ts';
import { createChildPool } from './sandbox/child-pool.ts';
import { ChildGone } from './sandbox/child-process.ts';
import type { FromChild } from './sandbox/messages.ts';
import { createTally } from './tally.ts';
import { runTextJob } from './text-job.ts';

export type ParserOptions = {
  /** Files that are read at the same time. */
  children: number;
  /** Pages that are recognised at the same time; as many as there are cores is best. Default: `children`. */
  ocrChildren?: number;
  /** The Node to run; 25 or newer. Default: the one that runs now. */
  nodePath?: string;
  /** `auto`: legacy Office files are read when LibreOffice is installed. */
  libreOffice?: 'auto' | 'off';
  logger: Logger;
};

/** Libraries leak a little; a fresh child now and then costs nothing that one would notice. */
const RECYCLE_AFTER_FILES = 500;
const RECYCLE_AFTER_PAGES = 200;

/** Starts a parser. Its children start with the first file and stay until `close`. */
export function createParser(options: ParserOptions): Parser {
  const { logger } = options;
  const ocrChildren = options.ocrChildren ?? options.children;
  const shared = {
    nodePath: options.nodePath ?? process.execPath,
    memoryMb: defaultLimits.memoryMb,
    recycleAboveMb: defaultLimits.memoryMb / 2,
  };
  const textPool = createChildPool({
    ...shared,
    main: new URL('./sandbox/text-child.ts', import.meta.url),
    size: options.children,
    recycleAfterJobs: RECYCLE_AFTER_FILES,
  });
  const converter = createLegacyConverter(options.libreOffice ?? 'auto', logger);
  const ocrPool = createChildPool({
    ...shared,
    main: new URL('./sandbox/ocr-child.ts', import.meta.url),
    size: ocrChildren,
    recycleAfterJobs: RECYCLE_AFTER_PAGES,
  });

  /** The text child's messages as events; a picture becomes the promise of its text. */
  async function* events(input: ParseInput, limits: ParseLimits): AsyncGenerator<Arrival> {
    const child = await textPool.acquire(input.signal);
    let legacy: { format: LegacyFormat; warnings: readonly string[]; bytes: Uint8Array } | null = null;
    try {
      for await (const { message, body } of runTextJob(child, input, limits)) {
        if (message.type === 'image') yield { late: runOcrJob(ocrPool, message, body, limits, input) };
        else if (message.type === 'convert') legacy = { ...message, bytes: body };
        else yield { event: toEvent(message, body) };
      }
    } finally {
      await textPool.release(child);
    }
    if (legacy) yield* convertedEvents(legacy, input, limits);
  }

  /** Legacy files become modern ones first, and are then read like any other. */
  async function* convertedEvents(
    { format, warnings, bytes }: { format: LegacyFormat; warnings: readonly string[]; bytes: Uint8Array },
    input: ParseInput,
    limits: ParseLimits,
  ): AsyncGenerator<Arrival> {
    const converted = await converter.convert(bytes, format, limits, input.signal);
    const modern: ParseInput = { ...input, name: `${input.name}.${modernOf[format]}`, bytes: once(converted) };
    for await (const arrival of events(modern, limits)) {
      const done = 'event' in arrival && arrival.event.type === 'done' ? arrival.event : null;
      if (done === null) yield arrival;
      else {
        const all = [...warnings, `The file was converted from .${format} by LibreOffice.`, ...done.warnings];
        yield { event: { ...done, metadata: { ...done.metadata, format }, warnings: all } };
      }
    }
  }

  async function* parse(input: ParseInput): AsyncGenerator<ParseEvent> {
    const limits: ParseLimits = { ...defaultLimits, ...input.limits };
    const tally = createTally(limits);
    let ended = false;
    try {
      for await (const event of inOrder(events(input, limits), ocrChildren + 1)) {
        for (const passed of tally.pass(event)) {
          ended = passed.type === 'done' || passed.type === 'failed';
          yield passed;
        }
        if (tally.over) return;
      }
    } catch (error) {
      if (error instanceof ChildGone)
        logger.warn('parser child ended', { reason: error.reason, detail: error.message });
      else if (!(error instanceof ParseFailure)) throw error;
      // A child may still die while it clears away what it has read to the end.
      if (ended) return;
      yield {
        type: 'failed',
        reason: error.reason,
        detail: error instanceof ParseFailure ? error.detail : error.message,
      };
    }
  }
  return {
    parse,
    async close() {
      await Promise.all([textPool.close(), ocrPool.close()]);
    },
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function toEvent(message: FromChild, body: Uint8Array): ParseEvent {
  switch (message.type) {
    case 'attachment': {
      const mediaType = message.mediaType === undefined ? {} : { mediaType: message.mediaType };
      const bytes = new Uint8Array(body.buffer, body.byteOffset, body.length);
      return { type: 'attachment', attachment: { name: message.name, ...mediaType, bytes } };
    }
    case 'done':
      return { ...message, metadata: { ...message.metadata, language: message.metadata.language ?? 'und' } };
    case 'ready':
    case 'idle':
    case 'image':
    case 'convert':
      throw new ChildGone('crashed', `the parser sent ${message.type} in the middle of a file`);
    default:
      return message;
  }
}
