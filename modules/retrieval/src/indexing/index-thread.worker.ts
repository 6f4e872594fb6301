import { parentPort } from 'node:worker_threads';
import { joinSealer } from '@nexus/crypto';
import { createAnalyzer } from '@nexus/search';
import { createBlinderMemory } from './blinder-memory.ts';
import { createBatchTask, createMergeTask } from './index-task.ts';
import type { IndexBatch, IndexMerge, PackedRows, SegmentFiles } from './indexing.ts';
import { type Call, type CallResult, type FromThread, type ToThread, transferable } from './thread-messages.ts';

/** The other side of `index-thread.ts`: it computes and keeps nothing, and every file is read and written over there. */

if (!parentPort) throw new Error('this file runs as a thread');
const port = parentPort;
const analyzer = createAnalyzer();
const blinderOf = createBlinderMemory();
const batches = new Map<number, IndexBatch>();
const merges = new Map<number, IndexMerge>();
const asked = new Map<number, { resolve(bytes: Uint8Array | null): void; reject(error: FileLost): void }>();
let asks = 0;

class FileLost extends Error {
  readonly ask: number;
  constructor(ask: number) {
    super('a file of the index could not be read or written');
    this.ask = ask;
  }
}

const send = (message: FromThread, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

function ask(send: (ask: number) => void): Promise<Uint8Array | null> {
  asks += 1;
  const number = asks;
  return new Promise((resolve, reject) => {
    asked.set(number, { resolve, reject });
    send(number);
  });
}

const files: SegmentFiles = {
  async read(cellId, name) {
    const bytes = await ask((number) => send({ kind: 'read', ask: number, cellId, name }));
    if (!bytes) throw new Error('a reading was answered without bytes');
    return bytes;
  },
  async write(cellId, name, sealed) {
    await ask((number) => send({ kind: 'write', ask: number, cellId, name, sealed }, transferable(sealed)));
  },
};

async function perform(call: Call): Promise<CallResult> {
  const { kind, task } = call;
  if (kind === 'startBatch') {
    batches.set(
      task,
      createBatchTask({ cellId: call.cellId, sealer: joinSealer(call.keys), files, blinderOf, analyzer }),
    );
    return null;
  }
  if (kind === 'startMerge') {
    const options = { cellId: call.cellId, sealer: joinSealer(call.keys), files, blinderOf };
    const merge = await createMergeTask(options, call.manifest);
    if (merge) merges.set(task, merge);
    return merge !== null;
  }
  if (kind === 'end') {
    batches.delete(task);
    merges.delete(task);
    return null;
  }
  if (kind === 'prepare') return await (batches.get(task) ?? merges.get(task) ?? missing(task)).prepare(call.manifest);
  const batch = batches.get(task) ?? missing(task);
  if (kind === 'take') return await batch.take(call.piece);
  await batch.remove(call.sourceIds);
  return null;
}

function missing(task: number): never {
  throw new Error(`there is no task ${task}`);
}

function buffersOf(result: CallResult): ArrayBuffer[] {
  const isRows = (value: CallResult): value is PackedRows =>
    typeof value === 'object' && value !== null && 'sizes' in value;
  return isRows(result) ? transferable(result.sizes, result.contents) : [];
}

port.on('message', (message: ToThread) => {
  if (message.kind !== 'call') {
    const waiting = asked.get(message.ask);
    asked.delete(message.ask);
    if (message.kind === 'file') waiting?.resolve(message.bytes);
    else waiting?.reject(new FileLost(message.ask));
    return;
  }
  const { number, call } = message;
  perform(call).then(
    (result) => send({ kind: 'done', number, result }, buffersOf(result)),
    (error: unknown) => {
      const { name, message: text, stack } = error instanceof Error ? error : new Error(String(error));
      send({ kind: 'failed', number, name, message: text, stack, ask: error instanceof FileLost ? error.ask : null });
    },
  );
});
