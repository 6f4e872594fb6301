import type { Database } from '@nexus/db';
import { type Clock, type Logger, systemActor } from '@nexus/kernel';
import { formatVerifierKey, signCheckpoint, type VerifierKey } from '@nexus/transparency-log';
import type { SealerPort } from '../audit.ports.ts';
import type { AnyTx } from '../audit.repository.ts';
import type { AuditService } from '../audit.service.ts';
import { type CheckpointPlace, type Emission, faultOf } from '../places/checkpoint-place.ts';
import {
  type CheckpointRow,
  checkpointsAfter,
  insertCheckpoint,
  listCheckpoints,
  lockSigning,
} from './checkpoints.repository.ts';
import { markDelivered, markFailing, positionOf } from './deliveries.repository.ts';
import { isAnnounced, promoteComingKey } from './keys.repository.ts';
import { addKey, type LogKeys, loadKeys, newOrigin } from './log-keys.ts';
import type { RecordingGate } from './recording-gate.ts';
import { treeSize } from './tree.repository.ts';
import { treeIn } from './tree-keeper.ts';

export const checkpointJob = 'audit.checkpoint';

export type Checkpointer = {
  /** Signs what the tree holds now. Null when nothing came since the last one, when the log is empty, or when it is broken. */
  sign(): Promise<CheckpointRow | null>;
  /** Brings checkpoints that a place does not have yet to it; failures are kept and logged, and tried again the next time. */
  emit(): Promise<void>;
  /** A new key: announced in the log, signs beside the old one until a checkpoint covers the announcement, then alone. */
  rotateKey(): Promise<VerifierKey | null>;
  keys(): Promise<LogKeys | null>;
};

export type CheckpointerOptions = {
  database: Pick<Database, 'withWorker'>;
  sealer: SealerPort;
  service: Pick<AuditService, 'record'>;
  gate: RecordingGate;
  places: readonly CheckpointPlace[];
  clock: Clock;
  logger: Logger;
};

const emissionBatch = 500;

export function createCheckpointer(options: CheckpointerOptions): Checkpointer {
  const { database, sealer, service, gate, places, clock, logger } = options;
  const inJob = <R>(run: (tx: AnyTx) => Promise<R>): Promise<R> => database.withWorker(checkpointJob, run);
  const actor = systemActor(checkpointJob);

  const ensureKeys = async (tx: AnyTx): Promise<LogKeys> => {
    const known = await loadKeys(tx, sealer);
    if (known !== null) return known;
    const origin = newOrigin();
    const added = await addKey(tx, sealer, origin, 'active');
    if (added !== null)
      await service.record(tx, { actor, action: 'audit_key.created', outcome: 'success', ...about(added) });
    return (await loadKeys(tx, sealer))!;
  };

  /** A log must never sign what contradicts what it signed before. */
  const agreesWithLast = async (tx: AnyTx, last: CheckpointRow | undefined, size: number): Promise<boolean> => {
    if (last === undefined) return true;
    if ((await treeIn(tx).root(last.size)).equals(last.root)) return true;
    logger.error('THE AUDIT LOG WAS CHANGED: the tree does not agree with the last signed checkpoint', {
      size: last.size,
    });
    gate.close({
      kind: 'forked',
      seenBy: 'database',
      size: last.size,
      root: last.root.toString('base64'),
      ourSize: size,
      agreesUpTo: 0,
      foundAt: clock.now(),
    });
    return false;
  };

  const promoteWhenAnnounced = async (tx: AnyTx, { signers }: LogKeys, size: number): Promise<void> => {
    const coming = signers.find(({ state }) => state === 'coming');
    if (coming && (await isAnnounced(tx, coming.keyId, size))) await promoteComingKey(tx, clock.now());
  };

  return {
    sign: () =>
      inJob(async (tx) => {
        // One signer at a time; the others find that nothing is left to sign.
        await lockSigning(tx);
        const keys = await ensureKeys(tx);
        const size = await treeSize(tx);
        const [last] = await listCheckpoints(tx, null, 1);
        if (size === 0 || size === last?.size || gate.current() !== null) return null;
        if (!(await agreesWithLast(tx, last, size))) return null;
        const root = await treeIn(tx).root(size);
        const note = signCheckpoint({ origin: keys.origin, size, root }, keys.signers);
        const row = { size, root, note, signedAt: clock.now() };
        await insertCheckpoint(tx, row);
        await promoteWhenAnnounced(tx, keys, size);
        return row;
      }),

    async emit() {
      const keys = await inJob((tx) => loadKeys(tx, sealer));
      if (keys === null || gate.current() !== null) return;
      for (const place of places) await emitTo(place, keys);
    },

    rotateKey: () =>
      inJob(async (tx) => {
        const keys = await ensureKeys(tx);
        const added = await addKey(tx, sealer, keys.origin, 'coming');
        if (added === null) return null;
        await service.record(tx, { actor, action: 'audit_key.rotated', outcome: 'success', ...about(added) });
        return added.key;
      }),

    keys: () => inJob((tx) => loadKeys(tx, sealer)),
  };

  async function emitTo(place: CheckpointPlace, keys: LogKeys): Promise<void> {
    try {
      for (;;) {
        const waiting = await inJob(async (tx) =>
          checkpointsAfter(tx, await positionOf(tx, place.name), emissionBatch),
        );
        const last = waiting.at(-1);
        if (last === undefined) return;
        await place.write(waiting satisfies Emission[], keys.all.map(formatVerifierKey).join('\n'));
        await inJob((tx) => markDelivered(tx, place.name, last.size, clock.now()));
      }
    } catch (error) {
      const fault = faultOf(error);
      logger.error('checkpoints of the audit log do not reach their second place', { place: place.name, fault, error });
      await inJob((tx) => markFailing(tx, place.name, fault, clock.now()));
    }
  }
}

/** The new key is in the entry, so that whoever trusts the old one can go on to trust the new one. */
function about({ keyId, key }: { keyId: string; key: VerifierKey }) {
  return {
    objects: [{ kind: 'audit_key', id: keyId }],
    details: { publicKey: formatVerifierKey(key) },
  };
}
