import type { Tx } from '@nexus/db';
import { type RawBuilder, sql } from 'kysely';
import type { OpportunityRow, Outcome } from './opportunities.tables.ts';

export const sortKeys = [
  'updated',
  'created',
  'name',
  'customer',
  'value',
  'probability',
  'close',
  'stage_since',
] as const;
export type SortKey = (typeof sortKeys)[number];

export type OpportunityFilter = {
  pipelineId: string;
  stageId?: string | undefined;
  outcome?: Outcome | undefined;
  ownerId?: string | undefined;
  /** Partners whose opportunities count; undefined is all that the reader may see. */
  partnerIds?: readonly string[] | undefined;
  customerId?: string | undefined;
  productLine?: string | undefined;
  valueFrom?: bigint | undefined;
  valueTo?: bigint | undefined;
  currency?: string | undefined;
  closeFrom?: string | undefined;
  closeTo?: string | undefined;
  text?: string | undefined;
};

export type Cursor = { key: string; id: string };
export type ListOptions = { sort: SortKey; descending: boolean; after?: Cursor | undefined; limit: number };

export type ListedRow = OpportunityRow & { sortKey: string };

/** Each is the second column of an index of its own, after the pipeline. */
const orders: Readonly<Record<SortKey, { column: RawBuilder<unknown>; type: RawBuilder<unknown> }>> = {
  updated: { column: sql`updated_at`, type: sql`timestamptz` },
  created: { column: sql`created_at`, type: sql`timestamptz` },
  name: { column: sql`lower(name) collate "C"`, type: sql`text` },
  customer: { column: sql`lower(customer_name) collate "C"`, type: sql`text` },
  value: { column: sql`value_minor`, type: sql`bigint` },
  probability: { column: sql`probability`, type: sql`integer` },
  close: { column: sql`expected_close`, type: sql`date` },
  stage_since: { column: sql`stage_since`, type: sql`timestamptz` },
};

const columns = sql`
  o.id, o.pipeline_id, o.stage_id, o.outcome, o.name, o.customer_id, o.customer_name, o.value_minor, o.currency, o.probability, o.product_line,
  nullif(o.expected_close, 'infinity') as expected_close, o.owner_id, o.partner_id, o.deal_id, o.source, o.lost_reason, o.stage_since, o.closed_at,
  o.version, o.created_at, o.updated_at`;

/**
 * One page by keyset: the order's index is walked from where the page before ended. Where a filter leaves few rows, those are found first by their own
 * index and sorted, because walking an order to find them could pass over the whole pipeline.
 */
export async function listOpportunities(tx: Tx, filter: OpportunityFilter, options: ListOptions): Promise<ListedRow[]> {
  const { column, type } = orders[options.sort];
  const direction = options.descending ? sql`desc` : sql`asc`;
  const comparison = options.descending ? sql`<` : sql`>`;
  const after = options.after
    ? sql` and (${column}, id) ${comparison} (${options.after.key}::${type}, ${options.after.id}::uuid)`
    : sql``;
  const found = sql`
    select id, ${column} as sort_key from opportunities where ${conditionOf(filter)}${after}`;
  const isNarrow = hasNarrowFilter(filter);
  const page = isNarrow
    ? sql`with narrow as materialized (${found}) select * from narrow order by sort_key ${direction}, id ${direction} limit ${options.limit + 1}`
    : sql`${found} order by ${column} ${direction}, id ${direction} limit ${options.limit + 1}`;
  const { rows } = await sql<ListedRow>`
    select ${columns}, page.sort_key::text as sort_key
    from (${page}) page join opportunities o on o.id = page.id
    order by page.sort_key ${direction}, page.id ${direction}`.execute(tx);
  return rows;
}

function conditionOf(filter: OpportunityFilter): RawBuilder<unknown> {
  const conditions = [sql`pipeline_id = ${filter.pipelineId}::uuid`];
  if (filter.stageId !== undefined) conditions.push(sql`stage_id = ${filter.stageId}::uuid`);
  if (filter.outcome !== undefined) conditions.push(sql`outcome = ${filter.outcome}`);
  if (filter.ownerId !== undefined) conditions.push(sql`owner_id = ${filter.ownerId}::uuid`);
  if (filter.partnerIds !== undefined) conditions.push(sql`partner_id = any (${[...filter.partnerIds]}::uuid[])`);
  if (filter.customerId !== undefined) conditions.push(sql`customer_id = ${filter.customerId}::uuid`);
  if (filter.productLine !== undefined) conditions.push(sql`product_line = ${filter.productLine}`);
  if (filter.valueFrom !== undefined) conditions.push(sql`value_minor >= ${filter.valueFrom}`);
  if (filter.valueTo !== undefined) conditions.push(sql`value_minor <= ${filter.valueTo}`);
  if (filter.currency !== undefined) conditions.push(sql`currency = ${filter.currency}`);
  if (filter.closeFrom !== undefined) conditions.push(sql`expected_close >= ${filter.closeFrom}::date`);
  if (filter.closeTo !== undefined) conditions.push(sql`expected_close <= ${filter.closeTo}::date`);
  if (filter.text !== undefined) conditions.push(sql`search_key like ${`%${escapeLike(filter.text.toLowerCase())}%`}`);
  return sql.join(conditions, sql` and `);
}

/** Pipeline, stage and outcome are in every order's index; everything else is looked up first. */
function hasNarrowFilter({ pipelineId: _, stageId: __, outcome: ___, ...others }: OpportunityFilter): boolean {
  return Object.values(others).some((value) => value !== undefined);
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (mark) => `\\${mark}`);
}

export type StageTotal = {
  stageId: string;
  currency: string;
  count: number;
  valueMinor: bigint;
  /** Values times their probability, in the smallest unit. */
  weightedMinor: bigint;
};

/** The sums over each column of a board, one row a stage and currency. */
export async function readStageTotals(
  tx: Tx,
  filter: Pick<OpportunityFilter, 'pipelineId' | 'partnerIds' | 'ownerId'>,
): Promise<StageTotal[]> {
  const { rows } = await sql<StageTotal>`
    select stage_id, currency, count(*)::integer as count, sum(value_minor)::bigint as value_minor,
      div(sum(value_minor * probability) + 50, 100)::bigint as weighted_minor
    from opportunities where ${conditionOf(filter)}
    group by stage_id, currency`.execute(tx);
  return rows;
}

/** The first cards of every column of a board in one statement, lately changed first. */
export async function readBoardCards(
  tx: Tx,
  filter: Pick<OpportunityFilter, 'pipelineId' | 'partnerIds' | 'ownerId'>,
  perStage: number,
): Promise<OpportunityRow[]> {
  const more = [
    ...(filter.partnerIds === undefined ? [] : [sql` and c.partner_id = any (${[...filter.partnerIds]}::uuid[])`]),
    ...(filter.ownerId === undefined ? [] : [sql` and c.owner_id = ${filter.ownerId}::uuid`]),
  ];
  const { rows } = await sql<OpportunityRow>`
    select ${columns} from stages s
    cross join lateral (
      select c.id from opportunities c where c.stage_id = s.id${sql.join(more, sql``)} order by c.updated_at desc, c.id limit ${perStage}
    ) card join opportunities o on o.id = card.id
    where s.pipeline_id = ${filter.pipelineId}::uuid
    order by s.position, o.updated_at desc, o.id`.execute(tx);
  return rows;
}

export async function findOpportunity(tx: Tx, id: string): Promise<OpportunityRow | null> {
  const { rows } = await sql<OpportunityRow>`select ${columns} from opportunities o where o.id = ${id}::uuid`.execute(
    tx,
  );
  return rows[0] ?? null;
}
