import type { Tx } from '@nexus/db';
import { newId, type PersonActor } from '@nexus/kernel';
import {
  GrantNotFoundError,
  KindNotExclusiveError,
  PartnerNotFoundError,
  TerritoryNotFoundError,
} from '../partners.errors.ts';
import { type ActAs, ensureMay, ensureSees, type PartnersDependencies } from '../partners.parts.ts';
import { isOfOffice, maySteerPartners } from '../partners.policy.ts';
import * as partners from '../partners.repository.ts';
import type { TerritoryKind } from '../partners.tables.ts';
import { placeCode } from './place-path.ts';
import * as repository from './territories.repository.ts';

export type NewTerritory = {
  parentId: string | null;
  kind: TerritoryKind;
  code: string;
  nameEs: string;
  nameEn: string;
};

export type NewGrant = {
  partnerId: string;
  territoryId: string;
  productLine?: string | null | undefined;
  isExclusive: boolean;
  from?: Date | undefined;
  until?: Date | null | undefined;
  reason: string;
};

export type TerritoriesService = ReturnType<typeof createTerritoriesService>;

export function createTerritoriesService({ audit, clock }: PartnersDependencies, act: ActAs) {
  async function list(actor: PersonActor): Promise<repository.Territory[]> {
    return await act(actor, (tx) => repository.listTerritories(tx));
  }

  async function create(actor: PersonActor, input: NewTerritory): Promise<repository.Territory> {
    return await act(actor, async (tx, acting) => {
      ensureMay(maySteerPartners(acting));
      if (input.parentId !== null && !(await repository.findTerritory(tx, input.parentId)))
        throw new TerritoryNotFoundError();
      const now = clock.now();
      const code = `${input.kind === 'segment' ? '~' : ''}${placeCode(input.code)}`;
      const territory = await repository.insertTerritory(tx, {
        ...input,
        id: newId(now.getTime()),
        code,
        createdAt: now,
      });
      await record(tx as Tx, actor, 'territory.created', [{ kind: 'territory', id: territory.id }]);
      return territory;
    });
  }

  /** @throws TerritoryExclusiveError, KindNotExclusiveError */
  async function grant(actor: PersonActor, input: NewGrant): Promise<{ id: string }> {
    return await act(actor, async (tx, acting) => {
      ensureMay(maySteerPartners(acting));
      const partner = await partners.findPartner(tx, input.partnerId);
      if (!partner) throw new PartnerNotFoundError();
      if (!(await repository.findTerritory(tx, input.territoryId))) throw new TerritoryNotFoundError();
      const kind = await partners.findKind(tx, partner.kind);
      if (input.isExclusive && !kind?.grantsExclusiveTerritory) throw new KindNotExclusiveError();
      const now = clock.now();
      const id = newId(now.getTime());
      await repository.insertGrant(tx, {
        id,
        partnerId: input.partnerId,
        territoryId: input.territoryId,
        productLine: input.productLine ?? null,
        isExclusive: input.isExclusive,
        from: input.from ?? now,
        until: input.until ?? null,
        reason: input.reason,
        grantedBy: actor.personId,
        grantedAt: now,
        endedBy: null,
        endedReason: null,
      });
      const objects = [
        { kind: 'partner', id: input.partnerId },
        { kind: 'territory', id: input.territoryId },
      ];
      await record(tx as Tx, actor, 'territory.granted', objects, { isExclusive: input.isExclusive });
      return { id };
    });
  }

  async function endGrant(
    actor: PersonActor,
    id: string,
    input: { at?: Date | undefined; reason: string },
  ): Promise<void> {
    await act(actor, async (tx, acting) => {
      ensureMay(maySteerPartners(acting));
      const at = input.at ?? clock.now();
      const partnerId = await repository.endGrant(tx, id, { at, by: actor.personId, reason: input.reason });
      if (partnerId === null) throw new GrantNotFoundError();
      await record(tx as Tx, actor, 'territory.grant_ended', [{ kind: 'partner', id: partnerId }]);
    });
  }

  /** Lets one partner into a place that another holds alone; recorded before the grant that it makes possible. */
  async function waive(
    actor: PersonActor,
    grantId: string,
    input: { partnerId: string; reason: string },
  ): Promise<void> {
    await act(actor, async (tx, acting) => {
      ensureMay(maySteerPartners(acting));
      const grant = await repository.findGrant(tx, grantId);
      if (!grant?.isExclusive) throw new GrantNotFoundError();
      if (!(await partners.findPartner(tx, input.partnerId))) throw new PartnerNotFoundError();
      const now = clock.now();
      const row = { id: newId(now.getTime()), grantId, ...input, recordedBy: actor.personId, recordedAt: now };
      await repository.insertWaiver(tx, row);
      const objects = [
        { kind: 'partner', id: grant.partnerId },
        { kind: 'partner', id: input.partnerId },
      ];
      await record(tx as Tx, actor, 'territory.waived', objects);
    });
  }

  async function grantsOf(actor: PersonActor, partnerId: string): Promise<repository.NamedGrant[]> {
    return await act(actor, async (tx, acting) => {
      ensureSees(acting, partnerId);
      return await repository.listGrants(tx, { partnerId });
    });
  }

  async function allGrants(actor: PersonActor, territoryId: string | undefined): Promise<repository.NamedGrant[]> {
    return await act(actor, async (tx, acting) => {
      ensureMay(isOfOffice(acting));
      return await repository.listGrants(tx, territoryId === undefined ? {} : { territoryId });
    });
  }

  async function record(
    tx: Tx,
    actor: PersonActor,
    action: string,
    objects: { kind: string; id: string }[],
    details: Record<string, unknown> = {},
  ): Promise<void> {
    await audit.record(tx, { actor, action, outcome: 'success', objects, details });
  }

  return { list, create, grant, endGrant, waive, grantsOf, allGrants };
}
