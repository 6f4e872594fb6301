import type { Membership } from './licences.ports.ts';

type Memberships = readonly Membership[];

function isInNetwork(memberships: Memberships, ...wanted: string[]): boolean {
  return memberships.some(({ kind, roles }) => kind === 'network' && roles.some((role) => wanted.includes(role)));
}

export function mayKeepKeys(memberships: Memberships): boolean {
  return isInNetwork(memberships, 'owner');
}

export function maySetPolicies(memberships: Memberships): boolean {
  return isInNetwork(memberships, 'owner', 'channel_manager');
}

export function mayIssue(memberships: Memberships): boolean {
  return isInNetwork(memberships, 'owner', 'finance', 'channel_manager');
}

export function mayDecideRefunds(memberships: Memberships): boolean {
  return isInNetwork(memberships, 'owner', 'finance');
}

/** Files of machines come through the office, and through partners for their own customers. */
export function mayHandleMachines(memberships: Memberships, partnerId: string | null): boolean {
  if (isInNetwork(memberships, 'owner', 'channel_manager', 'support', 'finance')) return true;
  return memberships.some(
    ({ organisationId, roles }) =>
      organisationId === partnerId && roles.some((role) => role === 'partner_admin' || role === 'technician'),
  );
}

/** A seat without a receipt is an exception that the network makes. */
export function mayReleaseSeats(memberships: Memberships): boolean {
  return isInNetwork(memberships, 'owner', 'channel_manager', 'support');
}

/** More exceptions in a year than the policy has. */
export function mayExceedReleases(memberships: Memberships): boolean {
  return isInNetwork(memberships, 'owner');
}
