import { type Actor, newId, type PersonActor } from '@nexus/kernel';
import {
  armour,
  claimsOf,
  compareMachine,
  LicenceFileError,
  openActivationRequest,
  openByDevice,
  publicKeyOf,
  signIssued,
} from '@nexus/licence-file';
import * as licences from '../issuing/licences.repository.ts';
import type { TakingBack } from '../issuing/taking-back.ts';
import type { KeysService } from '../keys/keys.service.ts';
import {
  ActivationEndedError,
  LicenceNotActiveError,
  LicenceNotFoundError,
  refusing,
  SeatsTakenError,
  TooManyReleasesError,
} from '../licences.errors.ts';
import { instant, type Parts, personIdOf } from '../licences.parts.ts';
import { mayExceedReleases, mayHandleMachines, mayReleaseSeats } from '../licences.policy.ts';
import type { ActivationRow, LicencesTx } from '../licences.tables.ts';
import * as repository from './activations.repository.ts';

export type AcceptedActivation = {
  activationId: string;
  licenceId: string;
  file: { name: string; text: string };
  /** False for a request that was answered before: the same answer. */
  isNew: boolean;
};

const yearMs = 365 * 86_400_000;

/** Machines: asked for by files, as many at once as seats were sold. */
export function createActivationsService(
  { act, ensureMay, record, clock }: Parts,
  keys: KeysService,
  takingBack: TakingBack,
) {
  /**
   * Answers a request. The licence is locked: of those who come at once for the last seat, one gets it.
   * @throws FileRefusedError, SeatsTakenError, LicenceNotActiveError
   */
  async function accept(actor: PersonActor, file: string): Promise<AcceptedActivation> {
    const { content, signedBy } = await refusing(async () => openActivationRequest(file));
    return await refusing(() =>
      act(actor, async (tx) => {
        const licence = await licences.findLicence(tx, content.licenceId);
        if (!licence) throw new LicenceNotFoundError();
        await ensureMay(tx, actor, (memberships) => mayHandleMachines(memberships, licence.partnerId));
        if (content.product !== licence.product) throw new LicenceFileError('wrong_product', 'another product');
        const known = await licences.findFile(tx, content.serial);
        if (known?.licenceId !== licence.id)
          throw new LicenceFileError('other_licence', 'its file is of no such licence');
        await licences.holdLicence(tx, licence.id);
        const answered = await repository.findByNonce(tx, content.nonce);
        if (answered) return acceptedOf(answered, false);
        const { state, seats, policy } = (await licences.findLicence(tx, licence.id))!;
        if (state !== 'active') throw new LicenceNotActiveError();
        const all = await repository.listActivations(tx, licence.id);
        // The same machine once more, set up anew: it takes the place that it had.
        const before = all.filter(
          (one) => one.state === 'live' && compareMachine(one.fingerprint, content.fingerprint, one.need).isSame,
        );
        const now = clock.now();
        for (const { id } of before)
          await repository.updateActivation(tx, id, { state: 'replaced', endReason: 'same_machine', endedAt: now });
        const live = all.filter(({ id, state: one }) => one === 'live' && before.every((gone) => gone.id !== id));
        if (live.length >= seats) throw new SeatsTakenError();
        const row = await answer(tx, actor, {
          licenceId: licence.id,
          seq: (all.at(-1)?.seq ?? 0) + 1,
          nonce: content.nonce,
          deviceKid: signedBy.kid,
          publicKey: content.publicKey,
          machineName: content.machineName,
          fingerprint: content.fingerprint,
          need: Math.max(1, policy.marksNeeded),
        });
        await record(
          tx,
          actor,
          'activation.accepted',
          { kind: 'licence', id: licence.id },
          { seat: live.length + 1, seats },
        );
        return acceptedOf(row, true);
      }),
    );
  }

  async function answer(
    tx: LicencesTx,
    actor: Actor,
    given: Pick<
      ActivationRow,
      'licenceId' | 'seq' | 'nonce' | 'deviceKid' | 'publicKey' | 'machineName' | 'fingerprint' | 'need'
    >,
  ): Promise<ActivationRow> {
    const signer = await keys.signer(tx, 'activation-response');
    const now = clock.now();
    const id = newId(now.getTime());
    const { licenceId, seq, nonce, deviceKid, fingerprint, need } = given;
    const response = armour(
      signIssued(
        'activation-response',
        { issuedAt: instant(now), activationId: id, licenceId, seq, nonce, deviceKid, fingerprint, need },
        signer,
      ),
    );
    const row: ActivationRow = {
      ...given,
      id,
      response,
      state: 'live',
      endReason: null,
      cloneSince: null,
      activatedBy: personIdOf(actor),
      activatedAt: now,
      endedAt: null,
    };
    await repository.insertActivation(tx, row);
    return row;
  }

  /** A machine gives its seat back, and signs that it did. Once more, it changes nothing. @throws FileRefusedError, ActivationEndedError */
  async function acceptReceipt(actor: PersonActor, file: string): Promise<{ activationId: string; licenceId: string }> {
    return await refusing(() =>
      act(actor, async (tx) => {
        const claims = claimsOf('deactivation-receipt', file);
        const found = await visible(tx, actor, claims.activationId);
        await licences.holdLicence(tx, found.licenceId);
        const activation = (await repository.findActivation(tx, found.id))!;
        const { content } = openByDevice(
          'deactivation-receipt',
          file,
          publicKeyOf(Buffer.from(activation.publicKey, 'base64')),
        );
        if (content.nonce !== activation.nonce || content.licenceId !== activation.licenceId)
          throw new LicenceFileError('other_activation', 'it is of another activation');
        const { id: activationId, licenceId } = activation;
        if (activation.state === 'deactivated') return { activationId, licenceId };
        if (activation.state !== 'live') throw new ActivationEndedError();
        const now = clock.now();
        await repository.updateActivation(tx, activationId, {
          state: 'deactivated',
          endReason: 'receipt',
          endedAt: now,
        });
        await repository.insertReceipt(tx, {
          activationId,
          licenceId,
          file,
          epoch: content.epoch,
          counters: content.counters,
          receivedBy: actor.personId,
          receivedAt: now,
        });
        await record(tx, actor, 'activation.ended', { kind: 'activation', id: activationId });
        return { activationId, licenceId };
      }),
    );
  }

  /** A seat without a receipt: the machine burnt. Counted, and told to machines by the next list. @throws TooManyReleasesError */
  async function release(actor: PersonActor, activationId: string, reason: string): Promise<void> {
    await act(actor, async (tx) => {
      const memberships = await ensureMay(tx, actor, mayReleaseSeats);
      const found = await repository.findActivation(tx, activationId);
      if (!found) throw new LicenceNotFoundError('activation');
      await licences.holdLicence(tx, found.licenceId);
      const all = await repository.listActivations(tx, found.licenceId);
      const now = clock.now();
      if (all.find(({ id }) => id === activationId)?.state !== 'live') throw new ActivationEndedError();
      const lately = all.filter(
        ({ state, endedAt }) => state === 'released' && now.getTime() - endedAt!.getTime() < yearMs,
      );
      const { policy } = (await licences.findLicence(tx, found.licenceId))!;
      if (lately.length >= policy.yearlyReleases && !mayExceedReleases(memberships)) throw new TooManyReleasesError();
      await repository.updateActivation(tx, activationId, {
        state: 'released',
        endReason: reason.slice(0, 500),
        endedAt: now,
      });
      await record(
        tx,
        actor,
        'activation.released',
        { kind: 'activation', id: activationId },
        { thisYear: lately.length + 1 },
      );
      await takingBack.publish(tx, actor);
    });
  }

  async function visible(tx: LicencesTx, actor: PersonActor, activationId: string): Promise<ActivationRow> {
    const found = await repository.findActivation(tx, activationId);
    if (!found) throw new LicenceNotFoundError('activation');
    const licence = await licences.findLicence(tx, found.licenceId);
    await ensureMay(tx, actor, (memberships) => mayHandleMachines(memberships, licence?.partnerId ?? null));
    return found;
  }

  return { accept, acceptReceipt, release, visible };
}

export type ActivationsService = ReturnType<typeof createActivationsService>;

function acceptedOf({ id, licenceId, response, machineName }: ActivationRow, isNew: boolean): AcceptedActivation {
  const machine = machineName.replaceAll(/[^\w.-]+/g, '-').slice(0, 40) || 'maquina';
  return {
    activationId: id,
    licenceId,
    file: { name: `nexus-activada-${machine}-${id.slice(-8)}.txt`, text: response },
    isNew,
  };
}
