import type { Membership } from './invoices.ports.ts';

/** Issues, records payments, gives money back. */
export function mayKeepInvoices(memberships: readonly Membership[]): boolean {
  return memberships.some(
    ({ kind, roles }) => kind === 'network' && (roles.includes('owner') || roles.includes('finance')),
  );
}
