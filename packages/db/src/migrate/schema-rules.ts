import type { ClientBase } from 'pg';
import { MigrationError } from '../startup-errors.ts';

type Relation = { name: string; kind: 'r' | 'p' | 'v'; hasKey: boolean; hasRowSecurity: boolean; isInvokers: boolean };

const relationsQuery = `
  select c.relname as "name", c.relkind as "kind",
    exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary) as "hasKey",
    c.relrowsecurity or c.relispartition as "hasRowSecurity",
    coalesce('security_invoker=true' = any(c.reloptions) or 'security_invoker=on' = any(c.reloptions), false) as "isInvokers"
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  order by c.relname`;

/** Tables and views of the schema `public`, without those of extensions. */
export async function listRelations(client: ClientBase): Promise<Relation[]> {
  return (await client.query<Relation>(relationsQuery)).rows;
}

/**
 * Rules that no migration may break: every table has a primary key (logical replication, the way to the next major version,
 * needs it) and row-level security (deny by default), and no view reads with its owner's rights.
 */
export function ensureSchemaRules(relations: readonly Relation[], migration: string): void {
  for (const { name, kind, hasKey, hasRowSecurity, isInvokers } of relations) {
    if (kind === 'v') {
      if (!isInvokers)
        throw new MigrationError(`${migration}: view ${name} must be created with (security_invoker = true).`);
      continue;
    }
    if (!hasKey) throw new MigrationError(`${migration}: table ${name} has no primary key.`);
    if (!hasRowSecurity)
      throw new MigrationError(`${migration}: table ${name} needs "alter table ${name} enable row level security".`);
  }
}
