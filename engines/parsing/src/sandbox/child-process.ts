import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Duplex, Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { FailureReason } from '../contract.ts';
import { listCodeFolders } from './code-folders.ts';
import { createFrameDecoder, encodeFrame, type Frame, FrameError } from './frames.ts';

/** Why a child is no more. `killed`: by us, for a reason that the caller knows. */
export class ChildGone extends Error {
  readonly reason: FailureReason;

  constructor(reason: FailureReason, detail: string, options: { cause?: unknown } = {}) {
    super(detail, options);
    this.name = 'ChildGone';
    this.reason = reason;
  }
}

export type SandboxedChild = {
  readonly pid: number;
  readonly alive: boolean;
  /** Resolves when the pipe has room again. @throws ChildGone */
  send(header: unknown, body?: Uint8Array): Promise<void>;
  /** The next frame; the pipe is only read as fast as this is called. @throws ChildGone, also for bytes that are no frame. */
  receive(): Promise<Frame>;
  /** Resident memory in MiB; null where the system does not tell. */
  residentMb(): Promise<number | null>;
  /** Ends the process at once; `receive` then throws ChildGone with this reason. */
  kill(reason: FailureReason, detail: string): void;
  readonly gone: Promise<void>;
};

export type ChildOptions = {
  /** Module to run, in this package's `src`. */
  main: URL;
  nodePath: string;
  memoryMb: number;
};

/** Largest frame that a child may send: an A3 page at 300 dpi in grey is 17 MiB, attachments are the largest things. */
const MAX_FRAME_BYTES = 1024 ** 3;
const STDERR_KEPT = 4096;

/** Folders never change while the process runs, so they are looked up once. */
let codeFolders: readonly string[] | null = null;

/**
 * Starts a Node process under the permission model: it may read the code folders and nothing else; no writes, no network, no child
 * processes, no workers, no native addons. Its environment is empty. Talk goes over stdin and descriptor 3; what libraries print to
 * stdout is thrown away, because it could hold words of the document.
 */
export function startChild(options: ChildOptions): SandboxedChild {
  const process = spawn(options.nodePath, sandboxArguments(options), {
    env: {},
    cwd: '/',
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  return wrap(process);
}

/** The command line of a child. Exported for the tests that prove the fence. */
export function sandboxArguments({ main, memoryMb }: Pick<ChildOptions, 'main' | 'memoryMb'>): string[] {
  codeFolders ??= listCodeFolders();
  return [
    '--permission',
    ...codeFolders.map((folder) => `--allow-fs-read=${folder}`),
    `--max-old-space-size=${memoryMb}`,
    '--max-semi-space-size=16',
    '--no-warnings',
    '--disable-proto=throw',
    fileURLToPath(main),
  ];
}

function wrap(process: ChildProcess): SandboxedChild {
  const input = process.stdin as Writable;
  const output = process.stdio[3] as Duplex;
  const decoder = createFrameDecoder(MAX_FRAME_BYTES);
  const chunks = output[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const frames: Frame[] = [];
  let verdict: ChildGone | null = null;
  let alive = true;
  const lastWords = keepTail(process.stderr as Readable);
  const gone = new Promise<void>((resolve) => {
    process.once('error', (cause) => {
      verdict ??= new ChildGone('crashed', 'the parser process did not start', { cause });
      alive = false;
      resolve();
    });
    process.once('exit', (code, signal) => {
      verdict ??= explainExit(code, signal, lastWords());
      alive = false;
      resolve();
    });
  });
  // A child that dies while we write gives EPIPE here; the exit tells why, so the write itself has nothing to add.
  input.on('error', () => {});
  output.on('error', () => {});
  const kill = (reason: FailureReason, detail: string): void => {
    verdict ??= new ChildGone(reason, detail);
    process.kill('SIGKILL');
  };
  const ended = async (): Promise<never> => {
    await gone;
    throw verdict ?? new ChildGone('crashed', 'the parser process ended');
  };
  return {
    pid: process.pid ?? -1,
    get alive() {
      return alive && verdict === null;
    },
    gone,
    kill,
    async send(header, body) {
      if (!alive || verdict) return ended();
      let room = true;
      for (const piece of encodeFrame(header, body)) room = input.write(piece);
      if (!room) await Promise.race([drained(input), gone]);
    },
    async receive() {
      while (frames.length === 0) {
        const next = await chunks.next().catch(() => ({ done: true as const, value: undefined }));
        if (next.done) return ended();
        try {
          frames.push(...decoder.push(next.value));
        } catch (cause) {
          if (!(cause instanceof FrameError)) throw cause;
          kill('crashed', `the parser process broke the protocol: ${cause.message}`);
        }
      }
      return frames.shift() as Frame;
    },
    residentMb: () => readResidentMb(process.pid),
  };
}

function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
  });
}

/** Keeps the end of what a process prints, to tell an exhausted heap from a crash. It may hold content: it is never logged. */
function keepTail(stream: Readable): () => string {
  let tail = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    tail = (tail + text).slice(-STDERR_KEPT);
  });
  return () => tail;
}

function explainExit(code: number | null, signal: NodeJS.Signals | null, lastWords: string): ChildGone {
  if (/heap out of memory|Allocation failed|Out of memory/i.test(lastWords)) {
    return new ChildGone('memory', 'the parser ran out of memory');
  }
  return new ChildGone('crashed', `the parser process ended (${signal ?? `exit code ${code}`})`);
}

const PAGE_BYTES = 4096;

async function readResidentMb(pid: number | undefined): Promise<number | null> {
  if (pid === undefined) return null;
  try {
    const fields = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ');
    return (Number(fields[1]) * PAGE_BYTES) / 1024 ** 2;
  } catch {
    // Not Linux, or the process has just ended; the heap cap still holds.
    return null;
  }
}
