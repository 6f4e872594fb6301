import { type Actor, newId, type PersonActor } from '@nexus/kernel';
import { armour, signIssued } from '@nexus/licence-file';
import * as keysRepository from '../keys/keys.repository.ts';
import type { KeysService } from '../keys/keys.service.ts';
import {
  AlreadyDecidedError,
  LicenceNotActiveError,
  LicenceNotFoundError,
  RevokedForGoodError,
} from '../licences.errors.ts';
import { instant, type Parts, personIdOf } from '../licences.parts.ts';
import { mayDecideRefunds, mayHandleMachines, mayIssue } from '../licences.policy.ts';
import type { LicenceState, LicencesTx, RefundDecisionRow } from '../licences.tables.ts';
import * as repository from './licences.repository.ts';

export type RevocationList = { seq: number; issuedAt: Date; file: { name: string; text: string } };
export type Refund = { orderId: string; refundId: string; isFull: boolean };

export type TakingBack = ReturnType<typeof createTakingBack>;

/** Suspending, revoking, what a refund means for a licence, and the list that tells machines of it. */
export function createTakingBack({ act, ensureMay, record, clock }: Parts, keys: KeysService) {
  /** In the caller's transaction; the list of revocations is made anew with it. */
  async function suspend(tx: LicencesTx, actor: Actor, licenceId: string, reason: string): Promise<void> {
    await change(tx, actor, licenceId, { from: ['active', 'expired'], to: 'suspended', reason });
  }

  async function resume(tx: LicencesTx, actor: Actor, licenceId: string, reason: string): Promise<void> {
    await change(tx, actor, licenceId, { from: ['suspended'], to: 'active', reason });
  }

  async function revoke(tx: LicencesTx, actor: Actor, licenceId: string, reason: string): Promise<void> {
    await change(tx, actor, licenceId, {
      from: ['active', 'suspended', 'expired', 'superseded'],
      to: 'revoked',
      reason,
    });
  }

  async function change(
    tx: LicencesTx,
    actor: Actor,
    licenceId: string,
    { from, to, reason }: { from: LicenceState[]; to: 'active' | 'suspended' | 'revoked'; reason: string },
  ): Promise<void> {
    await repository.holdLicence(tx, licenceId);
    const licence = await repository.findLicence(tx, licenceId);
    if (!licence) throw new LicenceNotFoundError();
    if (licence.state === to) return;
    if (licence.state === 'revoked') throw new RevokedForGoodError();
    if (!from.includes(licence.state)) throw new LicenceNotActiveError();
    await repository.updateLicence(tx, licenceId, {
      state: to,
      stateReason: reason.slice(0, 500),
      stateSince: clock.now(),
    });
    const action = to === 'active' ? 'licence.resumed' : `licence.${to}`;
    await record(tx, actor, action as 'licence.resumed', { kind: 'licence', id: licenceId });
    await publish(tx, actor);
  }

  /** A new list of all that is taken back. @throws NoSigningKeyError */
  async function publish(tx: LicencesTx, actor: Actor): Promise<RevocationList> {
    await keysRepository.holdRevocations(tx);
    const signer = await keys.signer(tx, 'revocations');
    const seq = ((await keysRepository.findNewestList(tx))?.seq ?? 0) + 1;
    const taken = await keysRepository.listTaken(tx);
    const now = clock.now();
    const text = armour(
      signIssued(
        'revocations',
        {
          issuedAt: instant(now),
          seq,
          licences: taken.licences.map(({ since, ...one }) => ({ ...one, since: instant(since) })),
          activations: taken.activations.map(({ since, ...one }) => ({ ...one, since: instant(since) })),
          keys: taken.keys.map(({ since, ...one }) => ({ ...one, since: instant(since) })),
        },
        signer,
      ),
    );
    await keysRepository.insertList(tx, {
      seq,
      kid: signer.key.kid,
      file: text,
      issuedBy: personIdOf(actor),
      issuedAt: now,
    });
    await record(tx, actor, 'revocation_list.issued', null, { seq, licences: taken.licences.length });
    return { seq, issuedAt: now, file: { name: listName(seq), text } };
  }

  /** The newest list; null while nothing was ever taken back. */
  async function newestList(actor: PersonActor): Promise<RevocationList | null> {
    return await act(actor, async (tx) => {
      const row = await keysRepository.findNewestList(tx);
      return row && { seq: row.seq, issuedAt: row.issuedAt, file: { name: listName(row.seq), text: row.file } };
    });
  }

  async function publishNow(actor: PersonActor): Promise<RevocationList> {
    return await act(actor, async (tx) => {
      await ensureMay(tx, actor, (memberships) => mayHandleMachines(memberships, null));
      return await publish(tx, actor);
    });
  }

  /**
   * What a refund means for the licences of its order, in the transaction of the refund. By the policy of each licence a full one suspends, is asked
   * about, or changes nothing; one in part is asked about where the policy does not keep. The same refund once more changes nothing.
   */
  async function onRefund(
    tx: LicencesTx,
    actor: Actor,
    { orderId, refundId, isFull }: Refund,
  ): Promise<RefundDecisionRow[]> {
    const decisions: RefundDecisionRow[] = [];
    for (const licence of await repository.listByOrder(tx, orderId)) {
      if (licence.state === 'revoked' || licence.state === 'superseded') continue;
      const { refund } = licence.policy;
      const decision = refund === 'keep' ? 'keep' : refund === 'suspend' && isFull ? 'suspend' : 'open';
      const now = clock.now();
      const row: RefundDecisionRow = {
        id: newId(now.getTime()),
        licenceId: licence.id,
        refundId,
        isFull,
        decision,
        reason: decision === 'open' ? null : 'policy',
        decidedBy: decision === 'open' ? null : personIdOf(actor),
        askedAt: now,
        decidedAt: decision === 'open' ? null : now,
      };
      if (!(await repository.insertDecision(tx, row))) continue;
      await record(tx, actor, 'refund_decision.asked', { kind: 'licence', id: licence.id }, { decision, isFull });
      if (decision === 'suspend' && licence.state !== 'suspended') await suspend(tx, actor, licence.id, 'refund');
      decisions.push(row);
    }
    return decisions;
  }

  async function decide(
    actor: PersonActor,
    decisionId: string,
    decision: 'suspend' | 'keep',
    reason: string,
  ): Promise<void> {
    await act(actor, async (tx) => {
      await ensureMay(tx, actor, mayDecideRefunds);
      const row = await repository.findDecision(tx, decisionId);
      if (!row) throw new LicenceNotFoundError('decision');
      const decided = { decision, reason, decidedBy: actor.personId, decidedAt: clock.now() };
      if (!(await repository.decide(tx, decisionId, decided))) throw new AlreadyDecidedError();
      await record(tx, actor, 'refund_decision.decided', { kind: 'licence', id: row.licenceId }, { decision });
      if (decision === 'suspend') await suspend(tx, actor, row.licenceId, 'refund');
    });
  }

  async function openDecisions(actor: PersonActor): Promise<RefundDecisionRow[]> {
    return await act(actor, async (tx) => {
      await ensureMay(tx, actor, mayDecideRefunds);
      return await repository.listDecisions(tx, { isOpen: true });
    });
  }

  /** For people: with their roles, in a transaction of its own. */
  async function byPerson(
    actor: PersonActor,
    what: 'suspend' | 'resume' | 'revoke',
    licenceId: string,
    reason: string,
  ): Promise<void> {
    await act(actor, async (tx) => {
      await ensureMay(tx, actor, mayIssue);
      await { suspend, resume, revoke }[what](tx, actor, licenceId, reason);
    });
  }

  return { suspend, resume, revoke, onRefund, decide, openDecisions, publish, publishNow, newestList, byPerson };
}

function listName(seq: number): string {
  return `nexus-revocaciones-${String(seq).padStart(4, '0')}.txt`;
}
