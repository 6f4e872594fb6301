import type { Tx } from '@nexus/db';
import type { HttpApp } from '@nexus/http';
import * as repository from './organisations.repository.ts';
import { organisationsRoutes } from './organisations.routes.ts';
import { createOrganisationsService, type OrganisationsDependencies } from './organisations.service.ts';
import type { Membership } from './organisations.tables.ts';

export const organisationsMigrations = {
  name: 'organisations',
  directory: new URL('../migrations/', import.meta.url),
};

export function createOrganisationsModule(dependencies: OrganisationsDependencies) {
  const service = createOrganisationsService(dependencies);
  return {
    service,
    routes(app: HttpApp): void {
      organisationsRoutes(service)(app);
    },
    /** What other modules ask, inside their own transaction. */
    organisations: {
      rolesOf(tx: Tx, personId: string): Promise<Membership[]> {
        return repository.membershipsOf(tx as unknown as repository.OrganisationsTx, personId);
      },
      namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
        return repository.namesOf(tx as unknown as repository.OrganisationsTx, ids);
      },
      openPartner: service.openPartner,
    },
  };
}

export type OrganisationsModule = ReturnType<typeof createOrganisationsModule>;
