import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import { wordsQuery } from '../search-words.ts';

export type CustomerRow = {
  id: string;
  name: string;
  domain: string | null;
  taxId: Buffer | null;
  taxIdFingerprint: Buffer | null;
  country: string;
  region: string | null;
  city: string | null;
  postcode: string | null;
  segment: string | null;
  phone: string | null;
  website: string | null;
  nameKey: string;
  searchKey: string;
  partnerId: string | null;
  ownerId: string | null;
  mergedInto: string | null;
  version: number;
  createdBy: string | null;
  createdAt: Date;
  updatedAt: Date;
};

export async function insertCustomer(
  tx: Tx,
  row: Omit<CustomerRow, 'mergedInto' | 'version' | 'updatedAt'>,
): Promise<void> {
  await sql`
    insert into customers (id, name, domain, tax_id, tax_id_fingerprint, country, region, city, postcode, segment, phone, website, name_key, search_key,
      partner_id, owner_id, created_by, created_at, updated_at)
    values (${row.id}, ${row.name}, ${row.domain}, ${row.taxId}, ${row.taxIdFingerprint}, ${row.country}, ${row.region}, ${row.city}, ${row.postcode},
      ${row.segment}, ${row.phone}, ${row.website}, ${row.nameKey}, ${row.searchKey}, ${row.partnerId}, ${row.ownerId}, ${row.createdBy},
      ${row.createdAt}, ${row.createdAt})`.execute(tx);
}

export async function findCustomer(tx: Tx, id: string, forUpdate = false): Promise<CustomerRow | null> {
  const { rows } = await sql<CustomerRow>`
    select * from customers where id = ${id}::uuid ${forUpdate ? sql`for update` : sql``}`.execute(tx);
  return rows[0] ?? null;
}

export async function updateCustomer(
  tx: Tx,
  expectedVersion: number,
  row: Omit<CustomerRow, 'mergedInto' | 'version' | 'createdBy' | 'createdAt' | 'partnerId'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update customers set name = ${row.name}, domain = ${row.domain}, tax_id = ${row.taxId}, tax_id_fingerprint = ${row.taxIdFingerprint},
      country = ${row.country}, region = ${row.region}, city = ${row.city}, postcode = ${row.postcode}, segment = ${row.segment}, phone = ${row.phone},
      website = ${row.website}, name_key = ${row.nameKey}, search_key = ${row.searchKey}, owner_id = ${row.ownerId}, version = version + 1,
      updated_at = ${row.updatedAt}
    where id = ${row.id}::uuid and version = ${expectedVersion} and merged_into is null`.execute(tx);
  return numAffectedRows === 1n;
}

export type CustomerFilter = {
  text?: string | undefined;
  partnerId?: string | undefined;
  after?: { searchKey: string; id: string } | undefined;
  limit: number;
};

/** By name. */
export async function listCustomers(tx: Tx, filter: CustomerFilter): Promise<CustomerRow[]> {
  const conditions = [sql`merged_into is null`];
  if (filter.text) {
    const query = wordsQuery(filter.text);
    conditions.push(
      query === null ? sql`false` : sql`to_tsvector('simple', search_key) @@ to_tsquery('simple', ${query})`,
    );
  }
  if (filter.partnerId) conditions.push(sql`partner_id = ${filter.partnerId}::uuid`);
  if (filter.after) conditions.push(sql`(search_key, id) > (${filter.after.searchKey}, ${filter.after.id}::uuid)`);
  const { rows } = await sql<CustomerRow>`
    select * from customers where ${sql.join(conditions, sql` and `)} order by search_key, id limit ${filter.limit + 1}`.execute(
    tx,
  );
  return rows;
}

export type DuplicateRow = CustomerRow & { shared: ('tax_id' | 'domain' | 'name')[] };

/** Others that share a key with this customer, those that share more first. */
export async function listDuplicates(tx: Tx, customer: CustomerRow): Promise<DuplicateRow[]> {
  const { id, taxIdFingerprint, domain, nameKey } = customer;
  const { rows } = await sql<DuplicateRow>`
    select c.*, array_remove(array[
        case when c.tax_id_fingerprint = ${taxIdFingerprint}::bytea then 'tax_id' end,
        case when c.domain = ${domain}::text then 'domain' end,
        case when c.name_key = ${nameKey} then 'name' end], null) as shared
    from customers c
    where c.merged_into is null and c.id <> ${id}::uuid
      and (c.tax_id_fingerprint = ${taxIdFingerprint}::bytea or c.domain = ${domain}::text or c.name_key = ${nameKey})
    order by cardinality(array_remove(array[
        case when c.tax_id_fingerprint = ${taxIdFingerprint}::bytea then 1 end,
        case when c.domain = ${domain}::text then 1 end,
        case when c.name_key = ${nameKey} then 1 end], null)) desc, c.created_at, c.id limit 20`.execute(tx);
  return rows;
}

/** Any customer with one of these keys, whoever's it is: its id alone. */
export async function findIdByKeys(
  tx: Tx,
  keys: { taxIdFingerprint: Buffer | null; domain: string | null; nameKey: string },
): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    select customer_by_keys(${keys.taxIdFingerprint}::bytea, ${keys.domain}::text, ${keys.nameKey}) as id`.execute(tx);
  return rows[0]!.id;
}

/** Puts everything of one customer under another. What the kept one does not know it takes over. */
export async function mergeInto(tx: Tx, keptId: string, mergedId: string, at: Date): Promise<void> {
  for (const table of ['contacts', 'opportunities', 'activities', 'crm_documents', 'deals'] as const)
    await sql`update ${sql.table(table)} set customer_id = ${keptId}::uuid where customer_id = ${mergedId}::uuid`.execute(
      tx,
    );
  await sql`update opportunities set customer_name = (select name from customers where id = ${keptId}::uuid) where customer_id = ${keptId}::uuid`.execute(
    tx,
  );
  await sql`update customers set merged_into = ${keptId}::uuid, version = version + 1, updated_at = ${at} where id = ${mergedId}::uuid`.execute(
    tx,
  );
}

export async function insertMerge(
  tx: Tx,
  row: { id: string; keptId: string; mergedId: string; reason: string; mergedBy: string; mergedAt: Date },
): Promise<void> {
  await sql`
    insert into customer_merges (id, kept_id, merged_id, reason, merged_by, merged_at)
    values (${row.id}, ${row.keptId}, ${row.mergedId}, ${row.reason}, ${row.mergedBy}, ${row.mergedAt})`.execute(tx);
}

export type ContactRow = {
  id: string;
  customerId: string;
  name: string;
  email: string | null;
  phone: string | null;
  position: string | null;
  language: 'es' | 'en' | null;
  isDecisionMaker: boolean;
  partnerId: string | null;
  version: number;
  createdBy: string | null;
  createdAt: Date;
};

export async function insertContact(tx: Tx, row: ContactRow): Promise<void> {
  await sql`
    insert into contacts (id, customer_id, name, email, phone, position, language, is_decision_maker, partner_id, created_by, created_at, updated_at)
    values (${row.id}, ${row.customerId}, ${row.name}, ${row.email}, ${row.phone}, ${row.position}, ${row.language}, ${row.isDecisionMaker},
      ${row.partnerId}, ${row.createdBy}, ${row.createdAt}, ${row.createdAt})`.execute(tx);
}

export async function listContacts(tx: Tx, customerId: string): Promise<ContactRow[]> {
  const { rows } = await sql<ContactRow>`
    select * from contacts where customer_id = ${customerId}::uuid order by lower(name), id limit 500`.execute(tx);
  return rows;
}

export async function findContact(tx: Tx, id: string): Promise<ContactRow | null> {
  return (await sql<ContactRow>`select * from contacts where id = ${id}::uuid`.execute(tx)).rows[0] ?? null;
}

export async function updateContact(tx: Tx, expectedVersion: number, row: ContactRow, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update contacts set name = ${row.name}, email = ${row.email}, phone = ${row.phone}, position = ${row.position}, language = ${row.language},
      is_decision_maker = ${row.isDecisionMaker}, version = version + 1, updated_at = ${at}
    where id = ${row.id}::uuid and version = ${expectedVersion}`.execute(tx);
  return numAffectedRows === 1n;
}
