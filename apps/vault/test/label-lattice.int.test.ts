import { newId } from '@nexus/kernel';
import {
  type ClearanceValue,
  covers,
  dominates,
  isWithinCeiling,
  joinAll,
  type LabelValue,
} from '@nexus/labels/testing';
import { createTestDatabase, type TestDatabase } from '@nexus/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vaultConflicts, vaultMigrations } from '../src/compose.ts';

// The order of labels lives twice: in lattice.ts, which services ask, and in SQL, which policies ask. Here the two are held together.

let db: TestDatabase;
let levelIds: string[];
const compartments = ids(4);
const groups = ids(3);
const labels = new Map<string, LabelValue>();

function ids(count: number): string[] {
  return Array.from({ length: count }, () => newId()).sort();
}

const valueArbitrary: fc.Arbitrary<LabelValue> = fc.record({
  level: fc.nat(3),
  compartments: fc.subarray(compartments),
  releasableTo: fc.option(fc.subarray(groups)),
});
const clearanceArbitrary: fc.Arbitrary<ClearanceValue> = fc.record({
  level: fc.nat(3),
  compartments: fc.subarray(compartments),
  group: fc.option(fc.constantFrom(...groups)),
});
const keyOf = (value: LabelValue) => JSON.stringify([value.level, value.compartments, value.releasableTo]);

beforeAll(async () => {
  db = await createTestDatabase({ modules: vaultMigrations, conflicts: vaultConflicts });
  levelIds = (await db.asOwner<{ id: string }>('select id from label_levels order by rank')).map(({ id }) => id);
  await db.asOwner("insert into label_compartments (id, names) select unnest($1::uuid[]), 'x'", [compartments]);
  await db.asOwner("insert into label_groups (id, names) select unnest($1::uuid[]), 'x'", [groups]);
  const values = new Map(fc.sample(valueArbitrary, 400).map((value) => [keyOf(value), value]));
  for (const value of values.values()) {
    const [row] = await db.asOwner<{ id: string }>('select intern_label($1, $2, $3, $4) as id', [
      newId(),
      levelIds[value.level],
      value.compartments,
      value.releasableTo,
    ]);
    labels.set(row!.id, value);
  }
});
afterAll(() => db?.close());

const pairs = (name: string) =>
  db.asOwner<{ a: string; b: string; holds: boolean }>(
    `select a.id as a, b.id as b, ${name}(a.id, b.id) as holds
     from unnest($1::uuid[]) as a (id), unnest($1::uuid[]) as b (id)`,
    [[...labels.keys()].slice(0, 150)],
  );

describe('the SQL twin says what lattice.ts says', () => {
  test('which labels a clearance dominates: 400 clearances over every label', async () => {
    const person = newId();
    for (const clearance of fc.sample(clearanceArbitrary, 400)) {
      await db.asOwner(
        `insert into clearances (person_id, level_id, compartments, group_id, granted_at) values ($1, $2, $3, $4, now())
         on conflict (person_id) do update set level_id = excluded.level_id, compartments = excluded.compartments, group_id = excluded.group_id`,
        [person, levelIds[clearance.level], clearance.compartments, clearance.group],
      );
      const [row] = await db.asOwner<{ ids: string[] }>(
        `with me as materialized (select set_config('nexus.person_id', $1, true))
         select array(select readable_label_ids() from me order by 1) as ids`,
        [person],
      );
      const expected = [...labels].flatMap(([id, value]) => (dominates(clearance, value) ? [id] : []));
      // The label that was there before is dominated by everybody who has a clearance.
      expect(row!.ids.filter((id) => labels.has(id)).sort()).toEqual(expected.sort());
    }
  });

  test('which label covers which, and which may enter below which: 22,500 pairs', async () => {
    const coverage = await pairs('label_covers');
    expect(coverage.length).toBe(22_500);
    for (const { a, b, holds } of coverage) expect(holds).toBe(covers(labels.get(a)!, labels.get(b)!));
    for (const { a, b, holds } of await pairs('label_within_ceiling'))
      expect(holds).toBe(isWithinCeiling(labels.get(a)!, labels.get(b)!));
  });

  test('joins of 1,500 sets of labels, without rules and with them', async () => {
    const known = [...labels.keys()];
    const rule = { compartments: compartments.slice(0, 2), minimumLevel: 2 };
    const joinsLikeLattice = async (rules: (typeof rule)[]) => {
      for (const chosen of fc.sample(fc.subarray(known, { maxLength: 4 }), 750)) {
        const [joined] = await db.asOwner<{ id: string }>('select join_labels($1, $2) as id', [newId(), chosen]);
        const [row] = await db.asOwner<{ rank: number; compartments: string[]; groups: string[] | null }>(
          `select v.rank, l.compartments, l.releasable_to as groups
           from labels l join label_levels v on v.id = l.level_id where l.id = $1`,
          [joined!.id],
        );
        // One label is its own join, also one that was there before a rule.
        const [only] = chosen;
        const values = chosen.map((id) => labels.get(id)!);
        const wanted = chosen.length === 1 ? labels.get(only!)! : joinAll(values, rules);
        expect({ level: row!.rank, compartments: row!.compartments, releasableTo: row!.groups }).toEqual(wanted);
      }
    };
    await joinsLikeLattice([]);
    // A rule that labels would break is refused; past that gate, joins are raised.
    await expect(
      db.asOwner('insert into label_rules values ($1, $2, $3)', [newId(), rule.compartments, levelIds[2]]),
    ).rejects.toMatchObject({ constraint: 'label_rules_hold' });
    await db.asOwner('alter table label_rules disable trigger label_rules_checked');
    await db.asOwner('insert into label_rules values ($1, $2, $3)', [newId(), rule.compartments, levelIds[2]]);
    await joinsLikeLattice([rule]);
  });
});

describe('the set', () => {
  test('refuses what a rule forbids, unknown parts, and the loss of what is used', async () => {
    const parts = compartments.slice(0, 2);
    const intern = (level: number, used: string[]) =>
      db.asOwner('select intern_label($1, $2, $3, null)', [newId(), levelIds[level], used]);
    await db.asOwner('delete from label_rules');
    const fresh = newId();
    await db.asOwner("insert into label_compartments (id, names) values ($1, 'x')", [fresh]);
    await db.asOwner('insert into label_rules values ($1, $2, $3)', [newId(), [fresh], levelIds[2]]);
    await expect(intern(1, [fresh])).rejects.toMatchObject({ constraint: 'labels_combination' });
    await expect(intern(2, [fresh])).resolves.toHaveLength(1);
    await expect(intern(2, [newId()])).rejects.toMatchObject({ constraint: 'labels_known_parts' });
    await expect(db.asOwner('delete from label_compartments where id = $1', [parts[0]])).rejects.toMatchObject({
      constraint: 'label_parts_in_use',
    });
    await expect(db.asOwner('delete from label_levels where id = $1', [levelIds[1]])).rejects.toMatchObject({
      code: '23503',
    });
  });

  test('keeps the order of its levels, and takes a new one between two', async () => {
    await expect(
      db.asOwner('update label_levels set rank = case rank when 1 then 2 when 2 then 1 else rank end'),
    ).rejects.toMatchObject({ constraint: 'label_levels_order' });
    await db.asOwner('update label_levels set rank = rank + 1 where rank > 1');
    await db.asOwner("insert into label_levels (id, rank, code, colour) values ($1, 2, 'between', '#111111')", [
      newId(),
    ]);
    const rows = await db.asOwner<{ id: string }>('select id from label_levels order by rank');
    expect(rows.map(({ id }) => id).filter((id) => levelIds.includes(id))).toEqual(levelIds);
  });

  test('labels and the history of clearances are never changed or removed', async () => {
    const [{ id }] = (await db.asOwner<{ id: string }>('select id from labels limit 1')) as [{ id: string }];
    await expect(db.asOwner('delete from labels where id = $1', [id])).rejects.toMatchObject({ code: '23001' });
    await expect(db.asOwner('update labels set level_id = level_id')).rejects.toMatchObject({ code: '23001' });
    await expect(db.asOwner('delete from clearance_history')).rejects.toMatchObject({ code: '23001' });
    await expect(db.asOwner('delete from clearances')).rejects.toMatchObject({ code: '23001' });
  });
});
