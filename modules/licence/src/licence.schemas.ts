import { Timestamp } from '@nexus/http';
import { licenceKinds } from '@nexus/licence-file';
import { z } from 'zod';

const State = z.enum(['evaluation', 'valid', 'expiring', 'grace', 'restricted']);
const Reason = z.enum([
  'expires_soon',
  'expired',
  'not_yet_valid',
  'activation_due',
  'deactivated',
  'other_machine',
  'cloned_disk',
  'clock_back',
  'version_not_covered',
  'suspended',
  'revoked',
  'maintenance_ends_soon',
  'maintenance_ended',
  'unreadable',
]);

const Finding = z.object({
  state: z.enum(['valid', 'expiring', 'grace', 'restricted']),
  reason: Reason,
  until: Timestamp.nullable().describe('When it gets worse'),
});

export const StandingView = z.object({
  state: State.describe(
    '`evaluation`: no licence was installed, and everything can be used. `restricted`: no new documents and questions; all else goes on.',
  ),
  findings: z.array(Finding),
  restrictedFrom: Timestamp.nullable().describe('When new work stops unless something is done'),
});

const LicenceView = z.object({
  licenceId: z.uuid(),
  serial: z.uuid(),
  seq: z.number().int(),
  issuer: z.string(),
  customer: z.string(),
  kind: z.enum(licenceKinds),
  modules: z.array(z.string()),
  seats: z.number().int(),
  limits: z.record(z.string(), z.number().int()),
  notBefore: Timestamp,
  expires: Timestamp.nullable(),
  graceDays: z.number().int(),
  maintenanceUntil: Timestamp.nullable(),
  maxReleaseDate: Timestamp.nullable(),
  isBound: z.boolean().describe('Whether it wants to be activated on a machine'),
  installedAt: Timestamp,
});

export const OverviewView = StandingView.extend({
  licence: LicenceView.nullable(),
  activation: z
    .object({
      state: z.enum(['requested', 'active', 'replaced', 'deactivated']),
      activationId: z.uuid().nullable(),
      activatedAt: Timestamp.nullable(),
      deactivatedAt: Timestamp.nullable(),
    })
    .nullable(),
  hasOpenRequest: z.boolean().describe('A request for activation was written and not answered'),
  meters: z.array(
    z.object({
      unit: z.string(),
      counted: z.number().int().describe('Since the licence was installed or the machine restored'),
      isReported: z.boolean().describe('Whether reports to the issuer carry it'),
    }),
  ),
  activeThisMonth: z.number().int(),
  isOverUsers: z.boolean(),
  epoch: z.object({ number: z.number().int(), reason: z.string(), beganAt: Timestamp }).nullable(),
});

export const InstallBody = z.object({
  file: z.string().min(1).max(1_500_000).describe('The text of the file, or its bytes in base64'),
});

export const InstalledView = z.object({
  kind: z.enum(['licence', 'activation-response', 'revocations']),
  isNew: z.boolean().describe('False for a file that was here already'),
  standing: StandingView,
});

export const WrittenFileView = z.object({ name: z.string(), text: z.string() });
export const WrittenKindParams = z.object({ kind: z.enum(['activation-request', 'deactivation-receipt']) });
export const ReportParams = z.object({ reportId: z.uuid() });

const ReportView = z.object({
  id: z.uuid(),
  seq: z.number().int(),
  period: z.string().describe('Year and month'),
  isMonthClosed: z.boolean(),
  counters: z.record(z.string(), z.number().int()),
  writtenAt: Timestamp,
});

export const ReportList = z.object({ items: z.array(ReportView) });
export const WrittenReportView = z.object({ report: ReportView, file: WrittenFileView });
