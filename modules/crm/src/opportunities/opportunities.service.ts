import type { Tx } from '@nexus/db';
import { type Actor, type Money, newId, type Page, type PersonActor, pageOf, StaleVersionError } from '@nexus/kernel';
import {
  CustomerNotFoundError,
  LostReasonMissingError,
  OpportunityNotFoundError,
  PipelineNotFoundError,
  StageElsewhereError,
} from '../crm.errors.ts';
import { type ActAs, type Acting, type CrmDependencies, ensureMay } from '../crm.parts.ts';
import { isOfOffice, mayWork, ownerOfNew, partnersOf } from '../crm.policy.ts';
import * as customers from '../customers/customers.repository.ts';
import * as repository from './opportunities.repository.ts';
import type { OpportunityRow, PipelineRow, StageChangeRow, StageRow } from './opportunities.tables.ts';
import * as lists from './opportunity-list.repository.ts';

export type NewOpportunity = {
  pipelineId: string;
  stageId?: string | undefined;
  name: string;
  customerId?: string | undefined;
  value: Money;
  probability?: number | undefined;
  productLine?: string | undefined;
  expectedClose?: string | undefined;
  ownerId?: string | undefined;
  partnerId?: string | undefined;
};

export type OpportunityChange = {
  name?: string | undefined;
  customerId?: string | null | undefined;
  value?: Money | undefined;
  probability?: number | undefined;
  productLine?: string | null | undefined;
  expectedClose?: string | null | undefined;
  ownerId?: string | null | undefined;
};

export type Named<Row> = Row & { ownerName: string | null; partnerName: string | null };
export type Board = {
  pipeline: PipelineRow;
  stages: StageRow[];
  totals: lists.StageTotal[];
  cards: Named<OpportunityRow>[];
};

/** Told when an opportunity reaches an end, in the same transaction: a registration that it came from ends with it. */
export type OnClosed = (tx: Tx, actor: Actor, opportunity: OpportunityRow, outcome: 'won' | 'lost') => Promise<void>;

export type OpportunitiesService = ReturnType<typeof createOpportunitiesService>;

export function createOpportunitiesService(dependencies: CrmDependencies, act: ActAs, onClosed: OnClosed) {
  const { people, partners, audit, clock } = dependencies;

  async function listPipelines(actor: PersonActor): Promise<{ pipelines: PipelineRow[]; stages: StageRow[] }> {
    return await act(actor, async (tx) => ({
      pipelines: await repository.listPipelines(tx),
      stages: await repository.listStages(tx, null),
    }));
  }

  async function list(
    actor: PersonActor,
    filter: lists.OpportunityFilter,
    options: lists.ListOptions,
  ): Promise<Page<Named<lists.ListedRow>>> {
    const page = await act(actor, async (tx, acting) => {
      const rows = await lists.listOpportunities(tx, scoped(acting, filter), options);
      const { items, nextCursor } = pageOf(rows, options.limit, (row) => [row.sortKey, row.id]);
      return { nextCursor, items: await withPartners(tx, items) };
    });
    return { ...page, items: await withOwners(actor, page.items) };
  }

  /** The filter of a partner's person names the partner, so that its own index serves; the policy decides again. */
  function scoped<Filter extends Pick<lists.OpportunityFilter, 'partnerIds'>>(acting: Acting, filter: Filter): Filter {
    if (isOfOffice(acting)) return filter;
    const own = partnersOf(acting);
    const partnerIds = filter.partnerIds === undefined ? own : own.filter((id) => filter.partnerIds!.includes(id));
    return { ...filter, partnerIds };
  }

  async function board(
    actor: PersonActor,
    filter: { pipelineId: string; ownerId?: string | undefined; partnerIds?: readonly string[] | undefined },
    perStage: number,
  ): Promise<Board> {
    const board = await act(actor, async (tx, acting) => {
      const pipeline = (await repository.listPipelines(tx)).find(({ id }) => id === filter.pipelineId);
      if (!pipeline) throw new PipelineNotFoundError();
      const within = scoped(acting, filter);
      return {
        pipeline,
        stages: await repository.listStages(tx, pipeline.id),
        totals: await lists.readStageTotals(tx, within),
        cards: await withPartners(tx, await lists.readBoardCards(tx, within, perStage)),
      };
    });
    return { ...board, cards: await withOwners(actor, board.cards) };
  }

  async function withPartners<Row extends OpportunityRow>(
    tx: Tx,
    rows: Row[],
  ): Promise<(Row & { partnerName: string | null })[]> {
    const ids = [...new Set(rows.flatMap(({ partnerId }) => partnerId ?? []))];
    const names = ids.length === 0 ? new Map<string, string>() : await partners.namesOf(tx, ids);
    return rows.map((row) => ({
      ...row,
      partnerName: row.partnerId === null ? null : (names.get(row.partnerId) ?? null),
    }));
  }

  /**
   * Outside the transaction: names of people come by one of their own, and whoever holds a connection while waiting for a second stands still with everybody
   * else as soon as all are held.
   */
  async function withOwners<Row extends OpportunityRow>(
    actor: PersonActor,
    rows: Row[],
  ): Promise<(Row & { ownerName: string | null })[]> {
    const ids = [...new Set(rows.flatMap(({ ownerId }) => ownerId ?? []))];
    const names = ids.length === 0 ? new Map<string, string>() : await people.namesOf(actor, ids);
    return rows.map((row) => ({ ...row, ownerName: row.ownerId === null ? null : (names.get(row.ownerId) ?? null) }));
  }

  async function get(
    actor: PersonActor,
    id: string,
  ): Promise<{ opportunity: Named<OpportunityRow>; stages: StageRow[]; changes: StageChangeRow[] }> {
    const { rows, ...rest } = await act(actor, async (tx) => {
      const found = await find(tx, id);
      return {
        rows: await withPartners(tx, [found]),
        stages: await repository.listStages(tx, found.pipelineId),
        changes: await repository.listStageChanges(tx, id),
      };
    });
    const [opportunity] = await withOwners(actor, rows);
    return { opportunity: opportunity!, ...rest };
  }

  async function find(tx: Tx, id: string): Promise<OpportunityRow> {
    const row = await lists.findOpportunity(tx, id);
    if (!row) throw new OpportunityNotFoundError();
    return row;
  }

  async function create(actor: PersonActor, input: NewOpportunity): Promise<OpportunityRow> {
    return await act(actor, async (tx, acting) => {
      ensureMay(mayWork(acting));
      const partnerId = ownerOfNew(acting, input.partnerId);
      return await createIn(tx, actor, { ...input, partnerId, source: 'manual', sourceId: null, dealId: null });
    });
  }

  /** For other use cases, in their transaction. @param input.sourceId what it came from: a second time violates `opportunities_source` */
  async function createIn(
    tx: Tx,
    actor: Actor,
    input: Omit<NewOpportunity, 'partnerId'> & {
      partnerId: string | null;
      dealId: string | null;
      source: string;
      sourceId: string | null;
    },
  ): Promise<OpportunityRow> {
    const stages = await repository.listStages(tx, input.pipelineId);
    if (stages.length === 0) throw new PipelineNotFoundError();
    const stage = input.stageId === undefined ? stages[0]! : stages.find(({ id }) => id === input.stageId);
    if (!stage) throw new StageElsewhereError();
    if (stage.outcome === 'lost') throw new LostReasonMissingError();
    const now = clock.now();
    const id = newId(now.getTime());
    const personId = actor.kind === 'person' ? actor.personId : null;
    await repository.insertOpportunity(tx, {
      id,
      pipelineId: input.pipelineId,
      stageId: stage.id,
      name: input.name,
      customerId: input.customerId ?? null,
      customerName: input.customerId === undefined ? '' : await customerName(tx, input.customerId),
      valueMinor: input.value.minor,
      currency: input.value.currency,
      probability: input.probability ?? stage.probability,
      productLine: input.productLine ?? null,
      expectedClose: input.expectedClose ?? null,
      ownerId: input.ownerId ?? personId,
      partnerId: input.partnerId,
      dealId: input.dealId,
      source: input.source,
      sourceId: input.sourceId,
      lostReason: null,
      createdBy: personId,
      at: now,
    });
    await record(tx, actor, 'opportunity.created', id);
    return await find(tx, id);
  }

  async function customerName(tx: Tx, customerId: string): Promise<string> {
    const customer = await customers.findCustomer(tx, customerId);
    if (!customer) throw new CustomerNotFoundError();
    return customer.name;
  }

  async function update(
    actor: PersonActor,
    id: string,
    expectedVersion: number | null,
    change: OpportunityChange,
  ): Promise<OpportunityRow> {
    return await act(actor, async (tx, acting) => {
      ensureMay(mayWork(acting));
      const before = await find(tx, id);
      const { value, expectedClose, ...rest } = change;
      const edit: repository.OpportunityEdit = {
        ...rest,
        ...(value ? { valueMinor: value.minor, currency: value.currency } : {}),
        ...(expectedClose === undefined ? {} : { expectedClose: expectedClose ?? 'infinity' }),
        ...(change.customerId ? { customerName: await customerName(tx, change.customerId) } : {}),
        ...(change.customerId === null ? { customerName: '' } : {}),
      };
      const version = expectedVersion ?? before.version;
      if (!(await repository.updateOpportunity(tx, id, version, edit, clock.now()))) throw stale();
      await record(tx, actor, 'opportunity.updated', id, { fields: Object.keys(edit) });
      return await find(tx, id);
    });
  }

  async function move(
    actor: PersonActor,
    id: string,
    input: { stageId: string; reason?: string | undefined; expectedVersion: number | null },
  ): Promise<OpportunityRow> {
    return await act(actor, async (tx, acting) => {
      ensureMay(mayWork(acting));
      return await moveIn(tx, actor, id, input);
    });
  }

  /** For other use cases, in their transaction. @throws StageElsewhereError, LostReasonMissingError, StaleVersionError */
  async function moveIn(
    tx: Tx,
    actor: Actor,
    id: string,
    input: { stageId: string; reason?: string | undefined; expectedVersion: number | null },
  ): Promise<OpportunityRow> {
    const before = await find(tx, id);
    const stage = await repository.findStage(tx, input.stageId);
    if (stage?.pipelineId !== before.pipelineId) throw new StageElsewhereError();
    if (stage.outcome === 'lost' && !input.reason) throw new LostReasonMissingError();
    if (stage.id === before.stageId) return before;
    const now = clock.now();
    const edit: repository.OpportunityEdit = {
      stageId: stage.id,
      stageSince: now,
      probability: stage.probability,
      lostReason: stage.outcome === 'lost' ? input.reason! : null,
    };
    const version = input.expectedVersion ?? before.version;
    if (!(await repository.updateOpportunity(tx, id, version, edit, now))) throw stale();
    await record(tx, actor, 'opportunity.moved', id, { from: before.stageId, to: stage.id });
    const after = await find(tx, id);
    if (stage.outcome !== 'open' && before.outcome === 'open') await onClosed(tx, actor, after, stage.outcome);
    return after;
  }

  async function record(
    tx: Tx,
    actor: Actor,
    action: string,
    id: string,
    details: Record<string, unknown> = {},
  ): Promise<void> {
    await audit.record(tx, { actor, action, outcome: 'success', objects: [{ kind: 'opportunity', id }], details });
  }

  /** Moves it to where its pipeline ends well; for other use cases, in their transaction. Nothing happens when it has ended already. */
  async function win(tx: Tx, actor: Actor, id: string): Promise<void> {
    const opportunity = await find(tx, id);
    if (opportunity.outcome !== 'open') return;
    const stages = await repository.listStages(tx, opportunity.pipelineId);
    const won = stages.find(({ outcome }) => outcome === 'won');
    if (won !== undefined) await moveIn(tx, actor, id, { stageId: won.id, expectedVersion: null });
  }

  return { win, listPipelines, list, board, get, create, createIn, update, move, moveIn };
}

function stale(): StaleVersionError {
  return new StaleVersionError(
    'Somebody else changed the opportunity in the meantime. Load it again, then repeat the change.',
  );
}
