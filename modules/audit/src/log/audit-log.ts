import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@nexus/db';
import type { Clock, Logger, PersonActor } from '@nexus/kernel';
import { formatProofFile, formatVerifierKey, publicKeyPem } from '@nexus/transparency-log';
import { AuditEntryNotFoundError, CheckpointMissingError } from '../audit.errors.ts';
import type { SealerPort } from '../audit.ports.ts';
import type { AnyTx } from '../audit.repository.ts';
import type { AuditService } from '../audit.service.ts';
import { exportFiles } from '../export/export-files.ts';
import { writeZip } from '../export/zip-writer.ts';
import type { Sequencer } from '../jobs/sequencer.ts';
import type { CheckpointPlace } from '../places/checkpoint-place.ts';
import { createCheckpointer } from './checkpointer.ts';
import { type CheckpointRow, findCheckpoint, listCheckpoints } from './checkpoints.repository.ts';
import { type Delivery, listDeliveries, resetDelivery } from './deliveries.repository.ts';
import type { LogBreak, RecordingGate } from './recording-gate.ts';
import { checkSecondPlaces } from './second-place-check.ts';
import { createSelfCheck, type SelfCheckProgress, type SelfCheckResult } from './self-check.ts';
import { firstSequence, readEntryBytes, treeSize } from './tree.repository.ts';
import { createTreeKeeper, treeIn } from './tree-keeper.ts';

export type AuditLogState = {
  /** Null until the first key was made. */
  identity: { origin: string; publicKey: string; pem: string } | null;
  size: number;
  firstEntry: number;
  checkpoint: CheckpointRow | null;
  places: { name: string; delivery: Delivery | null }[];
  destinations: { name: string; delivery: Delivery | null }[];
  verification: { last: SelfCheckResult | null; progress: SelfCheckProgress | null };
  broken: LogBreak | null;
};

export type AuditLogOptions = {
  database: Database;
  sealer: SealerPort;
  service: AuditService;
  sequencer: Sequencer;
  gate: RecordingGate;
  places: readonly CheckpointPlace[];
  /** Names of what else is delivered to, for the state. */
  destinations: readonly string[];
  clock: Clock;
  logger: Logger;
  checkpointEveryMs: number;
};

export type AuditLog = ReturnType<typeof createAuditLog>;

const dayMs = 24 * 3_600_000;
const job = 'audit.log';

/** The log as a whole: what is in the tree, what was signed, where it went, and proofs of all of it. */
export function createAuditLog(options: AuditLogOptions) {
  const { database, sealer, service, sequencer, gate, places, clock, logger } = options;
  const tree = createTreeKeeper(database);
  const checkpointer = createCheckpointer({ database, sealer, service, gate, places, clock, logger });
  const selfCheck = createSelfCheck({ database, service, gate, clock, logger });
  const inJob = <R>(run: (tx: AnyTx) => Promise<R>): Promise<R> => database.withWorker(job, run);

  /** Everything staged by now gets its place and its leaf. */
  const drain = async (): Promise<void> => {
    for (let moved: number | null = 1; moved !== 0; ) moved = await sequencer.sequenceOnce();
    for (let added: number | null = 1; added !== 0; ) added = await tree.extendOnce();
  };

  const checkpointNow = async (): Promise<CheckpointRow | null> => {
    await drain();
    await checkpointer.sign();
    await checkpointer.emit();
    const [latest] = await inJob((tx) => listCheckpoints(tx, null, 1));
    return latest ?? null;
  };

  const latestCovering = async (tx: AnyTx, sequence: number): Promise<CheckpointRow> => {
    const [latest] = await listCheckpoints(tx, null, 1);
    if (latest === undefined || latest.size <= sequence)
      throw new CheckpointMissingError('No signed checkpoint covers this entry yet. Wait a minute, or sign one now.');
    return latest;
  };

  return {
    tree,
    checkpointer,
    selfCheck,
    drain,
    checkpointNow,

    /** Before anything is served: whether the log is the one that the second places have seen. */
    checkSecondPlaces: () => checkSecondPlaces({ database, sealer, places, gate, clock, logger }),

    async state(): Promise<AuditLogState> {
      const keys = await checkpointer.keys();
      return await inJob(async (tx) => {
        const deliveries = new Map((await listDeliveries(tx)).map((one) => [one.destination, one]));
        const active = keys?.signers.find(({ state }) => state === 'active')?.key ?? keys?.all.at(-1);
        const [checkpoint] = await listCheckpoints(tx, null, 1);
        const named = (name: string) => ({ name, delivery: deliveries.get(name) ?? null });
        return {
          identity: active
            ? { origin: active.name, publicKey: formatVerifierKey(active), pem: publicKeyPem(active) }
            : null,
          size: await treeSize(tx),
          firstEntry: await firstSequence(tx),
          checkpoint: checkpoint ?? null,
          places: places.map(({ name }) => named(name)),
          destinations: options.destinations.map(named),
          verification: { last: selfCheck.last(), progress: selfCheck.progress() },
          broken: gate.current(),
        };
      });
    },

    listCheckpoints: (before: number | null, limit: number): Promise<CheckpointRow[]> =>
      inJob((tx) => listCheckpoints(tx, before, limit)),

    /** The bytes of one entry, as they were hashed. */
    async entry(actor: PersonActor, sequence: number): Promise<Buffer> {
      await service.recordNow({ actor, action: 'audit.read', outcome: 'success', details: { sequence } });
      const [row] = await inJob((tx) => readEntryBytes(tx, sequence, 1));
      if (row === undefined) throw new AuditEntryNotFoundError('The log has no such entry, or it was retired.');
      return row.entry;
    },

    /** That the entry is in the log: a file of under 2 kB, good for whoever has the public key. */
    async proof(actor: PersonActor, sequence: number): Promise<string> {
      await service.recordNow({ actor, action: 'audit.proved', outcome: 'success', details: { sequence } });
      return await inJob(async (tx) => {
        if (sequence >= (await treeSize(tx))) throw new AuditEntryNotFoundError('The log has no such entry yet.');
        const { size, note } = await latestCovering(tx, sequence);
        const proof = await treeIn(tx).inclusionProof(sequence, size);
        return formatProofFile({ index: sequence, proof, checkpoint: note });
      });
    },

    /** That the log of the older checkpoint is the beginning of that of the newer one. */
    consistency: (from: number, to: number) =>
      inJob(async (tx) => {
        const [older, newer] = [await findCheckpoint(tx, from), await findCheckpoint(tx, to)];
        if (older === null || newer === null || from > to)
          throw new CheckpointMissingError('There are no two such checkpoints, the first no larger than the second.');
        const proof = await treeIn(tx).consistencyProof(from, to);
        return { older, newer, proof };
      }),

    /** The whole log as a ZIP archive, signed by a checkpoint of this moment. */
    async export(actor: PersonActor): Promise<{ fileName: string; bytes: AsyncIterable<Buffer>; size: number }> {
      await service.recordNow({ actor, action: 'audit.exported', outcome: 'success' });
      const checkpoint = await checkpointNow();
      const keys = await checkpointer.keys();
      if (checkpoint === null || keys === null) throw new CheckpointMissingError('The log is empty.');
      const firstEntry = await inJob(firstSequence);
      const { origin, all } = keys;
      const files = exportFiles({ database, checkpoint, origin, keys: all, firstEntry });
      return { fileName: `nexus-log-${checkpoint.size}.zip`, bytes: writeZip(files), size: checkpoint.size };
    },

    async rotateKey(actor: PersonActor): Promise<string | null> {
      await service.recordNow({ actor, action: 'audit.key_rotation_asked', outcome: 'success' });
      const key = await checkpointer.rotateKey();
      await checkpointNow();
      return key === null ? null : formatVerifierKey(key);
    },

    /**
     * An officer has found the reason (a backup was restored, a second place exchanged) and lets the log go on from where it is. The log says so for
     * ever, and with it the next checkpoint that every second place gets.
     */
    async acceptBreak(actor: PersonActor, reason: string): Promise<LogBreak | null> {
      const broken = gate.current();
      if (broken === null) return null;
      const { kind, size, root, ourSize, agreesUpTo } = broken;
      await service.recordNow({
        actor,
        action: 'audit.break_accepted',
        outcome: 'success',
        reason,
        details: { kind, size, root, ourSize, agreesUpTo },
      });
      await drain();
      gate.open();
      const [latest] = await inJob((tx) => listCheckpoints(tx, null, 1));
      await inJob(async (tx) => {
        for (const { name } of places) await resetDelivery(tx, name, latest?.size ?? 0);
      });
      await checkpointNow();
      return broken;
    },

    async keepTree(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        const added = await tree.extendOnce().catch((error: unknown) => {
          if (!signal.aborted) logger.error('the tree of the audit log waits', { error });
          return null;
        });
        if (!added) await pause(300, signal);
      }
    },

    async keepCheckpoints(signal: AbortSignal): Promise<void> {
      let nextCheck = clock.now().getTime();
      while (!signal.aborted) {
        try {
          await checkpointer.sign();
          await checkpointer.emit();
          if (clock.now().getTime() >= nextCheck) {
            nextCheck += dayMs;
            await selfCheck.run();
          }
        } catch (error) {
          if (!signal.aborted) logger.error('the audit log could not be signed or checked', { error });
        }
        await pause(options.checkpointEveryMs, signal);
      }
    },
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
