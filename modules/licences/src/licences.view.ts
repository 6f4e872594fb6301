import type { z } from 'zod';
import { numberOf } from './issuing/issue-licence.ts';
import type { FoundLicence } from './issuing/licences.repository.ts';
import type {
  DecisionView,
  KeyView,
  LicenceDetailsView,
  LicenceView,
  PolicyView,
  UsageOutcomeView,
} from './licences.schemas.ts';
import type { LicenceDetails } from './licences.service.ts';
import type {
  ActivationRow,
  KeyRow,
  LicenceFileRow,
  PolicyRow,
  RefundDecisionRow,
  UsageReportRow,
} from './licences.tables.ts';
import type { UsageOutcome } from './usage/usage.service.ts';

type Details = z.infer<typeof LicenceDetailsView>;

const at = (moment: Date | null): string | null => moment?.toISOString() ?? null;

export function viewLicence(row: FoundLicence): z.infer<typeof LicenceView> {
  return {
    id: row.id,
    number: numberOf(row),
    customerId: row.customerId,
    customerName: row.customerName,
    partnerId: row.partnerId,
    orderId: row.orderId,
    product: row.product,
    kind: row.kind,
    entitlements: row.modules,
    limits: row.limits,
    meteredUnits: row.meteredUnits,
    seats: row.seats,
    notBefore: row.notBefore.toISOString(),
    expires: at(row.expires),
    maintenanceUntil: at(row.maintenanceUntil),
    maxReleaseDate: at(row.maxReleaseDate),
    policyVersion: row.policyVersion,
    state: row.state,
    stateReason: row.stateReason,
    stateSince: row.stateSince.toISOString(),
    supersedes: row.supersedes,
    createdAt: row.createdAt.toISOString(),
  };
}

export function viewDetails({ licence, files, activations, reports, decisions, unsettled }: LicenceDetails): Details {
  return {
    ...viewLicence(licence),
    seatsTaken: activations.filter(({ state }) => state === 'live').length,
    files: files.map(viewFile),
    activations: activations.map(viewActivation),
    reports: reports.map(viewReport),
    decisions: decisions.map(viewDecision),
    unsettled,
  };
}

function viewFile({ serial, seq, kid, reason, issuedAt }: LicenceFileRow): Details['files'][number] {
  return { serial, seq, kid, reason, issuedAt: issuedAt.toISOString() };
}

function viewActivation(row: ActivationRow): Details['activations'][number] {
  const { id, seq, machineName, fingerprint, need, state, endReason, cloneSince, activatedAt, endedAt } = row;
  return {
    id,
    seq,
    machineName,
    marks: Object.keys(fingerprint),
    need,
    state,
    endReason,
    cloneSince: at(cloneSince),
    activatedAt: activatedAt.toISOString(),
    endedAt: at(endedAt),
  };
}

function viewReport(row: UsageReportRow): Details['reports'][number] {
  const { id, activationId, epochNumber, epochReason, seq, period, isMonthClosed, counters, state, fault, missing } =
    row;
  const { isTwin, isClockBehind, isAfterEnd, writtenAt, receivedAt } = row;
  return {
    id,
    activationId,
    epochNumber,
    epochReason,
    seq,
    period,
    isMonthClosed,
    counters,
    state,
    fault,
    missing,
    isTwin,
    isClockBehind,
    isAfterEnd,
    writtenAt: writtenAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
  };
}

export function viewDecision(row: RefundDecisionRow): z.infer<typeof DecisionView> {
  const { id, licenceId, refundId, isFull, decision, reason, askedAt, decidedAt } = row;
  return {
    id,
    licenceId,
    refundId,
    isFull,
    decision,
    reason,
    askedAt: askedAt.toISOString(),
    decidedAt: at(decidedAt),
  };
}

export function viewPolicy(row: PolicyRow): z.infer<typeof PolicyView> {
  const {
    id,
    product,
    kind,
    version,
    warnDays,
    graceDays,
    activateWithinDays,
    marksNeeded,
    yearlyReleases,
    refund,
    createdAt,
  } = row;
  return {
    id,
    product,
    kind,
    version,
    warnDays,
    graceDays,
    activateWithinDays,
    marksNeeded,
    yearlyReleases,
    refund,
    createdAt: createdAt.toISOString(),
  };
}

export function viewKey(row: KeyRow): z.infer<typeof KeyView> {
  const { kid, state, publicPem, issuer, purposes, notBefore, notAfter, revokedFrom, createdAt } = row;
  return {
    kid,
    state,
    publicPem,
    issuer,
    purposes,
    notBefore: at(notBefore),
    notAfter: at(notAfter),
    revokedFrom: at(revokedFrom),
    createdAt: createdAt.toISOString(),
  };
}

export function viewUsage(outcome: UsageOutcome): z.infer<typeof UsageOutcomeView> {
  const { fault, isClone, isTwin, isNewEpoch, missing, licenceId, activationId, period, consumption } = outcome;
  return {
    outcome: outcome.outcome,
    fault,
    isClone,
    isTwin,
    isNewEpoch,
    missing,
    licenceId,
    activationId,
    period,
    consumption,
  };
}
