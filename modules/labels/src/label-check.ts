import type { Database } from '@nexus/db';
import { sql } from 'kysely';
import { clearanceIn, type LabelDirectory } from './label-directory.ts';
import { findSet, type LabelsTx } from './labels.repository.ts';
import type { LabelsTables } from './labels.tables.ts';
import { dominates } from './lattice.ts';

/** Whether what policies decide is what the program decides, and every table with labels asks for them. */
export type LabelCheck = {
  /** Pairs of a clearance that somebody holds and a label that was used, decided by both. */
  decisions: number;
  differing: number;
  /** Tables whose rows carry a label. */
  tables: number;
  /** Those with a policy that lets readers pass without asking for the label. */
  openTables: string[];
};

type Decision = {
  levelId: string;
  compartments: string[];
  groupId: string | null;
  labelId: string;
  isReadable: boolean;
};

/** Some tens of milliseconds. Who has more clearances times labels is checked on the newest labels. */
const mostDecisions = 20_000;

export function createLabelCheck(
  database: Pick<Database, 'withWorker'>,
  directory: Pick<LabelDirectory, 'at'>,
): () => Promise<LabelCheck> {
  return async () => {
    const { revision, decided, policies } = await database.withWorker<LabelsTables, Read>('labels', read, {
      readOnly: true,
      isolation: 'repeatable read',
    });
    const set = await directory.at(revision);
    const differs = ({ labelId, isReadable, ...clearance }: Decision) => {
      const value = set.values.get(labelId);
      return value === undefined || dominates(clearanceIn(set, clearance), value) !== isReadable;
    };
    return {
      decisions: decided.length,
      differing: decided.filter(differs).length,
      tables: policies.length,
      openTables: policies
        .filter(({ withoutLabel, policies }) => withoutLabel || policies === 0)
        .map(({ name }) => name),
    };
  };
}

type Read = { revision: bigint; decided: Decision[]; policies: PolicyRow[] };
type PolicyRow = { name: string; policies: number; withoutLabel: boolean };

async function read(tx: LabelsTx): Promise<Read> {
  const { revision } = await findSet(tx);
  const { rows: decided } = await sql<Decision>`
    select level_id as "levelId", compartments, group_id as "groupId", label_id as "labelId", is_readable as "isReadable"
    from label_decisions(${mostDecisions})`.execute(tx);
  const { rows: policies } = await sql<PolicyRow>`
    select c.relname as name, count(p.oid)::integer as policies,
      coalesce(bool_or(coalesce(pg_get_expr(p.polqual, p.polrelid), '') !~ '\\mreadable_label_ids\\M') filter (where p.oid is not null), false) as "withoutLabel"
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'label_id' and not a.attisdropped
    left join pg_policy p on p.polrelid = c.oid and p.polcmd in ('r', '*') and p.polpermissive
      and (p.polroles = '{0}' or 'nexus_app'::regrole = any (p.polroles))
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and has_table_privilege('nexus_app', c.oid, 'select')
    group by c.relname order by c.relname`.execute(tx);
  return { revision, decided, policies };
}
