import type { Tx } from '@nexus/db';
import { newId, type PersonActor } from '@nexus/kernel';
import { PartnerNotFoundError, SponsorshipNotFoundError } from '../partners.errors.ts';
import { type ActAs, ensureMay, ensureSees, type PartnersDependencies } from '../partners.parts.ts';
import { isOfOffice, maySteerPartners } from '../partners.policy.ts';
import * as partners from '../partners.repository.ts';
import * as repository from './sponsorships.repository.ts';

export type NewSponsorship = {
  sponsorId: string;
  from?: Date | undefined;
  until?: Date | null | undefined;
  reason: string;
};

export type SponsorshipsService = ReturnType<typeof createSponsorshipsService>;

export function createSponsorshipsService({ audit, clock }: PartnersDependencies, act: ActAs) {
  /** @throws SponsorCircleError, SponsorDepthError, SelfReferralError, SponsorTakenError: all decided by the database */
  async function add(actor: PersonActor, partnerId: string, input: NewSponsorship): Promise<{ id: string }> {
    return await act(actor, async (tx, acting) => {
      ensureMay(maySteerPartners(acting));
      for (const id of [partnerId, input.sponsorId])
        if (!(await partners.findPartner(tx, id))) throw new PartnerNotFoundError();
      const now = clock.now();
      const id = newId(now.getTime());
      await repository.insertSponsorship(tx, {
        id,
        partnerId,
        sponsorId: input.sponsorId,
        from: input.from ?? now,
        until: input.until ?? null,
        reason: input.reason,
        recordedBy: actor.personId,
        recordedAt: now,
        endedBy: null,
        endedReason: null,
      });
      await record(tx as Tx, actor, 'sponsorship.recorded', [partnerId, input.sponsorId]);
      return { id };
    });
  }

  async function end(actor: PersonActor, id: string, input: { at?: Date | undefined; reason: string }): Promise<void> {
    await act(actor, async (tx, acting) => {
      ensureMay(maySteerPartners(acting));
      const at = input.at ?? clock.now();
      const partnerId = await repository.endSponsorship(tx, id, { at, by: actor.personId, reason: input.reason });
      if (partnerId === null) throw new SponsorshipNotFoundError();
      await record(tx as Tx, actor, 'sponsorship.ended', [partnerId]);
    });
  }

  async function ofPartner(actor: PersonActor, partnerId: string): Promise<repository.NamedSponsorship[]> {
    return await act(actor, async (tx, acting) => {
      ensureSees(acting, partnerId);
      return await repository.listSponsorships(tx, partnerId);
    });
  }

  async function myRecruits(actor: PersonActor): Promise<repository.Recruit[]> {
    return await act(actor, (tx) => repository.listRecruits(tx, clock.now()));
  }

  async function tree(actor: PersonActor, at: Date | undefined): Promise<repository.TreeRow[]> {
    return await act(actor, async (tx, acting) => {
      ensureMay(isOfOffice(acting));
      return await repository.readTree(tx, at ?? clock.now());
    });
  }

  async function record(tx: Tx, actor: PersonActor, action: string, ids: string[]): Promise<void> {
    const objects = ids.map((id) => ({ kind: 'partner', id }));
    await audit.record(tx, { actor, action, outcome: 'success', objects });
  }

  return { add, end, ofPartner, myRecruits, tree };
}
