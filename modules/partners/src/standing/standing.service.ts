import type { Tx } from '@nexus/db';
import { type Actor, newId, type PersonActor } from '@nexus/kernel';
import { FactRecordedError, PartnerNotFoundError } from '../partners.errors.ts';
import { type ActAs, ensureMay, ensureSees, type PartnersDependencies, type PartnersTx } from '../partners.parts.ts';
import { maySteerPartners } from '../partners.policy.ts';
import * as repository from '../partners.repository.ts';
import type { AwardRow, CertificationLevel, CertificationRow, ContractPlanRow, TierRow } from '../partners.tables.ts';

export type Standing = {
  certification: CertificationLevel | null;
  certifications: CertificationRow[];
  tiers: TierRow[];
  awards: AwardRow[];
  contractPlans: ContractPlanRow[];
};

export type NewCertification = {
  level: CertificationLevel;
  from: Date;
  until: Date | null;
  /** Names the exam or decision; the same one again with the same content changes nothing. */
  source: string;
};

export type NewTier = { month: string; tier: string; sales: number; planVersionId: string | null };

export type StandingService = ReturnType<typeof createStandingService>;

/** Certification, tiers, awards and plans of a contract: facts with dates that others ask for as of a moment. */
export function createStandingService({ audit, clock }: PartnersDependencies, act: ActAs) {
  async function ofPartner(actor: PersonActor, partnerId: string): Promise<Standing> {
    return await act(actor, async (tx, acting) => {
      ensureSees(acting, partnerId);
      return {
        certification: await repository.certificationAt(tx, partnerId, clock.now()),
        certifications: await repository.listCertifications(tx, partnerId),
        tiers: await repository.listTiers(tx, partnerId),
        awards: await repository.listAwards(tx, partnerId),
        contractPlans: await repository.listContractPlans(tx, partnerId),
      };
    });
  }

  /** A level that somebody in the office records; the academy's own come through `recordCertificationIn`. */
  async function certify(actor: PersonActor, partnerId: string, input: NewCertification): Promise<void> {
    await act(actor, async (tx, acting) => {
      ensureMay(maySteerPartners(acting));
      await ensurePartner(tx, partnerId);
      await recordCertificationIn(tx, actor, partnerId, input);
    });
  }

  /** @throws FactRecordedError when the same source said something else before */
  async function recordCertificationIn(
    tx: PartnersTx,
    actor: Actor,
    partnerId: string,
    input: NewCertification,
  ): Promise<void> {
    const known = await repository.findCertificationBySource(tx, partnerId, input.source);
    if (known) {
      const isSame =
        known.level === input.level &&
        known.from.getTime() === input.from.getTime() &&
        known.until?.getTime() === input.until?.getTime();
      if (!isSame) throw new FactRecordedError();
      return;
    }
    const now = clock.now();
    const recordedBy = actor.kind === 'person' ? actor.personId : null;
    await repository.insertCertification(tx, {
      ...input,
      id: newId(now.getTime()),
      partnerId,
      recordedBy,
      recordedAt: now,
    });
    await record(tx, actor, 'partner.certification_recorded', partnerId, { level: input.level });
  }

  /** @throws FactRecordedError when the month has another tier already */
  async function recordTierIn(tx: PartnersTx, actor: Actor, partnerId: string, input: NewTier): Promise<void> {
    const known = await repository.findTier(tx, partnerId, input.month);
    if (known) {
      if (known.tier !== input.tier || known.sales !== input.sales) throw new FactRecordedError();
      return;
    }
    await repository.insertTier(tx, { ...input, partnerId, recordedAt: clock.now() });
    await record(tx, actor, 'partner.tier_recorded', partnerId, { month: input.month, tier: input.tier });
  }

  async function award(
    actor: PersonActor,
    partnerId: string,
    input: { award: string; givenOn: string; reason: string },
  ): Promise<void> {
    await act(actor, async (tx, acting) => {
      ensureMay(maySteerPartners(acting));
      await ensurePartner(tx, partnerId);
      const now = clock.now();
      const row = { ...input, id: newId(now.getTime()), partnerId, givenBy: actor.personId, recordedAt: now };
      await repository.insertAward(tx, row);
      await record(tx, actor, 'partner.awarded', partnerId, {});
    });
  }

  /** @throws PlanTakenError when another plan holds in some of that time */
  async function setContractPlan(
    actor: PersonActor,
    partnerId: string,
    input: { planVersionId: string; from: Date; until: Date | null; reason: string },
  ): Promise<void> {
    await act(actor, async (tx, acting) => {
      ensureMay(maySteerPartners(acting));
      await ensurePartner(tx, partnerId);
      const now = clock.now();
      const row = { ...input, id: newId(now.getTime()), partnerId, recordedBy: actor.personId, recordedAt: now };
      await repository.insertContractPlan(tx, row);
      await record(tx, actor, 'partner.contract_plan_set', partnerId, { planVersionId: input.planVersionId });
    });
  }

  async function ensurePartner(tx: PartnersTx, partnerId: string): Promise<void> {
    if (!(await repository.findPartner(tx, partnerId))) throw new PartnerNotFoundError();
  }

  async function record(
    tx: PartnersTx,
    actor: Actor,
    action: string,
    partnerId: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    const objects = [{ kind: 'partner', id: partnerId }];
    await audit.record(tx as Tx, { actor, action, outcome: 'success', objects, details });
  }

  return { ofPartner, certify, award, setContractPlan, recordCertificationIn, recordTierIn };
}
