import type { Tx } from '@nexus/db';
import type { HttpApp } from '@nexus/http';
import { candidatesRoutes } from './candidates.routes.ts';
import { createCandidatesService } from './candidates.service.ts';
import {
  AlreadyMemberError,
  DefaultAboveCeilingError,
  LastOwnerError,
  SpaceLabelNotFoundError,
} from './spaces.errors.ts';
import * as repository from './spaces.repository.ts';
import { spacesRoutes } from './spaces.routes.ts';
import { createSpacesService, type SpacesDependencies } from './spaces.service.ts';
import type { SpaceRole, SpacesTables } from './spaces.tables.ts';

export type Membership = { role: SpaceRole; labelId: string; ceilingLabelId: string | null };

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
      findMembership(tx: Tx, personId: string, spaceId: string): Promise<Membership | null> {
        return repository.findMembership(tx as Tx<SpacesTables>, personId, spaceId);
      },
      labelOf(tx: Tx, spaceId: string): Promise<string> {
        return repository.findSpaceLabel(tx as Tx<SpacesTables>, spaceId);
      },
      labelsOf(tx: Tx, spaceId: string): Promise<repository.SpaceLabels> {
        return repository.findSpaceLabels(tx as Tx<SpacesTables>, spaceId);
      },
      spacesOfActor(tx: Tx): Promise<string[]> {
        return repository.listSpaceIdsOfActor(tx as Tx<SpacesTables>);
      },
      membershipOf(tx: Tx, spaceId: string, personId: string): Promise<repository.OfficersView> {
        return repository.findMembershipForOfficer(tx as Tx<SpacesTables>, spaceId, personId);
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
  space_default_within_ceiling: () => new DefaultAboveCeilingError(),
  space_label_not_readable: () => new SpaceLabelNotFoundError(),
};
