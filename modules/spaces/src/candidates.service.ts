import type { Tx } from '@nexus/db';
import type { PersonActor } from '@nexus/kernel';
import { plainText } from '@nexus/kernel';
import { SpaceActionForbiddenError, SpaceNotFoundError } from './spaces.errors.ts';
import { mayChangeMembers, mayHoldContent } from './spaces.policy.ts';
import { findSpaceOf, listMembers } from './spaces.repository.ts';
import type { SpacesDependencies } from './spaces.service.ts';
import type { SpacesTables } from './spaces.tables.ts';

export type Candidate = { personId: string; name: string; email: string | null };

const mostFound = 20;

export type CandidatesService = ReturnType<typeof createCandidatesService>;

/** Whom an owner may add to a space. */
export function createCandidatesService({
  database,
  people,
  isEvaluation,
}: Pick<SpacesDependencies, 'database' | 'people' | 'isEvaluation'>) {
  /** People whose name or address holds every word of `text`, whatever its case and accents; by name, at most twenty. */
  async function search(actor: PersonActor, spaceId: string, text: string): Promise<Candidate[]> {
    const members = await database.withActor<SpacesTables, Set<string>>(actor, async (tx: Tx<SpacesTables>) => {
      const space = await findSpaceOf(tx, actor.personId, spaceId);
      if (!space) throw new SpaceNotFoundError();
      if (!mayChangeMembers(space.role)) throw new SpaceActionForbiddenError();
      return new Set((await listMembers(tx, spaceId)).map(({ personId }) => personId));
    });
    const words = plainText(text)
      .split(/\s+/)
      .filter((word) => word !== '');
    return (await people.listColleagues(actor))
      .filter(({ id, roles }) => !members.has(id) && mayHoldContent(roles, isEvaluation()))
      .filter(({ name, email }) => {
        const card = plainText(`${name} ${email ?? ''}`);
        return words.every((word) => card.includes(word));
      })
      .sort((a, b) => a.name.localeCompare(b.name, 'es'))
      .slice(0, mostFound)
      .map(({ id, name, email }) => ({ personId: id, name, email }));
  }

  return { search };
}
