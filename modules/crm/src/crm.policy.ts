import type { ActingRole } from './crm.ports.ts';

type Acting = readonly ActingRole[];

function networkHolds(acting: Acting, roles: readonly string[]): boolean {
  return acting.some((one) => one.kind === 'network' && one.roles.some((role) => roles.includes(role)));
}

export function isOfOffice(acting: Acting): boolean {
  return acting.some(({ kind, roles }) => kind === 'network' && roles.length > 0);
}

/** Partners for whom somebody acts. */
export function partnersOf(acting: Acting): string[] {
  return acting.filter(({ kind, roles }) => kind === 'partner' && roles.length > 0).map((one) => one.organisationId);
}

/** Finance reads the pipeline and leaves it to those who sell. */
export function mayWork(acting: Acting): boolean {
  return networkHolds(acting, ['owner', 'channel_manager', 'support']) || partnersOf(acting).length > 0;
}

export function mayDecideDeals(acting: Acting): boolean {
  return networkHolds(acting, ['owner', 'channel_manager']);
}

export function mayMerge(acting: Acting): boolean {
  return networkHolds(acting, ['owner', 'channel_manager']);
}

export function mayImport(acting: Acting): boolean {
  return networkHolds(acting, ['owner', 'channel_manager', 'support']);
}

export function maySetUpMail(acting: Acting): boolean {
  return networkHolds(acting, ['owner']);
}

/** Whose a new record is: what the office says, or the one partner that somebody acts for. */
export function ownerOfNew(acting: Acting, wanted: string | null | undefined): string | null {
  if (isOfOffice(acting)) return wanted ?? null;
  const own = partnersOf(acting);
  return wanted && own.includes(wanted) ? wanted : (own[0] ?? null);
}
