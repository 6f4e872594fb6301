import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { PipelineRow, StageChangeRow, StageRow } from './opportunities.tables.ts';

export async function listPipelines(tx: Tx): Promise<PipelineRow[]> {
  return (await sql<PipelineRow>`select * from pipelines where is_active order by position`.execute(tx)).rows;
}

export async function listStages(tx: Tx, pipelineId: string | null): Promise<StageRow[]> {
  const { rows } = await sql<StageRow>`
    select * from stages where (${pipelineId}::uuid is null or pipeline_id = ${pipelineId}::uuid) order by pipeline_id, position`.execute(
    tx,
  );
  return rows;
}

export async function findStage(tx: Tx, stageId: string): Promise<StageRow | null> {
  return (await sql<StageRow>`select * from stages where id = ${stageId}::uuid`.execute(tx)).rows[0] ?? null;
}

export async function findPipelineByCode(tx: Tx, code: string): Promise<PipelineRow | null> {
  return (await sql<PipelineRow>`select * from pipelines where code = ${code}`.execute(tx)).rows[0] ?? null;
}

export type NewOpportunityRow = {
  id: string;
  pipelineId: string;
  stageId: string;
  name: string;
  customerId: string | null;
  customerName: string;
  valueMinor: bigint;
  currency: string;
  probability: number;
  productLine: string | null;
  expectedClose: string | null;
  ownerId: string | null;
  partnerId: string | null;
  dealId: string | null;
  source: string;
  sourceId: string | null;
  lostReason: string | null;
  createdBy: string | null;
  at: Date;
};

/** A second opportunity from the same source violates `opportunities_source`. */
export async function insertOpportunity(tx: Tx, row: NewOpportunityRow): Promise<void> {
  await sql`
    insert into opportunities (id, pipeline_id, stage_id, name, customer_id, customer_name, value_minor, currency, probability, product_line, expected_close,
      owner_id, partner_id, deal_id, source, source_id, lost_reason, stage_since, created_by, created_at, updated_at)
    values (${row.id}, ${row.pipelineId}, ${row.stageId}, ${row.name}, ${row.customerId}, ${row.customerName}, ${row.valueMinor}, ${row.currency},
      ${row.probability}, ${row.productLine}, coalesce(${row.expectedClose}::date, 'infinity'), ${row.ownerId}, ${row.partnerId}, ${row.dealId},
      ${row.source}, ${row.sourceId}, ${row.lostReason}, ${row.at}, ${row.createdBy}, ${row.at}, ${row.at})`.execute(
    tx,
  );
}

export type OpportunityEdit = {
  name?: string | undefined;
  customerId?: string | null | undefined;
  customerName?: string | undefined;
  valueMinor?: bigint | undefined;
  currency?: string | undefined;
  probability?: number | undefined;
  productLine?: string | null | undefined;
  /** The text `infinity` for no day. */
  expectedClose?: string | undefined;
  ownerId?: string | null | undefined;
  partnerId?: string | null | undefined;
  stageId?: string | undefined;
  stageSince?: Date | undefined;
  lostReason?: string | null | undefined;
};

const columnNames: Readonly<Record<keyof OpportunityEdit, string>> = {
  name: 'name',
  customerId: 'customer_id',
  customerName: 'customer_name',
  valueMinor: 'value_minor',
  currency: 'currency',
  probability: 'probability',
  productLine: 'product_line',
  expectedClose: 'expected_close',
  ownerId: 'owner_id',
  partnerId: 'partner_id',
  stageId: 'stage_id',
  stageSince: 'stage_since',
  lostReason: 'lost_reason',
};

/** @returns false when the version is no longer the current one */
export async function updateOpportunity(
  tx: Tx,
  id: string,
  expectedVersion: number,
  edit: OpportunityEdit,
  at: Date,
): Promise<boolean> {
  const set = (Object.keys(columnNames) as (keyof OpportunityEdit)[])
    .filter((field) => edit[field] !== undefined)
    .map((field) => sql`${sql.ref(columnNames[field])} = ${edit[field]}`);
  const { numAffectedRows } = await sql`
    update opportunities set ${sql.join([...set, sql`version = version + 1`, sql`updated_at = ${at}`])}
    where id = ${id}::uuid and version = ${expectedVersion}`.execute(tx);
  return numAffectedRows === 1n;
}

export async function listStageChanges(tx: Tx, opportunityId: string): Promise<StageChangeRow[]> {
  const { rows } = await sql<StageChangeRow>`
    select from_stage_id, to_stage_id, changed_at, changed_by from stage_changes
    where opportunity_id = ${opportunityId}::uuid order by id`.execute(tx);
  return rows;
}
