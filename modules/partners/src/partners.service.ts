import type { Tx } from '@nexus/db';
import { InvalidInputError, newId, type Page, type PersonActor, pageOf, StaleVersionError } from '@nexus/kernel';
import * as agreements from './agreements/agreements.repository.ts';
import {
  AgreementsUnsignedError,
  PartnerNotFoundError,
  StatusNotReachableError,
  UnknownKindError,
} from './partners.errors.ts';
import { type ActAs, ensureMay, ensureSees, type PartnersDependencies, type PartnersTx } from './partners.parts.ts';
import { mayEditPartner, maySteerPartners } from './partners.policy.ts';
import * as repository from './partners.repository.ts';
import type { PartnerKindRow, PartnerRow, PartnerStatus, StatusChangeRow } from './partners.tables.ts';
import type { SealedFields } from './sealed-fields.ts';

export type PartnerChange = {
  name?: string | undefined;
  kind?: string | undefined;
  country?: string | undefined;
  companyDomain?: string | null | undefined;
  taxId?: string | null | undefined;
};

export type PartnerDetails = {
  partner: PartnerRow;
  kind: PartnerKindRow;
  /** Opened for whoever may see the partner at all. */
  taxId: string | null;
  statusChanges: StatusChangeRow[];
  unsigned: number;
};

const reachable: Readonly<Record<PartnerStatus, readonly PartnerStatus[]>> = {
  onboarding: ['active', 'ended'],
  active: ['suspended', 'ended'],
  suspended: ['active', 'ended'],
  ended: [],
};

export type PartnersService = ReturnType<typeof createPartnersService>;

export function createPartnersService(dependencies: PartnersDependencies, act: ActAs, sealed: SealedFields) {
  const { database, audit, clock } = dependencies;

  /** Public: whoever applies chooses among them. */
  async function listKinds(): Promise<PartnerKindRow[]> {
    return await database.withActor({ kind: 'anonymous' }, (tx: PartnersTx) => repository.listKinds(tx));
  }

  async function list(actor: PersonActor, filter: repository.PartnerFilter): Promise<Page<repository.PartnerListRow>> {
    return await act(actor, async (tx) =>
      pageOf(await repository.listPartners(tx, filter, clock.now()), filter.limit, (row) => [row.name, row.id]),
    );
  }

  async function find(tx: PartnersTx, partnerId: string): Promise<PartnerRow> {
    const partner = await repository.findPartner(tx, partnerId);
    if (!partner) throw new PartnerNotFoundError();
    return partner;
  }

  async function get(actor: PersonActor, partnerId: string): Promise<PartnerDetails> {
    return await act(actor, (tx) => detailsOf(tx, partnerId));
  }

  async function detailsOf(tx: PartnersTx, partnerId: string): Promise<PartnerDetails> {
    const partner = await find(tx, partnerId);
    return {
      partner,
      kind: (await repository.findKind(tx, partner.kind))!,
      taxId: partner.taxId === null ? null : sealed.partnerTaxId.open(partner.id, partner.taxId),
      statusChanges: await repository.listStatusChanges(tx, partnerId),
      unsigned: (await agreements.listUnsigned(tx, partnerId, clock.now())).length,
    };
  }

  /** @throws StaleVersionError, SelfReferralError, TaxIdTakenError, DecidedByNetworkError */
  async function update(
    actor: PersonActor,
    partnerId: string,
    expectedVersion: number | null,
    change: PartnerChange,
  ): Promise<PartnerDetails> {
    return await act(actor, async (tx, acting) => {
      ensureSees(acting, partnerId);
      ensureMay(mayEditPartner(acting, partnerId));
      const before = await find(tx, partnerId);
      if (change.kind !== undefined && !(await repository.findKind(tx, change.kind))) throw new UnknownKindError();
      const { taxId, ...plain } = change;
      const country = change.country ?? before.country;
      const columns = {
        ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
        ...taxIdColumns(partnerId, country, taxId),
      };
      const version = expectedVersion ?? before.version;
      if (!(await repository.updatePartner(tx, partnerId, version, columns))) throw stale();
      await audit.record(tx as Tx, {
        actor,
        action: 'partner.updated',
        outcome: 'success',
        objects: [{ kind: 'partner', id: partnerId }],
        details: { fields: Object.keys(columns) },
      });
      return await detailsOf(tx, partnerId);
    });
  }

  function taxIdColumns(partnerId: string, country: string, taxId: string | null | undefined) {
    if (taxId === undefined) return {};
    if (taxId === null) return { taxId: null, taxIdFingerprint: null };
    return {
      taxId: sealed.partnerTaxId.seal(partnerId, taxId),
      taxIdFingerprint: sealed.taxIdFingerprint(country, taxId),
    };
  }

  /** @throws StatusNotReachableError, AgreementsUnsignedError */
  async function changeStatus(
    actor: PersonActor,
    partnerId: string,
    status: PartnerStatus,
    reason: string | null,
  ): Promise<PartnerDetails> {
    return await act(actor, async (tx, acting) => {
      ensureSees(acting, partnerId);
      ensureMay(maySteerPartners(acting));
      const partner = await find(tx, partnerId);
      if (!reachable[partner.status].includes(status)) throw new StatusNotReachableError();
      if (status !== 'active' && !reason)
        throw new InvalidInputError('Say why.', [{ path: 'reason', message: 'required' }]);
      const now = clock.now();
      if (status === 'active' && (await agreements.listUnsigned(tx, partnerId, now)).length > 0)
        throw new AgreementsUnsignedError();
      if (!(await repository.updatePartner(tx, partnerId, partner.version, { status }))) throw stale();
      await repository.insertStatusChange(tx, {
        id: newId(now.getTime()),
        partnerId,
        status,
        since: now,
        reason,
        changedBy: actor.personId,
      });
      await audit.record(tx as Tx, {
        actor,
        action: 'partner.status_changed',
        outcome: 'success',
        objects: [{ kind: 'partner', id: partnerId }],
        details: { from: partner.status, to: status },
      });
      return await detailsOf(tx, partnerId);
    });
  }

  return { listKinds, list, get, update, changeStatus };
}

function stale(): StaleVersionError {
  return new StaleVersionError(
    'Somebody else changed the partner in the meantime. Load it again, then repeat the change.',
  );
}
