import { InvalidInputError, type PersonActor } from '@nexus/kernel';
import { type ActAs, type CrmDependencies, ensureMay } from '../crm.parts.ts';
import { mayWork } from '../crm.policy.ts';
import { findSubject } from '../subject.ts';
import * as repository from './checklist.repository.ts';

export type ChecklistService = ReturnType<typeof createChecklistService>;

export function createChecklistService({ clock }: CrmDependencies, act: ActAs) {
  async function get(actor: PersonActor, opportunityId: string): Promise<repository.ChecklistRow[]> {
    return await act(actor, async (tx) => {
      await findSubject(tx, { opportunityId });
      return await repository.readChecklist(tx, opportunityId);
    });
  }

  async function set(
    actor: PersonActor,
    opportunityId: string,
    input: { code: string; isDone: boolean; note: string | null },
  ): Promise<repository.ChecklistRow[]> {
    return await act(actor, async (tx, acting) => {
      ensureMay(mayWork(acting));
      const { partnerId } = await findSubject(tx, { opportunityId });
      const { code, isDone, note } = input;
      if (!(await repository.readChecklist(tx, opportunityId)).some((row) => row.code === code))
        throw new InvalidInputError('There is no such point in the list.', [{ path: 'code', message: 'unknown' }]);
      const doneAt = clock.now();
      if (isDone) await repository.mark(tx, { opportunityId, code, partnerId, doneBy: actor.personId, doneAt, note });
      else await repository.unmark(tx, opportunityId, code);
      return await repository.readChecklist(tx, opportunityId);
    });
  }

  return { get, set };
}
