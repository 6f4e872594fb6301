import type { Membership, OrganisationKind, OrganisationRole } from './organisations.tables.ts';

export function holdsInNetwork(memberships: readonly Membership[], ...wanted: OrganisationRole[]): boolean {
  return memberships.some(
    ({ kind, roles }) => kind === 'network' && (wanted.length === 0 || roles.some((role) => wanted.includes(role))),
  );
}

export function holdsIn(
  memberships: readonly Membership[],
  organisationId: string,
  ...wanted: OrganisationRole[]
): boolean {
  return memberships.some(
    (membership) =>
      membership.organisationId === organisationId &&
      (wanted.length === 0 || membership.roles.some((role) => wanted.includes(role))),
  );
}

export function mayOpenPartner(memberships: readonly Membership[]): boolean {
  return holdsInNetwork(memberships, 'owner', 'channel_manager');
}

/** Owners name who works for the network; for a partner, its administrator and the channel. */
export function mayChangeMembers(
  memberships: readonly Membership[],
  organisation: { id: string; kind: OrganisationKind },
): boolean {
  if (organisation.kind === 'network') return holdsInNetwork(memberships, 'owner');
  return mayOpenPartner(memberships) || holdsIn(memberships, organisation.id, 'partner_admin');
}

export function mayEditOrganisation(
  memberships: readonly Membership[],
  organisation: { id: string; kind: OrganisationKind },
): boolean {
  return organisation.kind === 'network'
    ? holdsInNetwork(memberships, 'owner')
    : mayOpenPartner(memberships) || holdsIn(memberships, organisation.id, 'partner_admin');
}

/** Whether a partner may act at all is the network's decision. */
export function mayChangeState(memberships: readonly Membership[], kind: OrganisationKind): boolean {
  return kind === 'partner' && mayOpenPartner(memberships);
}
