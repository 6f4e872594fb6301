import type { BackupsDependencies, BackupsTx } from '../backups.ports.ts';
import * as repository from '../backups.repository.ts';
import { takeGeneration } from '../making/take-generation.ts';
import type { TargetKeeper } from './target-keeper.ts';

export type RunContext = {
  dependencies: BackupsDependencies;
  keeper: TargetKeeper;
  signal: AbortSignal;
  onProgress(stage: string, bytes: number, totalBytes: number | null): void;
};

const dayMs = 86_400_000;

/** Takes one generation; counts for the log. */
export async function runGeneration({ dependencies, keeper, signal, onProgress }: RunContext) {
  const { database, held, blobs, clock, replication, extras } = dependencies;
  const work = <R>(run: (tx: BackupsTx) => Promise<R>) => database.withWorker('backups', (tx) => run(tx as BackupsTx));
  const { writer, guarantees } = await keeper.open();
  const { serverMajor, last } = await work(async (tx) => ({
    serverMajor: await repository.readServerMajor(tx),
    last: (await repository.listGenerations(tx)).find(({ targetId }) => targetId === keeper.row.id),
  }));
  const totalBytes = last ? Number(last.databaseBytes + last.blobBytes) : null;
  // While it runs, removals wait for it too.
  const following = held.follow({ has: (key) => writer.blobs.has(key) });
  const before = writer.packs.writtenBytes;
  try {
    const generation = await takeGeneration({
      writer,
      database: replication!,
      serverMajor,
      blobs,
      extras: await extras(),
      takeFresh: () => [...following.takeFresh(), ...keeper.takeFresh()],
      keepUntil: new Date(clock.now().getTime() + keeper.row.keepDays * dayMs),
      now: () => clock.now(),
      signal,
      onProgress: ({ stage, bytes }) => onProgress(stage, bytes, totalBytes),
    });
    const writtenBytes = writer.packs.writtenBytes - before;
    await work((tx) =>
      repository.insertGeneration(tx, {
        id: generation.id,
        targetId: keeper.row.id,
        sequence: generation.sequence,
        hash: Buffer.from(generation.hash, 'hex'),
        takenAt: new Date(generation.at),
        consistentAt: new Date(generation.consistentAt),
        keepUntil: new Date(generation.keepUntil),
        databaseBytes: BigInt(generation.counts.databaseBytes),
        blobs: generation.counts.blobs,
        blobBytes: BigInt(generation.counts.blobBytes),
        writtenBytes: BigInt(writtenBytes),
        state: 'kept',
        verifiedAt: null,
        isWhole: null,
      }),
    );
    if (guarantees.objectLock) {
      const until = new Date(clock.now().getTime() + (keeper.row.keepDays + 1) * dayMs);
      for (const pack of writer.index.packs())
        await writer.target.extendLock(`packs/${pack.name.slice(0, 2)}/${pack.name}`, until);
    }
    return { generationId: generation.id, writtenBytes, ...generation.counts };
  } finally {
    following.end();
  }
}
