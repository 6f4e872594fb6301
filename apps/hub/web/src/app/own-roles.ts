import { read } from '@nexus/page/api';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Answered, api } from '../api/client.ts';

export type Membership = Answered<'listOwnOrganisations'>['items'][number];
export type OrganisationRole = Membership['roles'][number];

/** Where the person acts, and as what. */
export const ownOrganisationsQuery = queryOptions({
  queryKey: ['own-organisations'],
  staleTime: 60_000,
  queryFn: async () => (await read(api.GET('/api/v1/me/organisations'))).items,
});

/** What the person may be shown. The server decides; this only hides what would be refused. */
export function useOwnRoles() {
  const { data: memberships = [] } = useQuery(ownOrganisationsQuery);
  const network = memberships.find(({ kind }) => kind === 'network') ?? null;
  const partners = memberships.filter(({ kind }) => kind === 'partner');
  return {
    memberships,
    network,
    partners,
    /** In the network, with one of these roles; with none given, with any. */
    isOffice: (...roles: OrganisationRole[]) =>
      network !== null && (roles.length === 0 || network.roles.some((role) => roles.includes(role))),
    /** In a partner, with one of these roles. */
    isPartner: (...roles: OrganisationRole[]) =>
      partners.some((partner) => roles.length === 0 || partner.roles.some((role) => roles.includes(role))),
  };
}
