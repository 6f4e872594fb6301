import { PageQuery, pageSchema, Timestamp } from '@nexus/http';
import { licenceKinds } from '@nexus/licence-file';
import { z } from 'zod';

const Slug = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*([._-][a-z0-9]+)*$/);
const Kind = z.enum(licenceKinds);
const State = z.enum(['active', 'suspended', 'revoked', 'expired', 'superseded']);
const Counters = z.record(z.string(), z.number().int());
const Limits = z.record(Slug, z.int().min(0));
const Name = z.string().trim().min(1).max(200);
const Reason = z.string().trim().min(3).max(500);

export const LicenceParams = z.object({ licenceId: z.uuid() });
export const FileParams = z.object({ licenceId: z.uuid(), serial: z.uuid() });
export const ActivationParams = z.object({ activationId: z.uuid() });
export const DecisionParams = z.object({ decisionId: z.uuid() });
export const KeyParams = z.object({ kid: z.string().regex(/^[0-9a-f]{32}$/) });

export const LicenceListQuery = PageQuery.extend({
  state: State.optional(),
  partnerId: z.uuid().optional(),
  customerId: z.uuid().optional(),
  name: z.string().trim().min(1).max(200).optional().describe('Part of the customer’s name'),
});

export const FileView = z.object({ name: z.string(), text: z.string() });
export const FileBody = z.object({ file: z.string().min(1).max(1_500_000).describe('The text of the file') });
export const ReasonBody = z.object({ reason: Reason });

const terms = {
  entitlements: z.array(Slug).max(100),
  seats: z.int().min(1).max(100_000),
  limits: Limits,
  meteredUnits: z.array(Slug).max(50),
  expires: Timestamp.nullable(),
  maintenanceUntil: Timestamp.nullable(),
  maxReleaseDate: Timestamp.nullable(),
};

export const IssueBody = z.object({
  customerId: z.uuid(),
  customerName: Name,
  partnerId: z.uuid().nullable(),
  orderId: z.uuid().nullable().default(null),
  product: Slug,
  kind: Kind,
  ...terms,
  notBefore: Timestamp,
  supersedes: z.uuid().nullable().default(null),
});

export const ReissueBody = z.object({ reason: Reason, ...z.object(terms).partial().shape });

export const PolicyBody = z.object({
  product: Slug,
  kind: Kind,
  warnDays: z.int().min(0).max(365),
  graceDays: z.int().min(0).max(365),
  activateWithinDays: z.int().min(0).max(365),
  marksNeeded: z.int().min(0).max(5).describe('0: not bound to machines'),
  yearlyReleases: z.int().min(0).max(100),
  refund: z.enum(['suspend', 'ask', 'keep']),
});
export const PolicyView = PolicyBody.extend({ id: z.uuid(), version: z.number().int(), createdAt: Timestamp });
export const PolicyList = z.object({ items: z.array(PolicyView) });

export const LicenceView = z.object({
  id: z.uuid(),
  number: z.string(),
  customerId: z.uuid(),
  customerName: z.string(),
  partnerId: z.uuid().nullable(),
  orderId: z.uuid().nullable(),
  product: z.string(),
  kind: Kind,
  entitlements: z.array(z.string()),
  limits: z.record(z.string(), z.number().int()),
  meteredUnits: z.array(z.string()),
  seats: z.number().int(),
  notBefore: Timestamp,
  expires: Timestamp.nullable(),
  maintenanceUntil: Timestamp.nullable(),
  maxReleaseDate: Timestamp.nullable(),
  policyVersion: z.number().int(),
  state: State,
  stateReason: z.string().nullable(),
  stateSince: Timestamp,
  supersedes: z.uuid().nullable(),
  createdAt: Timestamp,
});
export const LicencePage = pageSchema(LicenceView);

const IssuedFileView = z.object({
  serial: z.uuid(),
  seq: z.number().int(),
  kid: z.string(),
  reason: z.string(),
  issuedAt: Timestamp,
});

const ActivationView = z.object({
  id: z.uuid(),
  seq: z.number().int(),
  machineName: z.string(),
  marks: z.array(z.string()).describe('Kinds of marks that the machine is known by'),
  need: z.number().int(),
  state: z.enum(['live', 'deactivated', 'released', 'replaced']),
  endReason: z.string().nullable(),
  cloneSince: Timestamp.nullable().describe('Since when two machines seem to speak as this one'),
  activatedAt: Timestamp,
  endedAt: Timestamp.nullable(),
});

const ReportView = z.object({
  id: z.uuid(),
  activationId: z.uuid(),
  epochNumber: z.number().int(),
  epochReason: z.string(),
  seq: z.number().int(),
  period: z.string(),
  isMonthClosed: z.boolean(),
  counters: Counters,
  state: z.enum(['accepted', 'refused']),
  fault: z.string().nullable(),
  missing: z.number().int().describe('Reports that had not come when this one did'),
  isTwin: z
    .boolean()
    .describe('Another epoch has its number: a backup was restored twice, or two machines run from one'),
  isClockBehind: z.boolean(),
  isAfterEnd: z.boolean(),
  writtenAt: Timestamp,
  receivedAt: Timestamp,
});

export const DecisionView = z.object({
  id: z.uuid(),
  licenceId: z.uuid(),
  refundId: z.uuid(),
  isFull: z.boolean(),
  decision: z.enum(['open', 'suspend', 'keep']),
  reason: z.string().nullable(),
  askedAt: Timestamp,
  decidedAt: Timestamp.nullable(),
});
export const DecisionList = z.object({ items: z.array(DecisionView) });
export const DecisionBody = z.object({ decision: z.enum(['suspend', 'keep']), reason: Reason });

export const LicenceDetailsView = LicenceView.extend({
  seatsTaken: z.number().int(),
  files: z.array(IssuedFileView),
  activations: z.array(ActivationView),
  reports: z.array(ReportView),
  decisions: z.array(DecisionView),
  unsettled: Counters.describe('Used and not invoiced, by unit'),
});

export const IssuedView = z.object({
  licenceId: z.uuid(),
  number: z.string(),
  serial: z.uuid(),
  seq: z.number().int(),
  file: FileView,
});

export const AcceptedActivationView = z.object({
  activationId: z.uuid(),
  licenceId: z.uuid(),
  isNew: z.boolean(),
  file: FileView,
});
export const EndedActivationView = z.object({ activationId: z.uuid(), licenceId: z.uuid() });

export const UsageOutcomeView = z.object({
  outcome: z.enum(['accepted', 'replayed', 'refused']),
  fault: z.string().nullable(),
  isClone: z.boolean(),
  isTwin: z.boolean(),
  isNewEpoch: z.boolean(),
  missing: z.number().int(),
  licenceId: z.uuid(),
  activationId: z.uuid(),
  period: z.string(),
  consumption: Counters.describe('Used by all machines of the licence and not invoiced before this report, by unit'),
});

export const RevocationListView = z.object({ seq: z.number().int(), issuedAt: Timestamp, file: FileView });

export const KeyView = z.object({
  kid: z.string(),
  state: z.enum(['waiting', 'active', 'retired', 'revoked']),
  publicPem: z.string(),
  issuer: z.string().nullable(),
  purposes: z.array(z.string()),
  notBefore: Timestamp.nullable(),
  notAfter: Timestamp.nullable(),
  revokedFrom: Timestamp.nullable(),
  createdAt: Timestamp,
});
export const KeyList = z.object({
  roots: z.array(z.object({ kid: z.string(), addedAt: Timestamp })),
  keys: z.array(KeyView),
});
export const RootBody = z.object({ publicPem: z.string().min(1).max(2_000) });
export const RootView = z.object({ kid: z.string() });
export const RevokeKeyBody = z.object({ from: Timestamp.describe('What was signed from then on is not believed') });
