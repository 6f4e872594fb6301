import type { Logger } from '@nexus/kernel';
import { defaultLimits, type ParseEvent, type ParseInput, type ParseLimits, type Parser } from './contract.ts';
import { createChildPool } from './sandbox/child-pool.ts';
import { ChildGone } from './sandbox/child-process.ts';
import { createTally } from './tally.ts';
import { runTextJob, type TextMessage } from './text-job.ts';

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

const RECYCLE_AFTER_JOBS = 500;

/** Starts a parser. Its children start with the first file and stay until `close`. */
export function createParser(options: ParserOptions): Parser {
  const { logger } = options;
  const pool = createChildPool({
    main: new URL('./sandbox/text-child.ts', import.meta.url),
    nodePath: options.nodePath ?? process.execPath,
    memoryMb: defaultLimits.memoryMb,
    size: options.children,
    recycleAfterJobs: RECYCLE_AFTER_JOBS,
    recycleAboveMb: defaultLimits.memoryMb / 2,
  });

  async function* parse(input: ParseInput): AsyncGenerator<ParseEvent> {
    const limits: ParseLimits = { ...defaultLimits, ...input.limits };
    const tally = createTally(limits);
    try {
      const child = await pool.acquire(input.signal);
      try {
        for await (const message of runTextJob(child, input, limits)) yield* tally.pass(toEvent(message));
      } finally {
        await pool.release(child);
      }
    } catch (error) {
      if (!(error instanceof ChildGone)) throw error;
      logger.warn('parser child ended', { reason: error.reason, detail: error.message });
      yield { type: 'failed', reason: error.reason, detail: error.message };
    }
  }
  return { parse, close: () => pool.close() };
}

function toEvent({ message, body }: TextMessage): ParseEvent {
  switch (message.type) {
    case 'attachment':
      return { type: 'attachment', attachment: { name: message.name, mediaType: message.mediaType, bytes: body } };
    case 'done':
      return {
        type: 'done',
        metadata: { ...message.metadata, language: message.metadata.language ?? 'und' },
        warnings: message.warnings,
      };
    case 'ready':
    case 'idle':
    case 'image':
      throw new ChildGone('crashed', `unexpected message ${message.type}`);
    default:
      return message;
  }
}
