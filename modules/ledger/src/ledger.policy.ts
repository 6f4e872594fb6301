type Membership = { kind: 'network' | 'partner'; roles: readonly string[] };

/** The trial balance, the chain and everybody's accounts. */
export function maySeeWholeLedger(memberships: readonly Membership[]): boolean {
  return memberships.some(
    ({ kind, roles }) => kind === 'network' && roles.some((role) => role === 'finance' || role === 'owner'),
  );
}
