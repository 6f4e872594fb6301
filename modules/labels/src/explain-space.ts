import type { Tx } from '@nexus/db';
import type { PersonActor } from '@nexus/kernel';
import { findClearanceForOfficer } from './clearances.repository.ts';
import type { ExplainDependencies, ExplainedAccess, ExplainedRule } from './explain-access.ts';
import { findSet } from './labels.repository.ts';
import type { LabelsTables } from './labels.tables.ts';

/**
 * For the officer: whether a person comes into a space, and how far what they hold there reaches. Each document is asked about on its own, because
 * each has its label.
 */
export function createExplainSpace({ database, directory, whereabouts, audit }: ExplainDependencies) {
  return function explainSpace(actor: PersonActor, personId: string, spaceId: string): Promise<ExplainedAccess> {
    return database.withActor<LabelsTables, ExplainedAccess>(actor, async (tx) => {
      const set = await directory.at((await findSet(tx)).revision);
      const { role } = await whereabouts.membershipOf(tx as Tx, spaceId, personId);
      const clearance = await findClearanceForOfficer(tx, personId);
      const level = clearance && set.levels.findLast(({ rank }) => rank <= clearance.rank);
      const held = level
        ? [level.id, ...clearance.compartments, ...(clearance.groupId ? [clearance.groupId] : [])]
        : [];
      const rules: ExplainedRule[] = [
        { rule: 'membership', isMet: role !== null, decides: true, wanted: [spaceId], held: role ? [spaceId] : [] },
        {
          rule: 'role',
          isMet: role !== null,
          decides: true,
          wanted: ['reader', 'analyst', 'owner'],
          held: role ? [role] : [],
        },
        { rule: 'clearance', isMet: held.length > 0, decides: true, wanted: [], held },
      ];
      const isAllowed = rules.every(({ isMet }) => isMet);
      await audit.record(tx as Tx, {
        actor,
        action: 'access.explained',
        outcome: 'success',
        spaceId,
        objects: [{ kind: 'person', id: personId }],
        details: { allowed: isAllowed },
      });
      return { personId, documentId: null, isAllowed, label: null, spaceId, rules };
    });
  };
}
