import { sql } from 'kysely';
import { findSet, type LabelsTx } from './labels.repository.ts';

/** What the database decides about a clearance that somebody holds and a label that was used. */
export type Decision = {
  levelId: string;
  compartments: string[];
  groupId: string | null;
  labelId: string;
  isReadable: boolean;
};

/** Some tens of milliseconds. Who has more clearances times labels is checked on the newest labels. */
const mostDecisions = 20_000;

export type ReadDecisions = { revision: bigint; decided: Decision[]; policies: PolicyRow[] };
type PolicyRow = { name: string; count: number; withoutLabel: boolean };

/** In a transaction of the worker, of one moment. */
export async function readDecisions(tx: LabelsTx): Promise<ReadDecisions> {
  const { revision } = await findSet(tx);
  const { rows: decided } = await sql<Decision>`
    select level_id as "levelId", compartments, group_id as "groupId", label_id as "labelId", is_readable as "isReadable"
    from label_decisions(${mostDecisions})`.execute(tx);
  const { rows: policies } = await sql<PolicyRow>`
    select c.relname as name, count(p.oid)::integer as count,
      coalesce(bool_or(coalesce(pg_get_expr(p.polqual, p.polrelid), '') !~ '\\mreadable_label_ids\\M') filter (where p.oid is not null), false) as "withoutLabel"
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'label_id' and not a.attisdropped
    left join pg_policy p on p.polrelid = c.oid and p.polcmd in ('r', '*') and p.polpermissive
      and (p.polroles = '{0}' or 'nexus_app'::regrole = any (p.polroles))
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and has_table_privilege('nexus_app', c.oid, 'select')
    group by c.relname order by c.relname`.execute(tx);
  return { revision, decided, policies };
}
