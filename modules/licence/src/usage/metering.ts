import type { Tx } from '@nexus/db';
import type { Actor, Clock } from '@nexus/kernel';
import { monthOf } from './months.ts';
import { raiseLevel, recordActivePerson, recordUsage } from './usage.repository.ts';

export type Metering = ReturnType<typeof createMetering>;

type Entry = { actor: Actor; action: string; outcome: string };
/** Whatever puts entries into the log; only what is counted by is looked at. */
type Recorder = {
  record(tx: never, entry: never): Promise<void>;
  recordAll?(tx: never, entries: never): Promise<void>;
};

/** People counted this month whom the database is known to have; forgotten with the month. */
const mostRemembered = 100_000;

/**
 * Counts where things happen, in the transaction of what is counted: both or neither. What other modules count (patients, transactions, analyses,
 * sites) comes through `count` and `level`.
 */
export function createMetering({ clock }: { clock: Clock }) {
  let remembered = { month: '', people: new Set<string>() };

  /** So many more of a unit. */
  function count(tx: Tx, unit: string, amount = 1): Promise<void> {
    return recordUsage(tx, unit, amount);
  }

  /** How much of something there is; of each month the highest counts. */
  function level(tx: Tx, unit: string, reached: number): Promise<void> {
    return raiseLevel(tx, unit, monthOf(clock.now()), reached);
  }

  /** The acting person did something this month. */
  async function person(tx: Tx, personId: string): Promise<void> {
    const month = monthOf(clock.now());
    if (remembered.month !== month || remembered.people.size > mostRemembered)
      remembered = { month, people: new Set() };
    if (remembered.people.has(personId)) return;
    // One that was there before was committed; one that is new may still be rolled back.
    if (!(await recordActivePerson(tx, month))) remembered.people.add(personId);
  }

  /**
   * The same recorder of the log, which also counts: what stands in the log as done is what is counted, so that anybody can hold a report against the log.
   * @param units which actions are counted as what
   */
  function along<R extends Recorder>(recorder: R, units: Readonly<Record<string, string>> = {}): R {
    const { record, recordAll } = recorder as unknown as {
      record(tx: Tx, entry: Entry): Promise<void>;
      recordAll?(tx: Tx, entries: readonly Entry[]): Promise<void>;
    };
    async function counted(tx: Tx, entries: readonly Entry[]): Promise<void> {
      const done = entries.filter(({ outcome }) => outcome === 'success');
      for (const { action } of done) if (units[action]) await count(tx, units[action]);
      const people = new Set(done.flatMap(({ actor }) => (actor.kind === 'person' ? [actor.personId] : [])));
      for (const personId of people) await person(tx, personId);
    }
    return {
      ...recorder,
      async record(tx: Tx, entry: Entry) {
        await record(tx, entry);
        await counted(tx, [entry]);
      },
      ...(recordAll && {
        async recordAll(tx: Tx, entries: readonly Entry[]) {
          await recordAll(tx, entries);
          await counted(tx, entries);
        },
      }),
    };
  }

  return { count, level, person, along };
}
