import { systemSpaceId } from '@nexus/crypto';
import { type Clock, type Logger, newId, type PersonActor, systemActor } from '@nexus/kernel';
import type { AdministrationDatabase, AuditPort, JobsPort, SealedContent } from '../keys.ports.ts';
import {
  type AnyTx,
  eraseKeys,
  holdRootSteady,
  isHorizonPassed,
  listSpaceKeys,
  replaceActiveKey,
  setHorizon,
} from '../keys.repository.ts';
import type { Keyring } from '../keys.service.ts';
import type { RootKey } from '../root-key.ts';
import { newSpaceKey, unwrapSpaceKey } from '../space-secrets.ts';
import { NoSuchKeyError, RotationRunningError } from './administration.errors.ts';
import * as repository from './administration.repository.ts';

export const rotationQueue = 'rotate-key';

export type RotationsDependencies = {
  root: RootKey;
  keyring: Keyring;
  database: AdministrationDatabase;
  contents: readonly SealedContent[];
  jobs: JobsPort;
  audit: AuditPort;
  clock: Clock;
  logger: Logger;
};

export type Rotations = ReturnType<typeof createRotations>;

/** The server stops; the rotation goes on at the next start. */
class Interrupted extends Error {}
/** Something was written under the old key between the last look and its destruction. */
class NotDoneYet extends Error {}

const job = 'keys.rotate';
const progressEveryMs = 500;
const waitMs = 200;
/** Passes that find something again and again: more than the writers of a busy space leave behind. */
const mostPasses = 50;

/**
 * Replaces the key of a space, or of the system. New writes use the new key at once; a job seals everything else anew while both keys open; when nothing is
 * left, and no writer can still hold the old key, it is destroyed. Every step may be broken off and repeated.
 */
export function createRotations({
  root,
  keyring,
  database,
  contents,
  jobs,
  audit,
  clock,
  logger,
}: RotationsDependencies) {
  const work = <R>(run: (tx: AnyTx) => Promise<R>) => database.withWorker(job, run);

  /** @throws RotationRunningError, NoSuchKeyError */
  async function request(actor: PersonActor, spaceId: string): Promise<string> {
    const known = await work((tx) => listSpaceKeys(tx, [spaceId]));
    if (!known.some(({ isActive }) => isActive)) throw new NoSuchKeyError();
    const id = newId();
    await database.withActor(actor, async (tx) => {
      await repository.ensureOfficer(tx);
      const isNew = await repository.insertRotation(tx, {
        id,
        spaceId,
        requestedBy: actor.personId,
        requestedAt: clock.now(),
      });
      if (!isNew) throw new RotationRunningError();
      const scope = spaceId === systemSpaceId ? {} : { spaceId };
      await audit.record(tx, {
        actor,
        action: 'key.rotation_requested',
        outcome: 'success',
        ...scope,
        objects: [{ kind: 'key_rotation', id }],
      });
    });
    await jobs.send(rotationQueue, { id });
    return id;
  }

  const list = (actor: PersonActor) =>
    database.withActor(actor, (tx) => repository.listRotations(tx, 200), { readOnly: true });

  async function handle({ id }: { id: string }, signal: AbortSignal): Promise<void> {
    const rotation = await work((tx) => repository.findRunningRotation(tx, id));
    if (!rotation) return;
    try {
      await replaceKey(rotation);
      await finish(rotation, signal);
    } catch (error) {
      if (error instanceof Interrupted) return;
      await work((tx) => repository.endRotation(tx, id, 'failed', clock.now()));
      logger.error('a key was not replaced everywhere; both keys stay', { spaceId: rotation.spaceId, error });
      throw error;
    }
  }

  async function replaceKey({ id, spaceId, keyVersion }: repository.RotationRow): Promise<void> {
    if (keyVersion === null) {
      await work(async (tx) => {
        await holdRootSteady(tx);
        const active = (await listSpaceKeys(tx, [spaceId])).find(({ isActive }) => isActive);
        if (!active) throw new NoSuchKeyError();
        const next = newSpaceKey(root.current(), spaceId, unwrapSpaceKey(root.current(), active));
        const version = await replaceActiveKey(tx, next.row, clock.now());
        if (version === null) throw new NoSuchKeyError();
        await repository.setRotationKey(tx, id, version);
        await repository.notifyKeysChanged(tx);
      });
    }
    await keyring.renew();
    await work((tx) => setHorizon(tx, spaceId));
  }

  async function finish({ id, spaceId }: repository.RotationRow, signal: AbortSignal): Promise<void> {
    const sealer = await keyring.forSpace(spaceId);
    const remaining = async (tx: AnyTx) => {
      let total = 0;
      for (const content of contents) total += await content.countOthers(tx, spaceId, sealer.keyId);
      return total;
    };
    const total = await work(remaining);
    let done = 0;
    let savedAt = 0;
    const onBatch = async (objects: number) => {
      if (signal.aborted) throw new Interrupted();
      done += objects;
      if (Date.now() - savedAt < progressEveryMs) return;
      savedAt = Date.now();
      await work((tx) => repository.setRotationProgress(tx, id, done, total));
    };
    for (let pass = 0; pass < mostPasses; pass += 1) {
      for (const content of contents) await content.reseal(spaceId, sealer, onBatch);
      await waitForWriters(spaceId, signal);
      if (await destroyOldKey(id, spaceId, remaining, Math.max(total, done))) return;
    }
    throw new Error(`objects under the old key kept coming back over ${mostPasses} passes`);
  }

  async function waitForWriters(spaceId: string, signal: AbortSignal): Promise<void> {
    while (!(await work((tx) => isHorizonPassed(tx, spaceId)))) {
      if (signal.aborted) throw new Interrupted();
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }

  /** Destroying waits for writers that hold the old key; then nothing under it may be left, or all is undone. */
  async function destroyOldKey(
    id: string,
    spaceId: string,
    remaining: (tx: AnyTx) => Promise<number>,
    total: number,
  ): Promise<boolean> {
    try {
      await work(async (tx) => {
        const erased = await eraseKeys(tx, spaceId, 'retired', clock.now());
        if ((await remaining(tx)) > 0) throw new NotDoneYet();
        await repository.setRotationProgress(tx, id, total, total);
        await repository.endRotation(tx, id, 'done', clock.now());
        const scope = spaceId === systemSpaceId ? {} : { spaceId };
        await audit.record(tx, {
          actor: systemActor(job),
          action: 'key.rotated',
          outcome: 'success',
          ...scope,
          objects: [{ kind: 'key_rotation', id }],
          details: { objects: total, destroyed: erased.length },
        });
        await repository.notifyKeysChanged(tx);
      });
    } catch (error) {
      if (error instanceof NotDoneYet) return false;
      throw error;
    }
    await keyring.renew();
    return true;
  }

  /** Rotations that a stop or crash interrupted get a job again. */
  async function reconcile(): Promise<void> {
    for (const id of await work((tx) => repository.listRunningRotationIds(tx))) await jobs.send(rotationQueue, { id });
  }

  return { request, list, handle, reconcile, queue: rotationQueue };
}
