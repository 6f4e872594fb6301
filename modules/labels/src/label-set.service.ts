import type { Sealer } from '@nexus/crypto';
import type { Database, Tx } from '@nexus/db';
import { type Clock, newId, type PersonActor, StaleVersionError } from '@nexus/kernel';
import type { LabelDirectory, LabelSet } from './label-directory.ts';
import { findShippedLevel, shippedSets, type Words } from './label-sets.ts';
import { SetInUseError, UnknownSetError } from './labels.errors.ts';
import type { AuditPort } from './labels.ports.ts';
import * as repository from './labels.repository.ts';
import type { LabelsTables } from './labels.tables.ts';

export type LabelSetDependencies = {
  database: Pick<Database, 'withActor'>;
  directory: LabelDirectory;
  keyring: { system(): Pick<Sealer, 'sealJson'> };
  audit: AuditPort;
  clock: Clock;
};

export type PartChange = { id: string; text: Words; mark: string };

/** The whole set as it is to be. What has a known id is changed, what has a new one is added, what is missing is taken away. */
export type LabelSetChange = {
  /** Lowest first. */
  levels: readonly (PartChange & { colour: string })[];
  compartments: readonly PartChange[];
  groups: readonly PartChange[];
  rules: readonly { id: string; compartmentIds: readonly string[]; minimumLevelId: string }[];
  baselineLevelId: string;
};

export type LabelSetService = ReturnType<typeof createLabelSetService>;

/** The officer's work on the set. It can grow, and loses nothing that labels use: the database refuses. */
export function createLabelSetService({ database, directory, keyring, audit, clock }: LabelSetDependencies) {
  const act = <R>(actor: PersonActor, run: (tx: Tx<LabelsTables>) => Promise<R>) =>
    database.withActor<LabelsTables, R>(actor, run);

  async function get(actor: PersonActor): Promise<LabelSet> {
    await act(actor, (tx) => audit.record(tx as Tx, { actor, action: 'label_set.read', outcome: 'success' }));
    return await directory.refresh();
  }

  /** @throws PartInUseError, LevelOrderError, RuleBrokenError, StaleVersionError */
  async function change(actor: PersonActor, expectedVersion: number, wanted: LabelSetChange): Promise<LabelSet> {
    const before = await directory.refresh();
    await act(actor, async (tx) => {
      const { baselineLevelId } = wanted;
      const rules = wanted.rules.map(({ id, compartmentIds, minimumLevelId }) => {
        return { id, compartments: [...compartmentIds], minimumLevelId };
      });
      // Rules go first and come last: the parts that they name may go, and have to be there.
      await repository.deleteRulesExcept(
        tx,
        rules.map(({ id }) => id),
      );
      await repository.saveParts(tx, 'labelCompartments', wanted.compartments.map(sealed('label_compartments.names')));
      await repository.saveParts(tx, 'labelGroups', wanted.groups.map(sealed('label_groups.names')));
      // The baseline first when it is an old level, because it may be the last thing that holds one that goes.
      const isKnown = before.levels.some(({ id }) => id === baselineLevelId);
      const update = { baselineLevelId, changedAt: clock.now() };
      if (isKnown) await updateOrStale(tx, expectedVersion, update);
      await repository.saveLevels(tx, levelRows(before, wanted.levels));
      if (!isKnown) await updateOrStale(tx, expectedVersion, update);
      await repository.saveRules(tx, rules);
      await audit.record(tx as Tx, {
        actor,
        action: 'label_set.changed',
        outcome: 'success',
        details: {
          levels: wanted.levels.length,
          compartments: wanted.compartments.length,
          groups: wanted.groups.length,
          rules: wanted.rules.length,
        },
      });
    });
    return await directory.refresh();
  }

  async function updateOrStale(
    tx: Tx<LabelsTables>,
    expectedVersion: number,
    update: Parameters<typeof repository.updateSet>[2],
  ): Promise<void> {
    if (!(await repository.updateSet(tx, expectedVersion, update)))
      throw new StaleVersionError('Somebody changed the label set in the meantime. Load it again.');
  }

  /** A shipped level that keeps its words keeps its code, and with it the words by which documents are recognised. */
  function levelRows(before: LabelSet, levels: LabelSetChange['levels']): repository.LevelChange[] {
    return levels.map((level, rank) => {
      const known = before.levels.find(({ id }) => id === level.id);
      const shipped = findShippedLevel(known?.code ?? null);
      const isAsShipped =
        shipped?.text.es === level.text.es && shipped.text.en === level.text.en && shipped.mark === level.mark;
      const names = isAsShipped ? null : sealed('label_levels.names')(level).names;
      return { id: level.id, rank, code: known?.code ?? null, names, colour: level.colour };
    });
  }

  function sealed(kind: string) {
    return ({ id, text, mark }: PartChange) => ({
      id,
      names: keyring.system().sealJson({ kind, objectId: id }, { text: { es: text.es, en: text.en }, mark }),
    });
  }

  /** @throws UnknownSetError, SetInUseError */
  async function choose(actor: PersonActor, code: string): Promise<LabelSet> {
    const shipped = shippedSets.find((set) => set.code === code);
    if (!shipped) throw new UnknownSetError();
    await act(actor, async (tx) => {
      const levels = shipped.levels.map(({ code: levelCode, colour }) => ({ id: newId(), code: levelCode, colour }));
      if (!(await repository.replaceLevels(tx, code, levels, clock.now()))) throw new SetInUseError();
      await audit.record(tx as Tx, { actor, action: 'label_set.chosen', outcome: 'success', details: { set: code } });
    });
    return await directory.refresh();
  }

  return { get, change, choose };
}
