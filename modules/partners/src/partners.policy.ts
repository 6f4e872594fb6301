import type { ActingRole } from './partners.ports.ts';

type Acting = readonly ActingRole[];

function holds(
  acting: Acting,
  kind: 'network' | 'partner',
  roles: readonly string[],
  organisationId?: string,
): boolean {
  return acting.some(
    (one) =>
      one.kind === kind &&
      (organisationId === undefined || one.organisationId === organisationId) &&
      one.roles.some((role) => roles.includes(role)),
  );
}

export function isOfOffice(acting: Acting): boolean {
  return acting.some(({ kind, roles }) => kind === 'network' && roles.length > 0);
}

export function isOfPartner(acting: Acting, partnerId: string): boolean {
  return acting.some(({ organisationId }) => organisationId === partnerId);
}

/** Who takes partners in, grants territories, writes agreements. */
export function maySteerPartners(acting: Acting): boolean {
  return holds(acting, 'network', ['owner', 'channel_manager']);
}

export function mayEditPartner(acting: Acting, partnerId: string): boolean {
  return maySteerPartners(acting) || holds(acting, 'partner', ['partner_admin'], partnerId);
}

/** Bank details: finance, and those who run the partner. */
export function mayHandleBankDetails(acting: Acting, partnerId: string): boolean {
  return (
    holds(acting, 'network', ['owner', 'finance']) ||
    holds(acting, 'partner', ['partner_admin', 'affiliate'], partnerId)
  );
}

export function maySignFor(acting: Acting, partnerId: string): boolean {
  return holds(acting, 'partner', ['partner_admin', 'affiliate', 'technician'], partnerId);
}

/** Risk of the whole network. */
export function maySeeHealth(acting: Acting): boolean {
  return holds(acting, 'network', ['owner', 'finance', 'channel_manager']);
}
