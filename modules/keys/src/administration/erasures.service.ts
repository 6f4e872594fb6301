import { type Clock, type Logger, newId, type PersonActor, systemActor } from '@nexus/kernel';
import type { AdministrationDatabase, AuditPort, BackupsPort, SealedContent, SealedSample } from '../keys.ports.ts';
import { type AnyTx, eraseKeys, listSpaceKeys } from '../keys.repository.ts';
import type { Keyring } from '../keys.service.ts';
import {
  ErasureNotFoundError,
  ErasureOpenError,
  NoSuchKeyError,
  OnHoldError,
  SameOfficerError,
} from './administration.errors.ts';
import { deleteHold, ensureOfficer, insertHold, listHolds, notifyKeysChanged } from './administration.repository.ts';
import { describeCertificate, type SignedCertificate, signCertificate } from './erasure-certificate.ts';
import * as repository from './erasures.repository.ts';

export type ErasuresDependencies = {
  keyring: Keyring;
  database: AdministrationDatabase;
  contents: readonly SealedContent[];
  backups: BackupsPort;
  audit: AuditPort;
  clock: Clock;
  logger: Logger;
  delayDays: number;
};

export type Hold = { spaceId: string; reason: string; setBy: string; setAt: Date };
export type Erasure = Omit<repository.ErasureRow, 'reason' | 'certificate'> & { reason: string };
export type Erasures = ReturnType<typeof createErasures>;

const job = 'keys.erase';
const dayMs = 24 * 3_600_000;
const samplesPerTable = 5;

/**
 * Destroying a space: two officers, a delay in which either may call it off, and no legal hold. First the key goes, then everything that it sealed. A job
 * does it, and takes it up again wherever it was broken off.
 */
export function createErasures({
  keyring,
  database,
  contents,
  backups,
  audit,
  clock,
  logger,
  delayDays,
}: ErasuresDependencies) {
  const work = <R>(run: (tx: AnyTx) => Promise<R>) => database.withWorker(job, run);
  const reasonContext = (id: string) => ({ kind: 'space_erasures.reason', objectId: id });
  const holdContext = (spaceId: string) => ({ kind: 'legal_holds.reason', objectId: spaceId });
  const certificateContext = (id: string) => ({ kind: 'space_erasures.certificate', objectId: id });

  const act = <R>(actor: PersonActor, run: (tx: AnyTx) => Promise<R>) =>
    database.withActor(actor, async (tx) => {
      await ensureOfficer(tx);
      return await run(tx);
    });

  const opened = ({ reason, certificate: _, ...row }: repository.ErasureRow): Erasure => ({
    ...row,
    reason: keyring.system().openText(reasonContext(row.id), reason),
  });

  /** @throws NoSuchKeyError, ErasureOpenError, OnHoldError */
  async function request(actor: PersonActor, input: { spaceId: string; reason: string }): Promise<string> {
    const { spaceId } = input;
    if ((await work((tx) => listSpaceKeys(tx, [spaceId]))).length === 0) throw new NoSuchKeyError();
    const id = newId();
    const reason = keyring.system().sealText(reasonContext(id), input.reason);
    await act(actor, async (tx) => {
      if ((await listHolds(tx)).some((hold) => hold.spaceId === spaceId)) throw new OnHoldError();
      const row = { id, spaceId, reason, requestedBy: actor.personId, requestedAt: clock.now() };
      if (!(await repository.insertErasure(tx, row))) throw new ErasureOpenError();
      await audit.record(tx, {
        actor,
        action: 'erasure.requested',
        outcome: 'success',
        spaceId,
        objects: [{ kind: 'erasure', id }],
      });
    });
    return id;
  }

  /** The delay begins. @throws SameOfficerError, ErasureNotFoundError */
  async function approve(actor: PersonActor, id: string): Promise<void> {
    await act(actor, async (tx) => {
      const row = await repository.findErasure(tx, id);
      if (row?.state !== 'requested') throw new ErasureNotFoundError();
      if (row.requestedBy === actor.personId) throw new SameOfficerError();
      const approvedAt = clock.now();
      const notBefore = new Date(approvedAt.getTime() + delayDays * dayMs);
      if (!(await repository.approveErasure(tx, id, { approvedBy: actor.personId, approvedAt, notBefore })))
        throw new ErasureNotFoundError();
      await audit.record(tx, {
        actor,
        action: 'erasure.approved',
        outcome: 'success',
        spaceId: row.spaceId,
        objects: [{ kind: 'erasure', id }],
      });
    });
  }

  /** Any officer, until the work begins. @throws ErasureNotFoundError */
  async function cancel(actor: PersonActor, id: string): Promise<void> {
    await act(actor, async (tx) => {
      const row = await repository.findErasure(tx, id);
      if (!row || !(await repository.cancelErasure(tx, id, actor.personId, clock.now())))
        throw new ErasureNotFoundError();
      await audit.record(tx, {
        actor,
        action: 'erasure.cancelled',
        outcome: 'success',
        spaceId: row.spaceId,
        objects: [{ kind: 'erasure', id }],
      });
    });
  }

  const list = async (actor: PersonActor): Promise<Erasure[]> =>
    (await database.withActor(actor, repository.listErasures, { readOnly: true })).map(opened);

  /** @throws ErasureNotFoundError */
  async function certificate(actor: PersonActor, id: string): Promise<SignedCertificate & { text: string }> {
    const row = await database.withActor(actor, (tx) => repository.findErasure(tx, id), { readOnly: true });
    if (!row?.certificate) throw new ErasureNotFoundError();
    const signed = keyring.system().openJson<SignedCertificate>(certificateContext(id), row.certificate);
    return { ...signed, text: describeCertificate(signed) };
  }

  async function setHold(actor: PersonActor, spaceId: string, text: string): Promise<void> {
    const reason = keyring.system().sealText(holdContext(spaceId), text);
    await act(actor, async (tx) => {
      await deleteHold(tx, spaceId);
      await insertHold(tx, { spaceId, reason, setBy: actor.personId, setAt: clock.now() });
      await audit.record(tx, { actor, action: 'legal_hold.set', outcome: 'success', spaceId });
    });
  }

  async function liftHold(actor: PersonActor, spaceId: string): Promise<void> {
    await act(actor, async (tx) => {
      if (await deleteHold(tx, spaceId))
        await audit.record(tx, { actor, action: 'legal_hold.lifted', outcome: 'success', spaceId });
    });
  }

  const holds = async (actor: PersonActor): Promise<Hold[]> =>
    (await database.withActor(actor, listHolds, { readOnly: true })).map((hold) => ({
      ...hold,
      reason: keyring.system().openText(holdContext(hold.spaceId), hold.reason),
    }));

  /** The job, now and then: everything that is due, and what was begun. */
  async function runDue(): Promise<void> {
    for (const row of await work(repository.listDueErasures)) {
      await eraseOne(row).catch((error: unknown) => {
        logger.error('an erasure was broken off and will be taken up again', { erasureId: row.id, error });
      });
    }
  }

  async function eraseOne(row: repository.ErasureRow): Promise<void> {
    const { id, spaceId } = row;
    if (!(await work((tx) => repository.beginErasure(tx, id)))) return;
    const samples = (await Promise.all(contents.map((content) => content.sample(spaceId, samplesPerTable)))).flat();
    const openedBefore = await countOpening(spaceId, samples);
    await work(async (tx) => {
      const erased = await eraseKeys(tx, spaceId, 'all', clock.now());
      await notifyKeysChanged(tx);
      if (erased.length > 0)
        await audit.record(tx, {
          actor: systemActor(job),
          action: 'key.erased',
          outcome: 'success',
          spaceId,
          details: { keys: erased.length },
        });
    });
    await keyring.renew();
    const openedAfter = await countOpening(spaceId, samples);
    if (openedAfter !== null && openedAfter > 0)
      throw new Error('objects of the space still open after its keys were destroyed');
    const objectsRemoved = await removeContent(spaceId);
    const keys = await work((tx) => repository.listErasedKeyIds(tx, spaceId));
    const signed = signCertificate(
      {
        format: 'nexus-erasure-certificate 1',
        id,
        spaceId,
        reason: opened(row).reason,
        requestedBy: row.requestedBy,
        requestedAt: row.requestedAt.toISOString(),
        approvedBy: row.approvedBy!,
        approvedAt: row.approvedAt!.toISOString(),
        erasedAt: clock.now().toISOString(),
        keys: keys.map((keyId) => keyId.toString('hex')),
        objectsRemoved,
        proof: { samples: samples.length, openedBefore, openedAfter: openedAfter ?? 0 },
        backups: await backups.generationsThatHold(spaceId),
      },
      keyring.deriveRootPurposeKey('certificates'),
    );
    await work(async (tx) => {
      await repository.endErasure(tx, id, keyring.system().sealJson(certificateContext(id), signed), clock.now());
      const details = { objects: objectsRemoved, backups: signed.certificate.backups.length };
      await audit.record(tx, {
        actor: systemActor(job),
        action: 'space.erased',
        outcome: 'success',
        spaceId,
        objects: [{ kind: 'erasure', id }],
        details,
      });
    });
  }

  /** Null when the space has no key any more with which to try. */
  async function countOpening(spaceId: string, samples: readonly SealedSample[]): Promise<number | null> {
    const sealer = (await keyring.forSpaces([spaceId])).get(spaceId);
    if (!sealer) return null;
    const opens = ({ context, sealed }: SealedSample) => {
      try {
        sealer.open(context, sealed);
        return true;
      } catch {
        return false;
      }
    };
    return samples.filter(opens).length;
  }

  /** Until nothing comes any more: a writer that was under way may have committed in between. */
  async function removeContent(spaceId: string): Promise<number> {
    for (let total = 0; ; ) {
      let removed = 0;
      for (const content of [...contents].reverse()) removed += await content.erase(spaceId);
      if (removed === 0) return total;
      total += removed;
    }
  }

  return { request, approve, cancel, list, certificate, setHold, liftHold, holds, runDue };
}
