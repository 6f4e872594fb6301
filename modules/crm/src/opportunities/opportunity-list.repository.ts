import type { Tx } from '@nexus/db';
import { type RawBuilder, sql } from 'kysely';
import { wordsQuery } from '../search-words.ts';
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

/** How far an order is walked in the hope that a filter lets enough rows through; a few milliseconds' worth. */
const walkedRows = 4000;

/**
 * One page by keyset: the order's index is walked from where the page before ended. Stage and outcome stand in that index. Of owner, partner and customer there
 * are few rows, found by an index of their own and sorted. Any other filter lets either much through, and then a short walk fills the page, or little, and then
 * what it lets through is looked up as a whole: neither passes over the pipeline row by row to find nothing.
 */
export async function listOpportunities(tx: Tx, filter: OpportunityFilter, options: ListOptions): Promise<ListedRow[]> {
  const order = orderOf(options);
  const all = conditionOf(filter);
  // Of a disk with a head, walking an index costs four times as much as reading on: the planner would sort everything to avoid it. Nobody has one any more.
  await sql`select set_config('random_page_cost', '1.1', true)`.execute(tx);
  if (hasFewRows(filter)) return await readPage(tx, options, narrowPage(order, all, options));
  const { pipelineId, stageId, outcome, ...others } = filter;
  const inOrder = conditionOf({ pipelineId, stageId, outcome });
  if (Object.values(others).every((value) => value === undefined))
    return await readPage(
      tx,
      options,
      sql`select id, ${order.column} as sort_key from opportunities where ${inOrder}${order.after}
          order by ${order.column} ${order.direction}, id ${order.direction} limit ${options.limit + 1}`,
    );
  const walked = sql`
    select id, sort_key from (
      select *, ${order.column} as sort_key from opportunities where ${inOrder}${order.after}
      order by ${order.column} ${order.direction}, id ${order.direction} limit ${walkedRows}
    ) walk where ${all} order by sort_key ${order.direction}, id ${order.direction} limit ${options.limit + 1}`;
  const rows = await readPage(tx, options, walked);
  return rows.length > options.limit ? rows : await readPage(tx, options, narrowPage(order, all, options));
}

type Order = { column: RawBuilder<unknown>; direction: RawBuilder<unknown>; after: RawBuilder<unknown> };

function orderOf({ sort, descending, after }: ListOptions): Order {
  const { column, type } = orders[sort];
  const direction = descending ? sql`desc` : sql`asc`;
  const comparison = descending ? sql`<` : sql`>`;
  if (after === undefined) return { column, direction, after: sql`` };
  return {
    column,
    direction,
    after: sql` and (${column}, id) ${comparison} (${after.key}::${type}, ${after.id}::uuid)`,
  };
}

function narrowPage(order: Order, condition: RawBuilder<unknown>, { limit }: ListOptions): RawBuilder<unknown> {
  return sql`
    with narrow as materialized (select id, ${order.column} as sort_key from opportunities where ${condition}${order.after})
    select * from narrow order by sort_key ${order.direction}, id ${order.direction} limit ${limit + 1}`;
}

async function readPage(tx: Tx, { descending }: ListOptions, page: RawBuilder<unknown>): Promise<ListedRow[]> {
  const direction = descending ? sql`desc` : sql`asc`;
  const { rows } = await sql<ListedRow>`
    select ${columns}, page.sort_key::text as sort_key
    from (${page}) page join opportunities o on o.id = page.id
    order by page.sort_key ${direction}, page.id ${direction}`.execute(tx);
  return rows;
}

function hasFewRows({ ownerId, partnerIds, customerId }: OpportunityFilter): boolean {
  return ownerId !== undefined || partnerIds !== undefined || customerId !== undefined;
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
  if (filter.text !== undefined) conditions.push(hasWords(filter.text));
  return sql.join(conditions, sql` and `);
}

function hasWords(text: string): RawBuilder<unknown> {
  const query = wordsQuery(text);
  return query === null ? sql`false` : sql`to_tsvector('simple', search_key) @@ to_tsquery('simple', ${query})`;
}

export type StageTotal = {
  stageId: string;
  currency: string;
  count: number;
  valueMinor: bigint;
  /** Values times their probability, in the smallest unit. */
  weightedMinor: bigint;
};

/**
 * The sums over each column of a board, one row a stage and currency. Of the whole pipeline they are kept by triggers; of one partner or owner they are
 * summed over that one's few rows.
 */
export async function readStageTotals(
  tx: Tx,
  filter: Pick<OpportunityFilter, 'pipelineId' | 'partnerIds' | 'ownerId'>,
): Promise<StageTotal[]> {
  const sums = sql`count(*) as number, sum(value_minor) as value_minor, sum(value_minor * probability) as weighted`;
  const source =
    filter.partnerIds === undefined && filter.ownerId === undefined
      ? sql`select stage_id, currency, number, value_minor, weighted from stage_totals where pipeline_id = ${filter.pipelineId}::uuid`
      : sql`select stage_id, currency, ${sums} from opportunities where ${conditionOf(filter)} group by stage_id, currency`;
  const { rows } = await sql<StageTotal>`
    select stage_id, currency, sum(number)::integer as count, sum(value_minor)::bigint as value_minor,
      div(sum(weighted) + 50, 100)::bigint as weighted_minor
    from (${source}) part group by stage_id, currency having sum(number) > 0`.execute(tx);
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
