import type { TestDatabase } from '@nexus/testing';

/** A rule of the database that is made to ask for too little: `from` in its own words is replaced by `to`. */
export type Weakening = {
  name: string;
  from: RegExp;
  to: string;
} & ({ policies: readonly { policy: string; table: string }[] } | { function: string }); // The rows of a document lie in several tables; each keeps back by itself what the others would show.

const member = /\(?space_id IN \( SELECT readable_space_ids\(\)[^)]*\)\)?/;
const cleared = /\(?label_id IN \( SELECT readable_label_ids\(\)[^)]*\)\)?/;

const read = (...tables: string[]) => tables.map((table) => ({ table, policy: `${table}_read` }));
const documents = read('documents', 'document_versions');

export const weakenings: readonly Weakening[] = [
  { name: 'documents do not ask for members', policies: documents, from: member, to: 'true' },
  { name: 'documents do not ask for clearances', policies: documents, from: cleared, to: 'true' },
  { name: 'the index does not ask for members', policies: read('index_cells'), from: member, to: 'true' },
  { name: 'the index does not ask for clearances', policies: read('index_cells'), from: cleared, to: 'true' },
  { name: 'spaces are everybody’s', policies: read('spaces'), from: /^.*$/s, to: 'true' },
  {
    name: 'everybody is a member',
    function: 'readable_space_ids',
    from: /select space_id from space_members where person_id = current_person_id\(\)/i,
    to: 'select id from spaces',
  },
  { name: 'everybody is cleared', function: 'readable_label_ids', from: /where label_dominated\([^$]*/, to: '' },
  { name: 'the level does not count', function: 'label_dominated', from: /\(?rank <= clearance_rank\)?/, to: 'true' },
  {
    name: 'compartments do not count',
    function: 'label_dominated',
    from: /\(?compartments <@ clearance_compartments\)?/,
    to: 'true',
  },
  {
    name: 'one compartment is enough',
    function: 'label_dominated',
    from: /\(?compartments <@ clearance_compartments\)?/,
    to: "(compartments = '{}' or compartments && clearance_compartments)",
  },
  { name: 'releasability does not count', function: 'label_dominated', from: /releasable_to IS NULL/i, to: 'true' },
  {
    name: 'released to nobody is released to all',
    function: 'label_dominated',
    from: /releasable_to IS NULL/i,
    to: "releasable_to IS NULL OR releasable_to = '{}'",
  },
];

/** Weakens, and gives back what undoes it. @throws Error when the rule no longer has the words that are to be replaced */
export async function weaken(
  { asOwner }: Pick<TestDatabase, 'asOwner'>,
  weakening: Weakening,
): Promise<() => Promise<void>> {
  const run = async (sql: string) => {
    await asOwner(sql);
  };
  const replaced = (text: string) => {
    const weak = text.replace(weakening.from, weakening.to);
    if (weak === text) throw new Error(`${weakening.name}: nothing to weaken in ${text}`);
    return weak;
  };
  if ('function' in weakening) {
    const [found] = await asOwner<{ text: string }>(
      'select pg_get_functiondef(oid) as text from pg_proc where proname = $1',
      [weakening.function],
    );
    await run(replaced(found!.text));
    return () => run(found!.text);
  }
  const mends: (() => Promise<void>)[] = [];
  for (const { table, policy } of weakening.policies) {
    const [found] = await asOwner<{ text: string }>(
      'select pg_get_expr(polqual, polrelid) as text from pg_policy where polname = $1 and polrelid = $2::regclass',
      [policy, table],
    );
    const set = (expression: string) => run(`alter policy ${policy} on ${table} using (${expression})`);
    await set(replaced(found!.text));
    mends.push(() => set(found!.text));
  }
  return async () => {
    for (const mend of mends) await mend();
  };
}
