import type { Sealer } from '@nexus/crypto';
import type { Database } from '@nexus/db';
import { findShippedLevel, type Words } from './label-sets.ts';
import { bannerText, type LabelView, type Mark, portionMark } from './label-text.ts';
import { loadSet, type StoredSet } from './labels.repository.ts';
import type { LabelsTables, LevelRow, PartRow, RuleRow } from './labels.tables.ts';
import type { ClearanceValue, CombinationRule, LabelValue } from './lattice.ts';

export type Level = Mark & { id: string; rank: number; colour: string; code: string | null };
export type Part = Mark & { id: string };
export type Rule = { id: string; compartments: readonly string[]; minimumLevelId: string };

/** The installation's label set, opened, with every label that exists. */
export type LabelSet = {
  code: string;
  version: number;
  revision: bigint;
  baselineLevelId: string;
  levels: readonly Level[];
  compartments: readonly Part[];
  groups: readonly Part[];
  rules: readonly Rule[];
  values: ReadonlyMap<string, LabelValue>;
  views: ReadonlyMap<string, LabelView>;
};

type Directory = {
  /** The set as last seen; loaded anew when its revision is another than the given one. */
  at(revision: bigint): Promise<LabelSet>;
  /** The set as last seen. @throws before the first `at` or `refresh` */
  current(): LabelSet;
  refresh(): Promise<LabelSet>;
};

export type LabelDirectory = Directory;

/** A level above all, for what is not known: shown as such, and never readable. */
const unknownView = (id: string): LabelView => ({
  id,
  text: 'SIN ETIQUETA CONOCIDA',
  textEn: 'UNKNOWN LABEL',
  portionMark: '(?)',
  rank: Number.MAX_SAFE_INTEGER,
  colour: '#000000',
});

/**
 * What the program remembers of the set, so that nothing is unsealed twice to show a mark. Read as the worker: who may see a label is decided by
 * whoever shows it.
 */
export function createLabelDirectory(
  database: Pick<Database, 'withWorker'>,
  keyring: { system(): Pick<Sealer, 'openJson'> },
): LabelDirectory {
  let known: LabelSet | null = null;
  let loading: Promise<LabelSet> | null = null;

  async function load(): Promise<LabelSet> {
    const stored = await database.withWorker<LabelsTables, StoredSet>('labels', loadSet, {
      readOnly: true,
      isolation: 'repeatable read',
    });
    known = openSet(stored, keyring.system());
    return known;
  }

  function refresh(): Promise<LabelSet> {
    return load();
  }

  async function at(revision: bigint): Promise<LabelSet> {
    if (known?.revision === revision) return known;
    // Those who miss the same revision at once share one reading.
    loading ??= load().finally(() => {
      loading = null;
    });
    const found = await loading;
    return found.revision >= revision ? found : await load();
  }

  return {
    at,
    refresh,
    current() {
      if (!known) throw new Error('the label set was not loaded yet');
      return known;
    },
  };
}

export function viewIn(set: LabelSet, labelId: string): LabelView {
  return set.views.get(labelId) ?? unknownView(labelId);
}

export function viewOfValue(set: LabelSet, id: string, value: LabelValue): LabelView {
  const level = set.levels[value.level]!;
  const compartments = set.compartments.filter((part) => value.compartments.includes(part.id));
  const releasableTo = value.releasableTo && set.groups.filter((part) => value.releasableTo!.includes(part.id));
  const parts = { level, compartments, releasableTo };
  return {
    id,
    text: bannerText(parts, 'es'),
    textEn: bannerText(parts, 'en'),
    portionMark: portionMark(parts),
    rank: level.rank,
    colour: level.colour,
  };
}

/** The value of a clearance row; null for none. */
export function clearanceIn(
  set: LabelSet,
  row: { levelId: string | null; compartments: readonly string[] | null; groupId: string | null } | null,
): ClearanceValue | null {
  const levelId = row ? row.levelId : set.baselineLevelId;
  const level = set.levels.find(({ id }) => id === levelId);
  return level ? { level: level.rank, compartments: row?.compartments ?? [], group: row?.groupId ?? null } : null;
}

export function rulesIn(set: LabelSet): CombinationRule[] {
  const rankOf = new Map(set.levels.map(({ id, rank }) => [id, rank]));
  return set.rules.map(({ compartments, minimumLevelId }) => ({
    compartments,
    minimumLevel: rankOf.get(minimumLevelId) ?? 0,
  }));
}

function openSet(stored: StoredSet, sealer: Pick<Sealer, 'openJson'>): LabelSet {
  // Ranks leave no gap in what the program compares, whatever numbers the rows carry.
  const levels = stored.levels.map((row, rank) => ({ ...openLevel(row, sealer), rank }));
  const rankOf = new Map(levels.map(({ id, rank }) => [id, rank]));
  const values = new Map<string, LabelValue>(
    stored.labels.map(({ id, levelId, compartments, releasableTo }) => [
      id,
      { level: rankOf.get(levelId)!, compartments, releasableTo },
    ]),
  );
  const { code, version, revision, baselineLevelId } = stored.set;
  const set = {
    code,
    version,
    revision,
    baselineLevelId,
    levels,
    compartments: stored.compartments.map((row) => openPart(row, 'label_compartments.names', sealer)),
    groups: stored.groups.map((row) => openPart(row, 'label_groups.names', sealer)),
    rules: stored.rules.map(({ id, compartments, minimumLevelId }: RuleRow) => ({ id, compartments, minimumLevelId })),
    values,
    views: new Map<string, LabelView>(),
  };
  return { ...set, views: new Map([...values].map(([id, value]) => [id, viewOfValue(set, id, value)])) };
}

type SealedNames = { text: Words; mark: string };

function openLevel({ id, rank, code, names, colour }: LevelRow, sealer: Pick<Sealer, 'openJson'>): Level {
  if (names)
    return {
      id,
      rank,
      code,
      colour,
      ...sealer.openJson<SealedNames>({ kind: 'label_levels.names', objectId: id }, names),
    };
  const shipped = findShippedLevel(code);
  if (!shipped) throw new Error(`the label set has a level "${code}" that this version does not know`);
  return { id, rank, code, colour, text: shipped.text, mark: shipped.mark };
}

function openPart({ id, names }: PartRow, kind: string, sealer: Pick<Sealer, 'openJson'>): Part {
  return { id, ...sealer.openJson<SealedNames>({ kind, objectId: id }, names) };
}
