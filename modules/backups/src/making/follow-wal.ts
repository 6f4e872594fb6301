import type { BlobStore } from '@nexus/blobs';
import type { ConnectionSettings } from '@nexus/db';
import type { Logger } from '@nexus/kernel';
import { ensureSlot, formatLsn, type Lsn, openWalStream, parseLsn, readServerPosition } from '@nexus/replication';
import type { StoreWriter } from '../store/backup-store.ts';
import { chunkBytes } from '../store/chunk-codec.ts';
import { copyBlobs, listBackedUp } from './copy-blobs.ts';

export type FollowWalOptions = {
  writer: StoreWriter;
  database: ConnectionSettings;
  slot: string;
  blobs: Pick<BlobStore, 'read' | 'list'>;
  takeFresh(): string[];
  /** Begin after a hole: the caller knows of it and takes a new generation. */
  acceptsGap?: boolean;
  /** After each entry: waiting removals may go. */
  settle(): Promise<void>;
  /** How much may be lost with the server, in milliseconds. */
  lossMs: number;
  now(): Date;
  signal: AbortSignal;
  logger: Logger;
  onShipped(shipped: { end: Lsn; until: Date }): void;
};

/** The server had to let go of its log: what follows cannot be joined to what is there. A new generation is needed. */
export class WalGapError extends Error {}

const fullBytes = 16 * 1024 ** 2;

/**
 * Takes the write-ahead log as it is written and adds it to the store, together with the objects that came meanwhile. Objects are looked up after the
 * log was received and go into the same entry: an object is written before its row commits, so every moment that can be restored has its objects.
 * Runs until the signal or an error; what was confirmed to the server is safe at the target.
 * @throws WalGapError, ReplicationError, errors of targets
 */
export async function followWal(options: FollowWalOptions): Promise<void> {
  const { writer, database, slot, signal } = options;
  await writer.refresh();
  const { restart } = await ensureSlot(database, slot);
  const { timeline, systemIdentifier } = await readServerPosition(database);
  const last = writer.wal().at(-1);
  const isSame = last !== undefined && last.timeline === timeline && last.system === systemIdentifier;
  if (restart === null) throw new WalGapError('The server let go of the log that was not saved yet.');
  const hasGap = isSame && beginningOfSegment(restart) > parseLsn(last.end);
  if (hasGap && !options.acceptsGap)
    throw new WalGapError('The server has no log any more from where the backup ended.');
  const from = isSame && !hasGap ? parseLsn(last.end) : beginningOfSegment(restart);

  // What came while nobody followed, or was on its way when the last attempt broke off.
  let keys: string[] = await Array.fromAsync(listBackedUp(options.blobs));
  const gathered: Buffer[] = [];
  let gatheredBytes = 0;
  let start = from;
  let until = options.now();
  const stream = await openWalStream({ settings: database, slot, timeline, from, signal });
  let flushing: Promise<void> = Promise.resolve();
  let failure: { error: unknown } | null = null;

  const flush = async (): Promise<void> => {
    if (gatheredBytes === 0) return;
    const bytes = Buffer.concat(gathered.splice(0), gatheredBytes);
    const rangeStart = start;
    const rangeUntil = until;
    gatheredBytes = 0;
    start += BigInt(bytes.length);
    keys.push(...options.takeFresh());
    const copied = await copyBlobs(keys, { blobs: options.blobs, writer, signal, onCopied: () => {} });
    keys = [];
    const chunks: string[] = [];
    for (let at = 0; at < bytes.length; at += chunkBytes)
      chunks.push(await writer.packs.add(bytes.subarray(at, at + chunkBytes), { isCompressible: true }));
    const end = rangeStart + BigInt(bytes.length);
    const wal = {
      system: systemIdentifier,
      timeline,
      start: formatLsn(rangeStart),
      end: formatLsn(end),
      until: rangeUntil.toISOString(),
      chunks,
    };
    await writer.append({ kind: 'increment', blobs: copied, wal }, options.now());
    stream.confirm(end);
    options.onShipped({ end, until: rangeUntil });
    await options.settle();
  };
  const flushInTurn = (): Promise<void> => {
    flushing = flushing.then(flush).catch((error: unknown) => {
      failure ??= { error };
      stream.close();
    });
    return flushing;
  };
  const timer = setInterval(() => void flushInTurn(), options.lossMs);
  timer.unref();
  try {
    for await (const { bytes, sentAt } of stream) {
      if (failure !== null) break;
      gathered.push(bytes);
      gatheredBytes += bytes.length;
      until = sentAt;
      // Not taking more holds the server back; its slot keeps what was not taken.
      if (gatheredBytes >= fullBytes) await flushInTurn();
    }
  } catch (error) {
    if (failure === null) throw error;
  } finally {
    clearInterval(timer);
    stream.close();
    await flushing;
  }
  if (failure !== null) throw (failure as { error: unknown }).error;
}

/** The first bytes of a segment are needed to read it at all. */
function beginningOfSegment(lsn: Lsn): Lsn {
  return lsn - (lsn % BigInt(16 * 1024 ** 2));
}
