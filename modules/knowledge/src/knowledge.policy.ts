import type { Membership } from './knowledge.ports.ts';

const holdsInNetwork = (memberships: readonly Membership[], ...wanted: string[]) =>
  memberships.some(({ kind, roles }) => kind === 'network' && wanted.some((role) => roles.includes(role)));

export function mayEditAssets(memberships: readonly Membership[]): boolean {
  return holdsInNetwork(memberships, 'owner', 'channel_manager');
}

/** Shares are the owner's alone: they pay for ever. */
export function mayEditHoldings(memberships: readonly Membership[]): boolean {
  return holdsInNetwork(memberships, 'owner');
}

export function mayConfirmWork(memberships: readonly Membership[]): boolean {
  return holdsInNetwork(memberships, 'owner', 'channel_manager', 'support');
}

export function mayRecordPurchases(memberships: readonly Membership[]): boolean {
  return holdsInNetwork(memberships, 'owner', 'finance');
}

export function actsIn(memberships: readonly Membership[], organisationId: string): boolean {
  return memberships.some((membership) => membership.organisationId === organisationId);
}
