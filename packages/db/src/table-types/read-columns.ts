import type { ClientBase } from 'pg';

/** A column as the database has it. `baseType` is the internal name, with a leading `_` taken off for arrays. */
export type Column = {
  relation: string;
  isView: boolean;
  name: string;
  baseType: string;
  isArray: boolean;
  labels: string[] | null;
  isNullable: boolean;
  generated: 'never' | 'default' | 'always';
};

const columnsQuery = `
  select c.relname::text as "relation", c.relkind = 'v' as "isView", a.attname::text as "name",
    base.typname::text as "baseType", t.typcategory = 'A' as "isArray",
    (select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_enum e where e.enumtypid = base.oid) as "labels",
    not (a.attnotnull or t.typnotnull) as "isNullable",
    case when a.attidentity = 'a' or a.attgenerated <> '' then 'always'
         when a.atthasdef or a.attidentity = 'd' then 'default' else 'never' end as "generated"
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  -- The type below a domain, then the element below an array.
  join pg_type flat on flat.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
  join pg_type base on base.oid = case when flat.typcategory = 'A' then flat.typelem else flat.oid end
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and not c.relispartition
  order by c.relname, a.attnum`;

export async function readColumns(client: ClientBase): Promise<Column[]> {
  return (await client.query<Column>(columnsQuery)).rows;
}

/** Tables and views by the module whose migration created them. */
export async function readOwnership(client: ClientBase): Promise<Map<string, string>> {
  const { rows } = await client.query<{ module: string; relation: string }>(
    `select module, unnest(relations) as relation from migrations order by module, number`,
  );
  return new Map(rows.map(({ module, relation }) => [relation, module]));
}
