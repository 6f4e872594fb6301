import type { Generated, GeneratedAlways, Tx } from '@nexus/db';
import type { Counters, FingerprintMarks, KeyPurpose, LicenceKind } from '@nexus/licence-file';

export type RootRow = { kid: string; publicPem: string; addedBy: string | null; addedAt: Date };

export type KeyState = 'waiting' | 'active' | 'retired' | 'revoked';
export type KeyRow = {
  id: string;
  kid: string;
  publicPem: string;
  privateKey: Buffer;
  chain: string | null;
  issuer: string | null;
  purposes: KeyPurpose[];
  notBefore: Date | null;
  notAfter: Date | null;
  state: KeyState;
  revokedFrom: Date | null;
  createdBy: string | null;
  createdAt: Date;
};

/** How licences of a product and kind behave. */
export type PolicyTerms = {
  warnDays: number;
  graceDays: number;
  activateWithinDays: number;
  marksNeeded: number;
  yearlyReleases: number;
  refund: 'suspend' | 'ask' | 'keep';
};
export type PolicyRow = PolicyTerms & {
  id: string;
  product: string;
  kind: LicenceKind;
  version: number;
  createdBy: string | null;
  createdAt: Date;
};

export type LicenceState = 'active' | 'suspended' | 'revoked' | 'expired' | 'superseded';

export type LicenceRow = {
  id: string;
  number: GeneratedAlways<bigint>;
  customerId: string;
  customerName: string;
  partnerId: string | null;
  orderId: string | null;
  sourceId: string | null;
  product: string;
  kind: LicenceKind;
  modules: string[];
  limits: Record<string, number>;
  meteredUnits: string[];
  seats: number;
  notBefore: Date;
  expires: Date | null;
  maintenanceUntil: Date | null;
  maxReleaseDate: Date | null;
  policy: PolicyTerms;
  policyVersion: number;
  machineSalt: string;
  state: LicenceState;
  stateReason: string | null;
  stateSince: Date;
  supersedes: string | null;
  version: Generated<number>;
  createdBy: string | null;
  createdAt: Date;
};

export type LicenceFileRow = {
  serial: string;
  licenceId: string;
  seq: number;
  kid: string;
  digest: string;
  file: string;
  reason: string;
  issuedBy: string | null;
  issuedAt: Date;
};

export type ActivationRow = {
  id: string;
  licenceId: string;
  seq: number;
  nonce: string;
  deviceKid: string;
  publicKey: string;
  machineName: string;
  fingerprint: FingerprintMarks;
  need: number;
  response: string;
  state: 'live' | 'deactivated' | 'released' | 'replaced';
  endReason: string | null;
  cloneSince: Date | null;
  activatedBy: string | null;
  activatedAt: Date;
  endedAt: Date | null;
};

export type ReceiptRow = {
  activationId: string;
  licenceId: string;
  file: string;
  epoch: string;
  counters: Counters;
  receivedBy: string | null;
  receivedAt: Date;
};

export type UsageReportRow = {
  id: string;
  licenceId: string;
  activationId: string;
  epoch: string;
  epochNumber: number;
  epochReason: string;
  seq: number;
  digest: string;
  previous: string | null;
  period: string;
  isMonthClosed: boolean;
  counters: Counters;
  state: 'accepted' | 'refused';
  fault: string | null;
  missing: number;
  isTwin: boolean;
  isClockBehind: boolean;
  isAfterEnd: boolean;
  file: string;
  writtenAt: Date;
  receivedBy: string | null;
  receivedAt: Date;
};

export type SettlementRow = {
  id: string;
  licenceId: string;
  ordinal: number;
  invoiceId: string;
  period: string;
  totals: Counters;
  consumption: Counters;
  settledAt: Date;
};

export type RevocationListRow = { seq: number; kid: string; file: string; issuedBy: string | null; issuedAt: Date };

export type RefundDecisionRow = {
  id: string;
  licenceId: string;
  refundId: string;
  isFull: boolean;
  decision: 'open' | 'suspend' | 'keep';
  reason: string | null;
  decidedBy: string | null;
  askedAt: Date;
  decidedAt: Date | null;
};

export type LicencesTables = {
  licenceRoots: RootRow;
  licenceKeys: KeyRow;
  licencePolicies: PolicyRow;
  licences: LicenceRow;
  licenceFiles: LicenceFileRow;
  activations: ActivationRow;
  deactivationReceipts: ReceiptRow;
  usageReports: UsageReportRow;
  consumptionSettlements: SettlementRow;
  revocationLists: RevocationListRow;
  refundDecisions: RefundDecisionRow;
};

export type LicencesTx = Tx<LicencesTables>;
