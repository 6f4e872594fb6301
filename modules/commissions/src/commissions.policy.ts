type Membership = { organisationId: string; kind: 'network' | 'partner'; roles: readonly string[] };

/** Records money, closes months, pays: finance and the owner. */
export function mayHandleMoney(memberships: readonly Membership[]): boolean {
  return memberships.some(({ kind, roles }) => kind === 'network' && roles.some(isOfMoney));
}

/** The office sees every statement, partner people that of their organisation. */
export function maySeeStatementOf(memberships: readonly Membership[], partnerId: string): boolean {
  return mayHandleMoney(memberships) || memberships.some(({ organisationId }) => organisationId === partnerId);
}

function isOfMoney(role: string): boolean {
  return role === 'finance' || role === 'owner';
}
