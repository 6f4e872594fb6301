import type { Tx } from '@nexus/db';
import { type RawBuilder, sql } from 'kysely';
import type { ContactImport, CustomerImport, ImportKind, OpportunityImport } from './import-fields.ts';

type Written<Row> = Row & { id: string; hash: string; line: number };
export type WrittenCustomer = Written<CustomerImport> & { sealedTaxId: string | null; fingerprint: string | null };
export type WrittenContact = Written<ContactImport>;
export type WrittenOpportunity = Written<OpportunityImport>;

/** Where the rows of a batch stand: to be made, changed, or the same as they are. */
export type Outcome = { created: number; updated: number; unchanged: number };

const tables: Record<ImportKind, string> = {
  customers: 'customers',
  contacts: 'contacts',
  opportunities: 'opportunities',
};

/** What a run would do, without doing it. */
export async function compare(
  tx: Tx,
  kind: ImportKind,
  rows: readonly { externalId: string; hash: string }[],
): Promise<Outcome> {
  const { rows: found } = await sql<Outcome>`
    select count(*) filter (where t.id is null)::integer as created,
      count(*) filter (where t.id is not null and t.content_hash is distinct from decode(g.hash, 'hex'))::integer as updated,
      count(*) filter (where t.content_hash = decode(g.hash, 'hex'))::integer as unchanged
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g ("externalId" text, hash text)
    left join ${sql.table(tables[kind])} t on t.external_id = g."externalId"`.execute(tx);
  return found[0]!;
}

/** External ids among these that name no customer. */
export async function unknownCustomers(tx: Tx, externalIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select g.id from unnest(${[...externalIds]}::text[]) as g (id)
    where not exists (select from customers c where c.external_id = g.id)`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** Stages by "pipeline stage"; the first of each pipeline also by "pipeline ". */
export async function stageIds(tx: Tx): Promise<Map<string, { outcome: string }>> {
  const { rows } = await sql<{ key: string; outcome: string }>`
    select p.code || ' ' || s.code as key, s.outcome from stages s join pipelines p on p.id = s.pipeline_id
    union all select p.code || ' ', 'open' from pipelines p`.execute(tx);
  return new Map(rows.map(({ key, outcome }) => [key, { outcome }]));
}

export async function upsertCustomers(
  tx: Tx,
  rows: readonly WrittenCustomer[],
  more: { partnerId: string | null; createdBy: string | null; at: Date },
): Promise<Outcome> {
  return await upsert(
    tx,
    rows.length,
    sql`
    insert into customers as t (id, external_id, content_hash, name, country, region, city, postcode, segment, phone, website, domain, tax_id,
      tax_id_fingerprint, name_key, search_key, partner_id, created_by, created_at, updated_at)
    select g.id, g."externalId", decode(g.hash, 'hex'), g.name, g.country, g.region, g.city, g.postcode, g.segment, g.phone, g.website, g.domain,
      decode(g."sealedTaxId", 'base64'), decode(g.fingerprint, 'hex'), g."nameKey", lower(g.name), ${more.partnerId}::uuid, ${more.createdBy}::uuid,
      ${more.at}::timestamptz, ${more.at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (id uuid, "externalId" text, hash text, name text, country text, region text,
      city text, postcode text, segment text, phone text, website text, domain text, "sealedTaxId" text, fingerprint text, "nameKey" text)
    on conflict (external_id) where external_id is not null do update set content_hash = excluded.content_hash, name = excluded.name,
      country = excluded.country, region = excluded.region, city = excluded.city, postcode = excluded.postcode, segment = excluded.segment,
      phone = excluded.phone, website = excluded.website, domain = excluded.domain, name_key = excluded.name_key, search_key = excluded.search_key,
      version = t.version + 1, updated_at = excluded.updated_at
    where t.content_hash is distinct from excluded.content_hash
    returning (xmax = 0) as is_new`,
  );
}

export async function upsertContacts(
  tx: Tx,
  rows: readonly WrittenContact[],
  more: { partnerId: string | null; createdBy: string | null; at: Date },
): Promise<Outcome> {
  return await upsert(
    tx,
    rows.length,
    sql`
    insert into contacts as t (id, external_id, content_hash, customer_id, name, email, phone, position, language, partner_id, created_by, created_at,
      updated_at)
    select g.id, g."externalId", decode(g.hash, 'hex'), coalesce(c.merged_into, c.id), g.name, g.email, g.phone, g.position, g.language,
      c.partner_id, ${more.createdBy}::uuid, ${more.at}::timestamptz, ${more.at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (id uuid, "externalId" text, hash text, "customerExternalId" text, name text,
      email text, phone text, position text, language text)
    join customers c on c.external_id = g."customerExternalId"
    on conflict (external_id) where external_id is not null do update set content_hash = excluded.content_hash, customer_id = excluded.customer_id,
      name = excluded.name, email = excluded.email, phone = excluded.phone, position = excluded.position, language = excluded.language,
      version = t.version + 1, updated_at = excluded.updated_at
    where t.content_hash is distinct from excluded.content_hash
    returning (xmax = 0) as is_new`,
  );
}

/** Stage and history of what is there already stay as people moved it: a file says where an opportunity begins. */
export async function upsertOpportunities(
  tx: Tx,
  rows: readonly WrittenOpportunity[],
  more: { partnerId: string | null; createdBy: string | null; at: Date },
): Promise<Outcome> {
  return await upsert(
    tx,
    rows.length,
    sql`
    insert into opportunities as t (id, external_id, content_hash, pipeline_id, stage_id, name, customer_id, customer_name, value_minor, currency,
      probability, product_line, expected_close, partner_id, source, lost_reason, stage_since, created_by, created_at, updated_at)
    select g.id, g."externalId", decode(g.hash, 'hex'), p.id, s.id, g.name, coalesce(c.merged_into, c.id), coalesce(c.name, ''), g."valueMinor",
      g.currency, coalesce(g.probability, s.probability), g."productLine", coalesce(g."expectedClose", 'infinity'), ${more.partnerId}::uuid, 'import',
      case when s.outcome = 'lost' then 'import' end, ${more.at}::timestamptz, ${more.createdBy}::uuid, ${more.at}::timestamptz, ${more.at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (id uuid, "externalId" text, hash text, pipeline text, stage text, name text,
      "customerExternalId" text, "valueMinor" bigint, currency text, probability integer, "productLine" text, "expectedClose" date)
    join pipelines p on p.code = g.pipeline
    join stages s on s.pipeline_id = p.id and case when g.stage is null then s.position = (select min(position) from stages where pipeline_id = p.id)
      else s.code = g.stage end
    left join customers c on c.external_id = g."customerExternalId"
    on conflict (external_id) where external_id is not null do update set content_hash = excluded.content_hash, name = excluded.name,
      customer_id = excluded.customer_id, customer_name = excluded.customer_name, value_minor = excluded.value_minor, currency = excluded.currency,
      product_line = excluded.product_line, expected_close = excluded.expected_close, version = t.version + 1, updated_at = excluded.updated_at
    where t.content_hash is distinct from excluded.content_hash
    returning (xmax = 0) as is_new`,
  );
}

async function upsert(tx: Tx, given: number, statement: RawBuilder<unknown>): Promise<Outcome> {
  const { rows } = await sql<{ isNew: boolean }>`${statement}`.execute(tx);
  const created = rows.filter(({ isNew }) => isNew).length;
  return { created, updated: rows.length - created, unchanged: given - rows.length };
}
