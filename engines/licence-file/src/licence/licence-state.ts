import type { LicenceDocument } from '../documents/licence.ts';

/** In this order from good to bad. Only `restricted` stops anything, and that is new work alone. */
export const licenceStates = ['valid', 'expiring', 'grace', 'restricted'] as const;
export type LicenceState = (typeof licenceStates)[number];

export type LicenceReason =
  | 'expires_soon'
  | 'expired'
  | 'not_yet_valid'
  | 'activation_due'
  | 'deactivated'
  | 'other_machine'
  | 'cloned_disk'
  | 'clock_back'
  | 'version_not_covered'
  | 'suspended'
  | 'revoked'
  | 'maintenance_ends_soon'
  | 'maintenance_ended';

/** What is known of the machine besides the file. */
export type LicenceFacts = {
  /** As `readClock` trusts it. */
  now: Date;
  installedAt: Date;
  isActivated: boolean;
  isDeactivated: boolean;
  revocation: 'revoked' | 'suspended' | null;
  /** Since when the machine is not the one that was activated. */
  machine: { fault: 'other_machine' | 'cloned_disk'; since: Date } | null;
  /** Since when the clock stands behind what it once was. */
  clockBackSince: Date | null;
  /** Of the program that runs, and since when it runs here; null for sources, which have no date. */
  release: { date: Date; since: Date } | null;
};

export type LicenceFinding = {
  state: LicenceState;
  reason: LicenceReason /** When it gets worse. */;
  until: Date | null;
};

export type LicenceStanding = {
  state: LicenceState;
  findings: LicenceFinding[];
  /** When new work stops unless something is done; null when no such moment is in sight. */
  restrictedFrom: Date | null;
};

const dayMs = 86_400_000;

/** How a licence stands. Every finding is told; the worst of them is the state. */
export function standingOf(licence: LicenceDocument, facts: LicenceFacts): LicenceStanding {
  const findings = [
    ...termFindings(licence, facts),
    ...maintenanceFindings(licence, facts),
    ...machineFindings(licence, facts),
    ...revocationFindings(facts),
  ];
  const rank = (state: LicenceState) => licenceStates.indexOf(state);
  const state = findings.reduce<LicenceState>(
    (worst, next) => (rank(next.state) > rank(worst) ? next.state : worst),
    'valid',
  );
  return { state, findings, restrictedFrom: firstRestriction(licence, facts, findings) };
}

function termFindings(
  { notBefore, expires, warnDays, graceDays }: LicenceDocument,
  { now }: LicenceFacts,
): LicenceFinding[] {
  if (now < new Date(notBefore)) return [{ state: 'restricted', reason: 'not_yet_valid', until: new Date(notBefore) }];
  if (expires === null) return [];
  const end = new Date(expires);
  const graceEnd = daysAfter(end, graceDays);
  if (now >= graceEnd) return [{ state: 'restricted', reason: 'expired', until: null }];
  if (now >= end) return [{ state: 'grace', reason: 'expired', until: graceEnd }];
  if (now >= daysAfter(end, -warnDays)) return [{ state: 'expiring', reason: 'expires_soon', until: end }];
  return [];
}

function maintenanceFindings(licence: LicenceDocument, { now, release }: LicenceFacts): LicenceFinding[] {
  const { maintenanceUntil, maxReleaseDate, warnDays, graceDays } = licence;
  const findings: LicenceFinding[] = [];
  if (maxReleaseDate !== null && release !== null && release.date > new Date(maxReleaseDate))
    findings.push(afterGrace('version_not_covered', release.since, graceDays, now));
  if (maintenanceUntil === null) return findings;
  const end = new Date(maintenanceUntil);
  // Use goes on without maintenance: it is told, and nothing else.
  if (now >= end) findings.push({ state: 'valid', reason: 'maintenance_ended', until: null });
  else if (now >= daysAfter(end, -warnDays))
    findings.push({ state: 'valid', reason: 'maintenance_ends_soon', until: end });
  return findings;
}

function machineFindings(licence: LicenceDocument, facts: LicenceFacts): LicenceFinding[] {
  const { machine, graceDays } = licence;
  const { now, installedAt, isActivated, isDeactivated, clockBackSince } = facts;
  const findings: LicenceFinding[] = [];
  if (isDeactivated) findings.push({ state: 'restricted', reason: 'deactivated', until: null });
  else if (machine !== null && !isActivated) {
    const due = daysAfter(installedAt, machine.activateWithinDays);
    const state = now >= due ? 'restricted' : 'expiring';
    findings.push({ state, reason: 'activation_due', until: now >= due ? null : due });
  }
  // Broken hardware is replaced at night, and who issues licences sleeps then.
  if (machine !== null && facts.machine !== null)
    findings.push(afterGrace(facts.machine.fault, facts.machine.since, graceDays, now));
  if (clockBackSince !== null) findings.push(afterGrace('clock_back', clockBackSince, graceDays, now));
  return findings;
}

function revocationFindings({ revocation }: LicenceFacts): LicenceFinding[] {
  return revocation === null ? [] : [{ state: 'restricted', reason: revocation, until: null }];
}

function afterGrace(reason: LicenceReason, since: Date, graceDays: number, now: Date): LicenceFinding {
  const end = daysAfter(since, graceDays);
  return now >= end ? { state: 'restricted', reason, until: null } : { state: 'grace', reason, until: end };
}

function firstRestriction(
  licence: LicenceDocument,
  { now }: LicenceFacts,
  findings: readonly LicenceFinding[],
): Date | null {
  if (findings.some(({ state }) => state === 'restricted')) return now;
  const moments = findings
    .filter(({ state, reason }) => state === 'grace' || reason === 'activation_due')
    .map(({ until }) => until!.getTime());
  if (licence.expires !== null) moments.push(daysAfter(new Date(licence.expires), licence.graceDays).getTime());
  return moments.length === 0 ? null : new Date(Math.min(...moments));
}

function daysAfter(moment: Date, days: number): Date {
  return new Date(moment.getTime() + days * dayMs);
}
