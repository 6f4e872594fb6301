import type { Database } from '@nexus/db';
import { type Decision, type ReadDecisions, readDecisions } from './label-check.repository.ts';
import { clearanceIn, type LabelDirectory } from './label-directory.ts';
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

export function createLabelCheck(
  database: Pick<Database, 'withWorker'>,
  directory: Pick<LabelDirectory, 'at'>,
): () => Promise<LabelCheck> {
  return async () => {
    const { revision, decided, policies } = await database.withWorker<LabelsTables, ReadDecisions>(
      'labels',
      readDecisions,
      {
        readOnly: true,
        isolation: 'repeatable read',
      },
    );
    const set = await directory.at(revision);
    const differs = ({ labelId, isReadable, ...clearance }: Decision) => {
      const value = set.values.get(labelId);
      return value === undefined || dominates(clearanceIn(set, clearance), value) !== isReadable;
    };
    return {
      decisions: decided.length,
      differing: decided.filter(differs).length,
      tables: policies.length,
      openTables: policies.filter(({ withoutLabel, count }) => withoutLabel || count === 0).map(({ name }) => name),
    };
  };
}
