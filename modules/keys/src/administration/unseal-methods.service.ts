import {
  newGeneration,
  newKeyFile,
  newPassphrase,
  newShares,
  readUnsealFile,
  rewrapGeneration,
  type UnsealGeneration,
  type UnsealMethod,
  unsealFileOf,
  writeUnsealFile,
} from '@nexus/crypto';
import { type Clock, type PersonActor, systemActor } from '@nexus/kernel';
import type { AdministrationDatabase, AuditPort } from '../keys.ports.ts';
import { findKeyState, listKeysAfter, lockRoot, rewrapKeys, saveKeyState } from '../keys.repository.ts';
import type { RootKey } from '../root-key.ts';
import { unwrapSpaceKey, wrapSpaceKey } from '../space-secrets.ts';
import {
  EvaluationKeyInUseError,
  LastMethodError,
  MethodNotFoundError,
  NoMethodYetError,
  WeakMethodError,
} from './administration.errors.ts';
import { ensureOfficer } from './administration.repository.ts';
import { destroyEvaluationKey, isEvaluationKeyThere } from './evaluation-key.ts';

export type NewMethod =
  | { kind: 'passphrase'; passphrase: string }
  | { kind: 'keyFile' }
  | { kind: 'shares'; threshold: number; count: number };

/** What is shown once and kept nowhere. */
export type MethodSecret = { keyFile?: string; shares?: string[] };

export type UnsealMethodsDependencies = {
  root: RootKey;
  newRootKey(): Buffer;
  database: AdministrationDatabase;
  audit: AuditPort;
  clock: Clock;
  places: { evaluationKey: string; unsealFile: string };
};

export type UnsealMethods = ReturnType<typeof createUnsealMethods>;

const rowsAtOnce = 1_000;
const job = 'keys.root';

/** The ways in which people can open the server, in `unseal.json`. Each change is written whole and counted, and the database remembers the count. */
export function createUnsealMethods({ root, newRootKey, database, audit, clock, places }: UnsealMethodsDependencies) {
  let turn: Promise<unknown> = Promise.resolve();
  /** One change at a time: each starts from the file that the one before it left. */
  const inTurn = <R>(run: () => Promise<R>): Promise<R> => {
    const next = turn.then(run);
    turn = next.catch(() => {});
    return next;
  };

  /** The generation that holds; null before the first method. */
  async function current(): Promise<UnsealGeneration | null> {
    const file = await readUnsealFile(places.unsealFile);
    return file?.generations.find(({ rootKeyId }) => rootKeyId === root.id()) ?? null;
  }

  /** The officer's entry commits when the file is safe; when it does not commit, the file goes back to what it was. */
  async function replace(
    actor: PersonActor,
    before: UnsealGeneration | null,
    next: UnsealGeneration,
    action: 'unseal_method.added' | 'unseal_method.removed',
    method: UnsealMethod,
  ): Promise<void> {
    const { id, kind } = method;
    try {
      await database.withActor(actor, async (tx) => {
        await ensureOfficer(tx);
        await audit.record(tx, {
          actor,
          action,
          outcome: 'success',
          details: { method: kind, methodId: id, revision: next.revision },
        });
        await writeUnsealFile(places.unsealFile, unsealFileOf(next));
      });
    } catch (error) {
      if (before) await writeUnsealFile(places.unsealFile, unsealFileOf(before));
      throw error;
    }
    const { revision, rootKeyId } = next;
    await database.withWorker(job, (tx) => saveKeyState(tx, { revision, rootKeyId, verifiedAt: clock.now() }));
  }

  async function make(input: NewMethod): Promise<{ method: UnsealMethod; secret: MethodSecret }> {
    const now = clock.now();
    try {
      if (input.kind === 'passphrase')
        return { method: await newPassphrase(root.current(), input.passphrase, now), secret: {} };
      if (input.kind === 'keyFile') {
        const { method, content } = newKeyFile(root.current(), now);
        return { method, secret: { keyFile: content } };
      }
      const { method, shares } = newShares(root.current(), input.threshold, input.count, now);
      return { method, secret: { shares } };
    } catch (error) {
      if (error instanceof RangeError) throw new WeakMethodError(error.message);
      throw error;
    }
  }

  /** @throws WeakMethodError for a short passphrase or impossible numbers of shares */
  function add(actor: PersonActor, input: NewMethod): Promise<{ method: UnsealMethod; secret: MethodSecret }> {
    return inTurn(async () => {
      const before = await current();
      const { method, secret } = await make(input);
      const methods = [...(before?.methods ?? []), method];
      const next = newGeneration(root.current(), (before?.revision ?? 0) + 1, methods, before?.retiredSets ?? []);
      await replace(actor, before, next, 'unseal_method.added', method);
      return { method, secret };
    });
  }

  /** @throws MethodNotFoundError, LastMethodError */
  function remove(actor: PersonActor, methodId: string): Promise<void> {
    return inTurn(async () => {
      const before = await current();
      const method = before?.methods.find(({ id }) => id === methodId);
      if (!before || !method) throw new MethodNotFoundError();
      const methods = before.methods.filter(({ id }) => id !== methodId);
      if (methods.length === 0) throw new LastMethodError();
      const retired = method.kind === 'shares' ? [...before.retiredSets, method.setId] : before.retiredSets;
      await replace(
        actor,
        before,
        newGeneration(root.current(), before.revision + 1, methods, retired),
        'unseal_method.removed',
        method,
      );
    });
  }

  /** From now on the server starts sealed. @throws NoMethodYetError */
  function leaveEvaluation(actor: PersonActor): Promise<void> {
    return inTurn(async () => {
      if ((await current()) === null) throw new NoMethodYetError();
      if (!isEvaluationKeyThere(places.evaluationKey)) return;
      await database.withActor(actor, async (tx) => {
        await ensureOfficer(tx);
        await audit.record(tx, { actor, action: 'evaluation_key.destroyed', outcome: 'success' });
      });
      await destroyEvaluationKey(places.evaluationKey);
    });
  }

  /**
   * A new root key: the file first gets the same methods for it, beside those for the old one; then one transaction wraps every key anew; then the old ones
   * leave the file. Whatever breaks off in between, one of the two opens the database.
   * @throws EvaluationKeyInUseError
   */
  function rotateRoot(actor: PersonActor): Promise<void> {
    return inTurn(async () => {
      const before = await current();
      if (!before || isEvaluationKeyThere(places.evaluationKey)) throw new EvaluationKeyInUseError();
      await database.withActor(actor, async (tx) => {
        await ensureOfficer(tx);
        await audit.record(tx, {
          actor,
          action: 'key.rotation_requested',
          outcome: 'success',
          details: { key: 'root', rootKeyId: root.id() },
        });
      });
      const [oldRoot, newRoot] = [Buffer.from(root.current()), newRootKey()];
      const next = rewrapGeneration(oldRoot, newRoot, before);
      await writeUnsealFile(places.unsealFile, unsealFileOf(before, next));
      try {
        await database.withWorker(job, async (tx) => {
          await lockRoot(tx);
          for (let after = { spaceId: '00000000-0000-0000-0000-000000000000', keyVersion: 0 }; ; ) {
            const rows = await listKeysAfter(tx, after, rowsAtOnce);
            const wrapped = rows.map((row) => ({
              ...row,
              wrappedKey: wrapSpaceKey(newRoot, row.spaceId, unwrapSpaceKey(oldRoot, row)),
            }));
            await rewrapKeys(tx, wrapped);
            const last = rows.at(-1);
            if (last === undefined) break;
            after = last;
          }
          const { revision, rootKeyId } = next;
          await saveKeyState(tx, { revision, rootKeyId, verifiedAt: clock.now() });
          const actorOfJob = systemActor(job);
          await audit.record(tx, {
            actor: actorOfJob,
            action: 'key.rotated',
            outcome: 'success',
            details: { key: 'root', rootKeyId: next.rootKeyId },
          });
          // Whoever waits for the lock to wrap a key gets it with the commit, and finds the new root key.
          root.replace(newRoot);
        });
      } catch (error) {
        root.replace(oldRoot);
        throw error;
      } finally {
        oldRoot.fill(0);
        newRoot.fill(0);
      }
      await writeUnsealFile(places.unsealFile, unsealFileOf(next));
    });
  }

  /** At the start: what an interrupted rotation of the root key left of the other generation. */
  function settle(): Promise<void> {
    return inTurn(async () => {
      const file = await readUnsealFile(places.unsealFile);
      const generation = file?.generations.find(({ rootKeyId }) => rootKeyId === root.id());
      if (file && generation && file.generations.length > 1)
        await writeUnsealFile(places.unsealFile, unsealFileOf(generation));
    });
  }

  return {
    list: async (): Promise<readonly UnsealMethod[]> => (await current())?.methods ?? [],
    /** Null for a root key that was in use before anybody noted it. */
    rootSince: async (): Promise<Date | null> =>
      (await database.withWorker(job, findKeyState, { readOnly: true }))?.rootSince ?? null,
    isEvaluationKeyInUse: () => isEvaluationKeyThere(places.evaluationKey),
    add,
    remove,
    leaveEvaluation,
    rotateRoot,
    settle,
  };
}
