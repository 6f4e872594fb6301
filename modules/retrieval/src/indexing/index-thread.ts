import { Worker } from 'node:worker_threads';
import { type Sealer, shareSealer } from '@nexus/crypto';
import type { Logger } from '@nexus/kernel';
import type { CellId, PreparedCommit } from '@nexus/search';
import { IndexClosedError, IndexThreadError } from './indexing.errors.ts';
import type { IndexBatch, IndexMerge, PackedRows, SegmentFiles, StoredManifest } from './indexing.ts';
import { type Call, type CallResult, type FromThread, type ToThread, transferable } from './thread-messages.ts';

export type IndexThreadOptions = {
  files: SegmentFiles;
  logger: Logger;
  /** Of its heap. Past it the thread dies alone. Buffers, most of what an index is made of, do not count. */
  maxHeapMb?: number;
  /** So long after its last task it ends, and gives its memory back. */
  idleMs?: number;
};

export type IndexThread = {
  startBatch(cellId: CellId, sealer: Sealer): IndexBatch;
  /** Null when the cell is tidy. */
  startMerge(cellId: CellId, sealer: Sealer, manifest: StoredManifest | null): Promise<IndexMerge | null>;
  /** What it is doing fails with `IndexClosedError`; nothing new begins. */
  close(): Promise<void>;
};

type Running = {
  worker: Worker;
  waiting: Map<number, { resolve(result: CallResult): void; reject(error: unknown): void }>;
  /** Why a file was not read or written, by the number under which the thread asked. */
  faults: Map<number, unknown>;
  tasks: Set<number>;
  ended: unknown;
};

/**
 * A thread of this process that builds indexes while this one serves people. Started by the first task; a task whose thread died fails as a
 * whole with `IndexThreadError`, and the next one gets a new thread. The disk is touched from here only.
 */
export function createIndexThread({
  files,
  logger,
  maxHeapMb = 1024,
  idleMs = 30_000,
}: IndexThreadOptions): IndexThread {
  let current: Running | null = null;
  let isClosed = false;
  let numbers = 0;
  let idle: NodeJS.Timeout | undefined;

  function start(): Running {
    const worker = new Worker(new URL('./index-thread.worker.ts', import.meta.url), {
      name: 'nexus-index',
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
      execArgv: [],
      env: {},
    });
    const running: Running = { worker, waiting: new Map(), faults: new Map(), tasks: new Set(), ended: null };
    worker.on('message', (message: FromThread) => void receive(running, message));
    worker.on('messageerror', (error) => end(running, new IndexThreadError(error.message, { cause: error })));
    worker.on('error', (error: Error) => {
      logger.error('the index thread died', { error });
      end(running, new IndexThreadError(`the index thread died: ${error.message}`, { cause: error }));
    });
    worker.on('exit', (code) => end(running, new IndexThreadError(`the index thread ended with ${code}`)));
    return running;
  }

  function end(running: Running, reason: unknown): void {
    if (current === running) current = null;
    running.ended ??= reason;
    for (const { reject } of running.waiting.values()) reject(running.ended);
    running.waiting.clear();
  }

  async function receive(running: Running, message: FromThread): Promise<void> {
    if (message.kind === 'read' || message.kind === 'write') return await serve(running, message);
    const call = running.waiting.get(message.number);
    running.waiting.delete(message.number);
    if (message.kind === 'done') return call?.resolve(message.result);
    if (message.ask !== null && running.faults.has(message.ask)) return call?.reject(running.faults.get(message.ask));
    const error = new Error(message.message);
    error.name = message.name;
    if (message.stack !== undefined) error.stack = message.stack;
    call?.reject(error);
  }

  async function serve(running: Running, asked: Extract<FromThread, { kind: 'read' | 'write' }>): Promise<void> {
    const { ask, cellId, name } = asked;
    try {
      const bytes = asked.kind === 'read' ? await files.read(cellId, name) : null;
      if (asked.kind === 'write') await files.write(cellId, name, asked.sealed);
      post(running, { kind: 'file', ask, bytes }, bytes ? transferable(bytes) : []);
    } catch (error) {
      running.faults.set(ask, error);
      post(running, { kind: 'lost', ask });
    }
  }

  function post(running: Running, message: ToThread, transfer: ArrayBuffer[] = []): void {
    if (running.ended === null) running.worker.postMessage(message, transfer);
  }

  function request(running: Running, call: Call, transfer: ArrayBuffer[] = []): Promise<CallResult> {
    if (running.ended !== null) return Promise.reject(running.ended);
    numbers += 1;
    const number = numbers;
    return new Promise((resolve, reject) => {
      running.waiting.set(number, { resolve, reject });
      post(running, { kind: 'call', number, call }, transfer);
    });
  }

  function begin(): { running: Running; task: number } {
    if (isClosed) throw new IndexClosedError();
    clearTimeout(idle);
    current ??= start();
    numbers += 1;
    current.tasks.add(numbers);
    current.worker.ref();
    return { running: current, task: numbers };
  }

  function finish(running: Running, task: number): void {
    if (!running.tasks.delete(task) || running.ended !== null) return;
    request(running, { kind: 'end', task }).catch(() => {});
    if (running.tasks.size > 0) return;
    running.worker.unref();
    idle = setTimeout(() => void stop(running, new IndexThreadError('the index thread was idle')), idleMs).unref();
  }

  async function stop(running: Running, reason: unknown): Promise<void> {
    end(running, reason);
    await running.worker.terminate();
  }

  const prepareOf = (running: Running, task: number) => (manifest: StoredManifest | null) =>
    request(running, { kind: 'prepare', task, manifest }) as Promise<PreparedCommit | null>;

  return {
    startBatch(cellId, sealer) {
      const { running, task } = begin();
      const started = request(running, { kind: 'startBatch', task, cellId, keys: shareSealer(sealer) });
      // Whatever is asked next fails with the same error.
      started.catch(() => {});
      return {
        take(piece) {
          const { passages } = piece;
          const transfer = passages.kind === 'sealed' ? transferable(passages.rows.contents) : [];
          return request(running, { kind: 'take', task, piece }, transfer) as Promise<PackedRows>;
        },
        async remove(sourceIds) {
          await request(running, { kind: 'remove', task, sourceIds });
        },
        prepare: prepareOf(running, task),
        end: () => finish(running, task),
      };
    },
    async startMerge(cellId, sealer, manifest) {
      const { running, task } = begin();
      try {
        const isStarted = await request(running, {
          kind: 'startMerge',
          task,
          cellId,
          keys: shareSealer(sealer),
          manifest,
        });
        if (isStarted) return { prepare: prepareOf(running, task), end: () => finish(running, task) };
      } catch (error) {
        finish(running, task);
        throw error;
      }
      finish(running, task);
      return null;
    },
    async close() {
      isClosed = true;
      clearTimeout(idle);
      if (current) await stop(current, new IndexClosedError());
    },
  };
}
