import type { Database, Tx } from '@nexus/db';
import { type Clock, newId, type PersonActor } from '@nexus/kernel';
import {
  clearanceIn,
  createLabelDirectory,
  type LabelSet,
  type Level,
  type Part,
  type Rule,
  rulesIn,
  viewIn,
  viewOfValue,
} from './label-directory.ts';
import type { LabelView } from './label-text.ts';
import { LabelNotFoundError } from './labels.errors.ts';
import type { KeyringPort } from './labels.ports.ts';
import * as repository from './labels.repository.ts';
import type { LabelsTables } from './labels.tables.ts';
import {
  bottom,
  type ClearanceValue,
  covers,
  dominates,
  isWithinCeiling,
  joinAll,
  type LabelValue,
} from './lattice.ts';
import { findMarking, type Marking, type Vocabulary } from './suggestion/find-marking.ts';

export type LabelsDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  keyring: KeyringPort;
  clock: Clock;
};

/** The labels that one person may read at one moment. */
export type ReadableLabels = { labelIds: readonly string[]; has(labelId: string): boolean };

export type NewLabel = {
  levelId: string;
  compartmentIds: readonly string[];
  /** Null: to everybody. */
  groupIds: readonly string[] | null;
};

/** What a person may write on content. */
export type UsableLabels = {
  set: Pick<LabelSet, 'code' | 'version'>;
  clearance: ClearanceValue | null;
  levels: readonly Level[];
  compartments: readonly Part[];
  groups: readonly Part[];
  /** Of the compartments that they hold. */
  rules: readonly Rule[];
  labels: readonly (LabelView & { value: LabelValue })[];
};

export type LabelsService = ReturnType<typeof createLabelsService>;

const mostRemembered = 200;

/**
 * Labels as the other modules ask for them. What a person may read is decided here by `lattice.ts`, and once more in SQL by every policy:
 * the two do not share a line, so that a mistake in one of them opens nothing.
 */
export function createLabelsService({ database, keyring, clock }: LabelsDependencies) {
  const directory = createLabelDirectory(database, keyring);
  const remembered = new Map<string, ReadableLabels>();

  /** Set and clearance of the actor of the transaction. */
  async function holding(tx: Tx): Promise<{ set: LabelSet; clearance: ClearanceValue | null }> {
    const row = await repository.findOwnClearance(tx as Tx<LabelsTables>);
    const set = await directory.at(row.revision);
    return { set, clearance: row.isPerson ? clearanceIn(set, row.hasOwn ? row : null) : null };
  }

  /** The labels that the actor of the transaction may read. */
  async function readableIn(tx: Tx): Promise<ReadableLabels> {
    const { set, clearance } = await holding(tx);
    const key = JSON.stringify([String(set.revision), clearance]);
    const known = remembered.get(key);
    if (known) return known;
    const ids = [...set.values].flatMap(([id, value]) => (dominates(clearance, value) ? [id] : []));
    const all = new Set(ids);
    const found = { labelIds: ids, has: (labelId: string) => all.has(labelId) };
    if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value!);
    remembered.set(key, found);
    return found;
  }

  async function usable(actor: PersonActor): Promise<UsableLabels> {
    return await database.withActor(actor, async (tx: Tx) => {
      const { set, clearance } = await holding(tx);
      const readable = await readableIn(tx);
      return {
        set,
        clearance,
        levels: set.levels.filter(({ rank }) => clearance !== null && rank <= clearance.level),
        compartments: set.compartments.filter(({ id }) => clearance?.compartments.includes(id)),
        groups: set.groups.filter(({ id }) => {
          if (clearance === null) return false;
          const isNamed = (labelId: string) => set.values.get(labelId)?.releasableTo?.includes(id);
          return clearance.group === id || readable.labelIds.some(isNamed);
        }),
        rules: set.rules.filter((rule) => rule.compartments.every((id) => clearance?.compartments.includes(id))),
        labels: readable.labelIds
          .map((id) => ({ ...viewIn(set, id), value: set.values.get(id)! }))
          .sort((a, b) => a.rank - b.rank || a.text.localeCompare(b.text, 'es')),
      };
    });
  }

  /**
   * The label of a combination, made when nobody used it before.
   * @throws LabelNotFoundError when the person does not dominate it, InvalidCombinationError, UnknownPartError
   */
  async function ensureLabel(actor: PersonActor, isOfficer: boolean, label: NewLabel): Promise<LabelView> {
    const { levelId, compartmentIds: compartments, groupIds: releasableTo } = label;
    const id = await database.withActor(actor, async (tx: Tx<LabelsTables>) => {
      const { set, clearance } = await holding(tx as Tx);
      const level = set.levels.find((one) => one.id === levelId);
      const isOwn = level && dominates(clearance, { level: level.rank, compartments, releasableTo });
      if (!isOwn && !isOfficer) throw new LabelNotFoundError();
      return await repository.internLabel(tx, newId(), { levelId, compartments, releasableTo });
    });
    if (id === null) throw new LabelNotFoundError();
    return viewIn(await directory.refresh(), id);
  }

  /** The least label that covers all of the given ones, in the transaction of whoever derives something. */
  async function joinOf(tx: Tx, labelIds: readonly string[]): Promise<LabelView> {
    const ids = [...new Set(labelIds)];
    const set = await known(tx, ids);
    const value = joinAll(
      ids.map((id) => set.values.get(id)!),
      rulesIn(set),
    );
    const id = await repository.joinLabels(tx as Tx<LabelsTables>, newId(), ids);
    if (id === null) throw new LabelNotFoundError();
    return viewOfValue(set, id, value);
  }

  /**
   * Which of the labels, in their order, can be joined to what was taken before them so that the actor may read the whole: where a rule says
   * that two compartments together demand more, what each may be read for itself may be too much in one answer.
   */
  async function keepWithin(tx: Tx, begun: string | null, labelIds: readonly string[]): Promise<boolean[]> {
    const { set, clearance } = await holding(tx);
    const rules = rulesIn(set);
    let sum = (begun && set.values.get(begun)) || bottom;
    return labelIds.map((id) => {
      const value = set.values.get(id);
      const next = value && joinAll([sum, value], rules);
      if (!next || !dominates(clearance, next)) return false;
      sum = next;
      return true;
    });
  }

  async function known(tx: Tx, labelIds: readonly string[]): Promise<LabelSet> {
    const set = await directory.at((await repository.findSet(tx as Tx<LabelsTables>)).revision);
    if (!labelIds.every((id) => set.values.has(id))) throw new LabelNotFoundError();
    return set;
  }

  /** As it is shown. Of labels that exist by now; who may see it is up to the caller. */
  function viewOf(labelId: string): LabelView {
    return viewIn(directory.current(), labelId);
  }

  function valuesOf(a: string, b: string): [LabelValue, LabelValue] | null {
    const { values } = directory.current();
    const [first, second] = [values.get(a), values.get(b)];
    return first && second ? [first, second] : null;
  }

  /** Whether whoever reads `upper` reads `lower`. */
  function isCovered(lower: string, upper: string): boolean {
    const values = valuesOf(upper, lower);
    return values !== null && covers(...values);
  }

  /** Whether the label may enter a place with this ceiling. */
  function isAllowedBelow(labelId: string, ceilingLabelId: string | null): boolean {
    if (ceilingLabelId === null) return true;
    const values = valuesOf(labelId, ceilingLabelId);
    return values !== null && isWithinCeiling(...values);
  }

  /** The rank of a person's clearance, 0 the lowest level; -1 for none. */
  function clearanceLevelOf(tx: Tx, personId: string): Promise<number> {
    return repository.findClearanceRank(tx as Tx<LabelsTables>, personId);
  }

  /** Under evaluation: everything that there is. Says whether it gave anything. */
  async function clearForEvaluation(personId: string): Promise<boolean> {
    return await database.withWorker('set-up', (tx: Tx<LabelsTables>) =>
      repository.clearForEvaluation(tx, personId, clock.now()),
    );
  }

  /**
   * The label that a text says of itself, by its banner lines and portion marks; null when it says nothing that the set knows. A suggestion for a
   * person, and never more. As the worker.
   */
  async function suggest(sample: Parameters<typeof findMarking>[0]): Promise<(Marking & { labelId: string }) | null> {
    const set = await database.withWorker('labels', async (tx: Tx) => directory.at((await findRevision(tx)).revision));
    const marking = findMarking(sample, vocabularyOf(set));
    if (!marking) return null;
    const { levelId, compartments, releasableTo } = marking;
    const level = set.levels.find(({ id }) => id === levelId)!;
    const value = joinAll([{ level: level.rank, compartments, releasableTo }], rulesIn(set));
    const labelId = await database.withWorker('labels', (tx: Tx<LabelsTables>) =>
      repository.internLabel(tx, newId(), { ...value, levelId: set.levels[value.level]!.id }),
    );
    if (labelId === null) return null;
    await directory.refresh();
    return { ...marking, labelId };
  }

  const findRevision = (tx: Tx) => repository.findSet(tx as Tx<LabelsTables>);

  return {
    directory,
    holding,
    readableIn,
    usable,
    ensureLabel,
    joinOf,
    keepWithin,
    viewOf,
    isCovered,
    isAllowedBelow,
    clearanceLevelOf,
    clearForEvaluation,
    suggest,
  };
}

function vocabularyOf(set: LabelSet): Vocabulary {
  return { levels: set.levels, compartments: set.compartments, groups: set.groups };
}
