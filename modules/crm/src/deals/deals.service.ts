import type { Tx } from '@nexus/db';
import {
  type Actor,
  type AppError,
  type Money,
  newId,
  type Page,
  type PersonActor,
  pageOf,
  systemActor,
} from '@nexus/kernel';
import {
  DealConflictError,
  DealNotFoundError,
  DealTerritoryError,
  DealWayError,
  NoExtensionLeftError,
  NoPartnerError,
  SelfDealError,
} from '../crm.errors.ts';
import { type ActAs, type CrmDependencies, ensureMay } from '../crm.parts.ts';
import { isOfOffice, mayDecideDeals, mayWork, ownerOfNew } from '../crm.policy.ts';
import { domainOf, nameKeyOf, protectionKeys } from '../customers/customer-keys.ts';
import * as customers from '../customers/customers.repository.ts';
import type { CustomersService } from '../customers/customers.service.ts';
import { findPipelineByCode } from '../opportunities/opportunities.repository.ts';
import type { OpportunitiesService } from '../opportunities/opportunities.service.ts';
import type { OpportunityRow } from '../opportunities/opportunities.tables.ts';
import * as repository from './deals.repository.ts';

export type NewDeal = {
  partnerId?: string | undefined;
  productLine: string;
  customerName: string;
  domain?: string | undefined;
  taxId?: string | undefined;
  country: string;
  region?: string | undefined;
  postcode?: string | undefined;
  segment?: string | undefined;
  contactName: string;
  contactEmail?: string | undefined;
  value: Money;
  expectedClose?: string | undefined;
  evidence: string;
};

export type Deal = repository.DealRow & { partnerName: string | null; isOverdue: boolean };
export type DealDetails = {
  deal: Deal;
  decisions: repository.DecisionRow[];
  rules: repository.DealRules;
  openTaxId: string | null;
  /** Whether the reader may see what stands in the way of a refused registration. */
  isOffice: boolean;
};

export type DealsService = ReturnType<typeof createDealsService>;

const hour = 3_600_000;
const day = 24 * hour;

export type DealsParts = Pick<CrmDependencies, 'database' | 'keyring' | 'partners' | 'audit' | 'clock'> & {
  customers: Pick<CustomersService, 'createIn'>;
  opportunities: () => Pick<OpportunitiesService, 'createIn'>;
};

export function createDealsService(parts: DealsParts, act: ActAs) {
  const { database, keyring, partners, audit, clock } = parts;
  const contextOf = (id: string) => ({ kind: 'deals.tax_id', objectId: id });

  /**
   * The time of arrival decides. A registration that is refused stays, with its decision, and the caller hears why.
   * @throws DealConflictError, DealTerritoryError, SelfDealError
   */
  async function submit(actor: PersonActor, input: NewDeal): Promise<DealDetails> {
    const { id, refusal } = await act(actor, async (tx, acting) => {
      ensureMay(mayWork(acting));
      const partnerId = ownerOfNew(acting, input.partnerId);
      const identity = partnerId === null ? null : await partners.identityOf(tx, partnerId);
      if (partnerId === null || identity === null) throw new NoPartnerError();
      const now = clock.now();
      await repository.expire(tx, now);
      const rules = await repository.readRules(tx, now);
      const deal = await rowOf(tx, actor, { ...input, partnerId }, rules, now);
      await repository.insertDeal(tx, deal);
      await decide(tx, actor, deal, 'submitted', {});
      return { id: deal.id, refusal: await refuseIfTaken(tx, actor, deal, identity, now) };
    });
    if (refusal !== null) throw refusal;
    return await get(actor, id);
  }

  async function rowOf(
    tx: Tx,
    actor: PersonActor,
    input: NewDeal & { partnerId: string },
    rules: repository.DealRules,
    now: Date,
  ): Promise<repository.DealRow> {
    const id = newId(now.getTime());
    const { country, taxId } = input;
    const domain = input.domain === undefined ? null : domainOf(input.domain);
    const taxIdFingerprint = taxId === undefined ? null : partners.taxIdFingerprint(country, taxId);
    const nameKey = nameKeyOf({ name: input.customerName, postcode: input.postcode, country });
    return {
      id,
      partnerId: input.partnerId,
      productLine: input.productLine,
      state: 'submitted',
      customerName: input.customerName,
      domain,
      taxId: taxId === undefined ? null : keyring.system().sealText(contextOf(id), taxId),
      taxIdFingerprint,
      country,
      region: input.region ?? null,
      postcode: input.postcode ?? null,
      segment: input.segment ?? null,
      contactName: input.contactName,
      contactEmail: input.contactEmail ?? null,
      valueMinor: input.value.minor,
      currency: input.value.currency,
      expectedClose: input.expectedClose ?? null,
      evidence: input.evidence,
      ruleVersion: rules.version,
      submittedAt: now,
      submittedBy: actor.personId,
      reviewDueAt: new Date(now.getTime() + rules.reviewHours * hour),
      protectedFrom: null,
      protectedUntil: null,
      extensions: 0,
      customerId: await customers.findIdByKeys(tx, { taxIdFingerprint, domain, nameKey }),
      opportunityId: null,
      version: 1,
    };
  }

  /** The checks in the order in which their reasons are said: oneself, the place, whoever was first. */
  async function refuseIfTaken(
    tx: Tx,
    actor: Actor,
    deal: repository.DealRow,
    identity: { taxIdFingerprint: Buffer | null; companyDomain: string | null },
    now: Date,
  ): Promise<AppError | null> {
    const isSelf =
      (deal.taxIdFingerprint !== null && identity.taxIdFingerprint?.equals(deal.taxIdFingerprint)) ||
      (deal.domain !== null && deal.domain === identity.companyDomain);
    if (isSelf) {
      await end(tx, actor, deal, 'rejected', { reasonCode: 'self_deal' });
      return new SelfDealError();
    }
    const territory = await partners.checkTerritory(tx, deal.partnerId, deal, now);
    if (!territory.isFree) {
      await end(tx, actor, deal, 'rejected', { reasonCode: 'territory_exclusive' });
      return new DealTerritoryError();
    }
    const nameKey = nameKeyOf({ name: deal.customerName, postcode: deal.postcode, country: deal.country });
    const holder = await repository.takeKeys(tx, deal.id, protectionKeys({ ...deal, nameKey }));
    if (holder !== null) {
      await end(tx, actor, deal, 'conflicted', { reasonCode: 'registered_before', againstDealId: holder });
      return new DealConflictError();
    }
    return null;
  }

  async function list(
    actor: PersonActor,
    filter: repository.DealFilter & { isOverdue?: boolean | undefined },
  ): Promise<Page<Deal>> {
    return await act(actor, async (tx) => {
      const { isOverdue, ...rest } = filter;
      const rows = await repository.listDeals(tx, { ...rest, ...(isOverdue ? { isOverdueAt: clock.now() } : {}) });
      const page = pageOf(rows, filter.limit, (row) => [row.submittedAt.toISOString(), row.id]);
      return { ...page, items: await named(tx, page.items) };
    });
  }

  async function named(tx: Tx, rows: repository.DealRow[]): Promise<Deal[]> {
    const names = await partners.namesOf(tx, [...new Set(rows.map(({ partnerId }) => partnerId))]);
    const now = clock.now();
    return rows.map((row) => ({
      ...row,
      partnerName: names.get(row.partnerId) ?? null,
      isOverdue: (row.state === 'submitted' || row.state === 'in_review') && row.reviewDueAt <= now,
    }));
  }

  async function get(actor: PersonActor, id: string): Promise<DealDetails> {
    return await act(actor, async (tx, acting) => {
      const row = await repository.findDeal(tx, id);
      if (!row) throw new DealNotFoundError();
      const [deal] = await named(tx, [row]);
      return {
        deal: deal!,
        decisions: await repository.listDecisions(tx, id),
        rules: await repository.readRules(tx, clock.now()),
        openTaxId: row.taxId === null ? null : keyring.system().openText(contextOf(id), row.taxId),
        isOffice: isOfOffice(acting),
      };
    });
  }

  async function lock(tx: Tx, id: string, from: readonly repository.DealState[]): Promise<repository.DealRow> {
    const deal = await repository.findDeal(tx, id, true);
    if (!deal) throw new DealNotFoundError();
    if (!from.includes(deal.state)) throw new DealWayError();
    return deal;
  }

  async function startReview(actor: PersonActor, id: string): Promise<DealDetails> {
    await act(actor, async (tx, acting) => {
      ensureMay(mayDecideDeals(acting));
      await end(tx, actor, await lock(tx, id, ['submitted']), 'in_review', {});
    });
    return await get(actor, id);
  }

  /** Gives protection, and opens the opportunity in the pipeline of registered deals, with the customer when there is none yet. */
  async function approve(actor: PersonActor, id: string, reason: string | null): Promise<DealDetails> {
    await act(actor, async (tx, acting) => {
      ensureMay(mayDecideDeals(acting));
      let deal = await lock(tx, id, ['submitted', 'in_review']);
      if (deal.state === 'submitted') {
        await end(tx, actor, deal, 'in_review', {});
        deal = { ...deal, state: 'in_review' };
      }
      const now = clock.now();
      const rules = await repository.readRules(tx, now);
      const customerId = deal.customerId ?? (await createCustomer(tx, actor, deal));
      const pipeline = await findPipelineByCode(tx, 'deals');
      const opportunity = await parts.opportunities().createIn(tx, actor, {
        pipelineId: pipeline!.id,
        name: deal.customerName,
        customerId,
        value: { minor: deal.valueMinor, currency: deal.currency },
        productLine: deal.productLine,
        expectedClose: deal.expectedClose ?? undefined,
        ownerId: deal.submittedBy ?? undefined,
        partnerId: deal.partnerId,
        dealId: deal.id,
        source: 'deal',
        sourceId: deal.id,
      });
      await repository.changeDeal(tx, id, {
        protectedFrom: now,
        protectedUntil: new Date(now.getTime() + rules.protectionDays * day),
        customerId,
        opportunityId: opportunity.id,
        ruleVersion: rules.version,
      });
      await end(tx, actor, { ...deal, ruleVersion: rules.version }, 'approved', { reason });
    });
    return await get(actor, id);
  }

  async function createCustomer(tx: Tx, actor: Actor, deal: repository.DealRow): Promise<string> {
    const taxId = deal.taxId === null ? null : keyring.system().openText(contextOf(deal.id), deal.taxId);
    const { customerName: name, country, region, postcode, segment, domain, partnerId } = deal;
    return await parts.customers.createIn(
      tx,
      actor,
      { name, country, region, postcode, segment, domain, taxId },
      partnerId,
    );
  }

  async function reject(
    actor: PersonActor,
    id: string,
    input: { reasonCode: string; reason: string },
  ): Promise<DealDetails> {
    await act(actor, async (tx, acting) => {
      ensureMay(mayDecideDeals(acting));
      await end(tx, actor, await lock(tx, id, ['submitted', 'in_review']), 'rejected', input);
    });
    return await get(actor, id);
  }

  async function withdraw(actor: PersonActor, id: string, reason: string): Promise<DealDetails> {
    await act(actor, async (tx, acting) => {
      ensureMay(mayWork(acting));
      const deal = await lock(tx, id, ['submitted', 'in_review', 'approved']);
      await end(tx, actor, deal, 'withdrawn', { reasonCode: 'withdrawn', reason });
    });
    return await get(actor, id);
  }

  /** @throws NoExtensionLeftError */
  async function extend(actor: PersonActor, id: string, reason: string): Promise<DealDetails> {
    await act(actor, async (tx, acting) => {
      ensureMay(mayDecideDeals(acting));
      const now = clock.now();
      await repository.expire(tx, now);
      const deal = await lock(tx, id, ['approved']);
      const rules = await repository.readRules(tx, now);
      if (deal.extensions >= rules.maxExtensions) throw new NoExtensionLeftError();
      const protectedUntil = new Date(deal.protectedUntil!.getTime() + rules.extensionDays * day);
      await repository.changeDeal(tx, id, { protectedUntil, extensions: deal.extensions + 1 });
      await decide(tx, actor, { ...deal, ruleVersion: rules.version }, 'approved', { reasonCode: 'extended', reason });
      const objects = [{ kind: 'deal', id }];
      await audit.record(tx, { actor, action: 'deal.extended', outcome: 'success', objects });
    });
    return await get(actor, id);
  }

  /** The end of the opportunity is the end of the registration that it came from. */
  async function onOpportunityClosed(
    tx: Tx,
    actor: Actor,
    opportunity: OpportunityRow,
    outcome: 'won' | 'lost',
  ): Promise<void> {
    if (opportunity.dealId === null) return;
    const deal = await repository.findDeal(tx, opportunity.dealId, true);
    if (deal?.state !== 'approved') return;
    await end(tx, actor, deal, outcome, { reason: opportunity.lostReason });
  }

  type Reason = { reasonCode?: string; reason?: string | null; againstDealId?: string };

  /** A step of the way: state, decision and audit entry in one. */
  async function end(
    tx: Tx,
    actor: Actor,
    deal: repository.DealRow,
    state: repository.DealState,
    why: Reason,
  ): Promise<void> {
    await repository.changeDeal(tx, deal.id, { state });
    await decide(tx, actor, deal, state, why);
  }

  async function decide(
    tx: Tx,
    actor: Actor,
    deal: repository.DealRow,
    state: repository.DealState,
    why: Reason,
  ): Promise<void> {
    const now = clock.now();
    await repository.insertDecision(tx, {
      id: newId(now.getTime()),
      dealId: deal.id,
      partnerId: deal.partnerId,
      state,
      reasonCode: why.reasonCode ?? null,
      reason: why.reason ?? null,
      ruleVersion: deal.ruleVersion,
      againstDealId: why.againstDealId ?? null,
      decidedBy: actor.kind === 'person' ? actor.personId : null,
      decidedAt: now,
    });
    if (why.reasonCode === 'extended') return;
    await audit.record(tx, {
      actor,
      action: state === 'submitted' ? 'deal.submitted' : 'deal.decided',
      outcome: state === 'rejected' || state === 'conflicted' ? 'denied' : 'success',
      objects: [{ kind: 'deal', id: deal.id }],
      details: { state, ruleVersion: deal.ruleVersion, ...(why.reasonCode ? { reasonCode: why.reasonCode } : {}) },
    });
  }

  /** For the clock: what ran out shows as expired. @returns how many */
  async function expireDue(): Promise<number> {
    const { job } = systemActor('crm.expire-deals') as { job: string };
    return await database.withWorker(job, (tx: Tx) => repository.expire(tx, clock.now()));
  }

  return { submit, list, get, startReview, approve, reject, withdraw, extend, onOpportunityClosed, expireDue };
}
