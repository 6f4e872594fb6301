import type { Membership } from './pricing.ports.ts';

/** Which network roles somebody holds. */
export function networkRoles(memberships: readonly Membership[]): readonly string[] {
  return memberships.filter(({ kind }) => kind === 'network').flatMap(({ roles }) => roles);
}

export function mayReadCatalogue(memberships: readonly Membership[]): boolean {
  return memberships.length > 0;
}

export function mayEditCatalogue(memberships: readonly Membership[]): boolean {
  return holdsAny(networkRoles(memberships), ['owner', 'channel_manager']);
}

export function mayEditTaxes(memberships: readonly Membership[]): boolean {
  return holdsAny(networkRoles(memberships), ['owner', 'finance']);
}

export function mayEditDiscountLimits(memberships: readonly Membership[]): boolean {
  return networkRoles(memberships).includes('owner');
}

/** The network sells by itself and for everybody; a partner's sellers sell for their own organisation. */
export function maySellFor(memberships: readonly Membership[], partnerId: string | null): boolean {
  if (holdsAny(networkRoles(memberships), ['owner', 'channel_manager'])) return true;
  return memberships.some(
    ({ organisationId, roles }) => organisationId === partnerId && holdsAny(roles, ['partner_admin', 'partner_seller']),
  );
}

/** Whoever wrote the discount or asked for it is refused by the database as well. */
export function mayDecideDiscounts(memberships: readonly Membership[]): boolean {
  return holdsAny(networkRoles(memberships), ['owner', 'finance', 'channel_manager']);
}

/** The largest discount that somebody gives alone: the best of the limits of the roles that let them sell for this partner. */
export function ownDiscountLimit(
  memberships: readonly Membership[],
  partnerId: string | null,
  limits: ReadonlyMap<string, number>,
): number {
  const roles = memberships
    .filter(({ kind, organisationId }) => kind === 'network' || organisationId === partnerId)
    .flatMap((membership) => membership.roles);
  return Math.max(0, ...roles.map((role) => limits.get(role) ?? 0));
}

function holdsAny(roles: readonly string[], wanted: readonly string[]): boolean {
  return wanted.some((role) => roles.includes(role));
}
