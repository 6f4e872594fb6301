import type { Tx } from '@nexus/db';
import type { HttpApp } from '@nexus/http';
import { candidatesRoutes } from './candidates.routes.ts';
import { createCandidatesService } from './candidates.service.ts';
import { AlreadyMemberError, LastOwnerError } from './spaces.errors.ts';
import { findMembership, findSpaceLabel } from './spaces.repository.ts';
import { spacesRoutes } from './spaces.routes.ts';
import { createSpacesService, type SpacesDependencies } from './spaces.service.ts';
import type { SpaceRole, SpacesTables } from './spaces.tables.ts';

export function createSpacesModule(dependencies: SpacesDependencies) {
  const service = createSpacesService(dependencies);
  return {
    service,
    routes(app: HttpApp): void {
      spacesRoutes(service)(app);
      candidatesRoutes(createCandidatesService(dependencies))(app);
    },
    /** What modules with content ask about a space, inside their own transaction. */
    membership: {
      findMembership(tx: Tx, personId: string, spaceId: string): Promise<{ role: SpaceRole; labelId: string } | null> {
        return findMembership(tx as Tx<SpacesTables>, personId, spaceId);
      },
      labelOf(tx: Tx, spaceId: string): Promise<string> {
        return findSpaceLabel(tx as Tx<SpacesTables>, spaceId);
      },
    },
  };
}

export type SpacesModule = ReturnType<typeof createSpacesModule>;
export const spacesMigrations = { name: 'spaces', directory: new URL('../migrations/', import.meta.url) };
/** Constraint to error, for the database's one place that maps violations. */
export const spacesConflicts = {
  space_keeps_an_owner: () => new LastOwnerError(),
  space_members_pkey: () => new AlreadyMemberError(),
};
