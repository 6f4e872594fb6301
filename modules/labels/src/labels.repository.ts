import { runPrepared, type Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { LabelSetRow, LabelsTables, RuleRow } from './labels.tables.ts';

export type LabelsTx = Tx<LabelsTables>;

export async function findSet(tx: LabelsTx): Promise<LabelSetRow> {
  return await tx.selectFrom('labelSet').selectAll().executeTakeFirstOrThrow();
}

/** All of it, as the program remembers it; in a transaction of the worker. One statement, so that its parts fit together. */
export async function loadSet(tx: LabelsTx) {
  const set = await findSet(tx);
  const levels = await tx.selectFrom('labelLevels').selectAll().orderBy('rank').execute();
  const compartments = await tx.selectFrom('labelCompartments').selectAll().orderBy('id').execute();
  const groups = await tx.selectFrom('labelGroups').selectAll().orderBy('id').execute();
  const rules = await tx.selectFrom('labelRules').selectAll().orderBy('id').execute();
  const labels = await tx.selectFrom('labels').selectAll().orderBy('id').execute();
  return { set, levels, compartments, groups, rules, labels };
}

export type StoredSet = Awaited<ReturnType<typeof loadSet>>;

export type OwnClearance = {
  revision: bigint;
  baselineLevelId: string;
  hasOwn: boolean;
  isPerson: boolean;
  levelId: string | null;
  compartments: string[] | null;
  groupId: string | null;
};

/** The clearance row of the transaction's own actor, with what the program's memory of the set is compared with. */
export async function findOwnClearance(tx: LabelsTx): Promise<OwnClearance> {
  const own = sql<OwnClearance>`
    select s.revision, s.baseline_level_id as "baselineLevelId", c.person_id is not null as "hasOwn",
      current_person_id() is not null as "isPerson", c.level_id as "levelId", c.compartments, c.group_id as "groupId"
    from label_set s left join clearances c on c.person_id = current_person_id()`;
  return (await runPrepared(tx, 'labels.own', own))[0]!;
}

/** Null when the person may not use it. */
export async function internLabel(
  tx: LabelsTx,
  freshId: string,
  label: { levelId: string; compartments: readonly string[]; releasableTo: readonly string[] | null },
): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    select intern_label(${freshId}::uuid, ${label.levelId}::uuid, ${[...label.compartments]}::uuid[],
      ${label.releasableTo && [...label.releasableTo]}::uuid[]) as id`.execute(tx);
  return rows[0]?.id ?? null;
}

/** Null when the person may not read one of them. */
export async function joinLabels(tx: LabelsTx, freshId: string, labelIds: readonly string[]): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    select join_labels(${freshId}::uuid, ${[...labelIds]}::uuid[]) as id`.execute(tx);
  return rows[0]?.id ?? null;
}

export async function findClearanceRank(tx: LabelsTx, personId: string): Promise<number> {
  const { rows } = await sql<{ rank: number }>`select clearance_rank_of(${personId}::uuid) as rank`.execute(tx);
  return rows[0]!.rank;
}

/** False when it is not evaluation, or the person has a clearance already. */
export async function clearForEvaluation(tx: LabelsTx, personId: string, at: Date): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select clear_for_evaluation(${personId}::uuid, ${at}) as done`.execute(
    tx,
  );
  return rows[0]!.done;
}

/** False when something carries more than the lowest level. */
export async function replaceLevels(
  tx: LabelsTx,
  code: string,
  levels: readonly { id: string; code: string; colour: string }[],
  at: Date,
): Promise<boolean> {
  const of = <Key extends 'id' | 'code' | 'colour'>(key: Key) => levels.map((level) => level[key]);
  const { rows } = await sql<{ done: boolean }>`
    select replace_levels(${code}, ${of('code')}::text[], ${of('colour')}::text[], ${of('id')}::uuid[], ${at}) as done`.execute(
    tx,
  );
  return rows[0]!.done;
}

export type LevelChange = { id: string; rank: number; code: string | null; names: Buffer | null; colour: string };

/** Levels in one statement, because their order is checked as a whole. */
export async function saveLevels(tx: LabelsTx, levels: readonly LevelChange[]): Promise<void> {
  const kept = levels.map(({ id }) => id);
  await tx
    .deleteFrom('labelLevels')
    .where((eb) => eb.not(eb('id', '=', eb.fn.any(eb.val(kept)))))
    .execute();
  const of = <Key extends keyof LevelChange>(key: Key) => levels.map((level) => level[key]);
  const fresh = sql`unnest(${of('id')}::uuid[], ${of('rank')}::int[], ${of('code')}::text[], ${of('names')}::bytea[], ${of('colour')}::text[])
    as fresh (id, rank, code, names, colour)`;
  await sql`update label_levels l set rank = fresh.rank, code = fresh.code, names = fresh.names, colour = fresh.colour
    from ${fresh} where l.id = fresh.id`.execute(tx);
  await sql`insert into label_levels (id, rank, code, names, colour) select fresh.* from ${fresh}
    where fresh.id not in (select id from label_levels)`.execute(tx);
}

export async function saveParts(
  tx: LabelsTx,
  table: 'labelCompartments' | 'labelGroups',
  parts: readonly { id: string; names: Buffer }[],
): Promise<void> {
  const kept = parts.map(({ id }) => id);
  await tx
    .deleteFrom(table)
    .where((eb) => eb.not(eb('id', '=', eb.fn.any(eb.val(kept)))))
    .execute();
  for (const { id, names } of parts)
    await tx
      .insertInto(table)
      .values({ id, names, createdAt: new Date() })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ names }))
      .execute();
}

export async function deleteRulesExcept(tx: LabelsTx, kept: readonly string[]): Promise<void> {
  await tx
    .deleteFrom('labelRules')
    .where((eb) => eb.not(eb('id', '=', eb.fn.any(eb.val([...kept])))))
    .execute();
}

export async function saveRules(tx: LabelsTx, rules: readonly RuleRow[]): Promise<void> {
  for (const rule of rules) {
    const { compartments, minimumLevelId } = rule;
    await tx
      .insertInto('labelRules')
      .values(rule)
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ compartments, minimumLevelId }))
      .execute();
  }
}

/** False when somebody else was faster. */
export async function updateSet(
  tx: LabelsTx,
  expectedVersion: number,
  change: Pick<LabelSetRow, 'baselineLevelId' | 'changedAt'>,
): Promise<boolean> {
  const result = await tx
    .updateTable('labelSet')
    .set({ ...change, version: expectedVersion + 1 })
    .where('version', '=', expectedVersion)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
