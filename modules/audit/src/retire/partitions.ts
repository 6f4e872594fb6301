/** One part of the log: entries `from` to `until` - 1. They leave whole, or not at all. */
export type Partition = { name: string; from: number; until: number };

/** Oldest first. For a job of the service and for the owner of the database alike. */
export const partitionsSql = `
  select c.relname as name, (bounds.found)[1]::float8 as "from", (bounds.found)[2]::float8 as until
  from pg_inherits i join pg_class c on c.oid = i.inhrelid
  cross join lateral regexp_match(pg_get_expr(c.relpartbound, c.oid), '\\(''?(\\d+)''?\\) TO \\(''?(\\d+)''?\\)') as bounds(found)
  where i.inhparent = 'public.audit_entries'::regclass order by 2`;
