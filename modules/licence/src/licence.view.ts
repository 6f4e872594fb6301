import type { z } from 'zod';
import type { OverviewView, ReportList, StandingView } from './licence.schemas.ts';
import type { ReportRow } from './licence.tables.ts';
import type { Overview } from './overview.service.ts';
import type { Standing } from './standing/standing.service.ts';

const at = (moment: Date | null): string | null => moment?.toISOString() ?? null;
const day = (instant: string | null): string | null => (instant === null ? null : new Date(instant).toISOString());

export function viewStanding({ state, findings, restrictedFrom }: Standing): z.infer<typeof StandingView> {
  return {
    state,
    findings: findings.map(({ state: found, reason, until }) => ({ state: found, reason, until: at(until) })),
    restrictedFrom: at(restrictedFrom),
  };
}

export function viewOverview(overview: Overview): z.infer<typeof OverviewView> {
  const { licence, activation, meters, activeThisMonth, isOverUsers, hasOpenRequest, epoch } = overview;
  return {
    ...viewStanding(overview),
    licence: licence && viewLicence(licence),
    activation: activation && {
      state: activation.state,
      activationId: activation.activationId,
      activatedAt: at(activation.activatedAt),
      deactivatedAt: at(activation.deactivatedAt),
    },
    hasOpenRequest,
    meters: meters.map(({ unit, counted, isReported }) => ({ unit, counted, isReported })),
    activeThisMonth,
    isOverUsers,
    epoch: epoch && { number: epoch.number, reason: epoch.reason, beganAt: epoch.beganAt.toISOString() },
  };
}

function viewLicence({
  content,
  signedBy,
  row,
}: NonNullable<Standing['licence']>): NonNullable<z.infer<typeof OverviewView>['licence']> {
  return {
    licenceId: content.licenceId,
    serial: content.serial,
    seq: content.seq,
    issuer: signedBy.issuer,
    customer: content.customer.name,
    kind: content.kind,
    modules: content.modules,
    seats: content.seats,
    limits: content.limits,
    notBefore: new Date(content.notBefore).toISOString(),
    expires: day(content.expires),
    graceDays: content.graceDays,
    maintenanceUntil: day(content.maintenanceUntil),
    maxReleaseDate: day(content.maxReleaseDate),
    isBound: content.machine !== null,
    installedAt: row.installedAt.toISOString(),
  };
}

export function viewReport(
  row: Pick<ReportRow, 'id' | 'seq' | 'period' | 'isMonthClosed' | 'counters' | 'writtenAt'>,
): z.infer<typeof ReportList>['items'][number] {
  const { id, seq, period, isMonthClosed, counters, writtenAt } = row;
  return { id, seq, period, isMonthClosed, counters, writtenAt: writtenAt.toISOString() };
}
