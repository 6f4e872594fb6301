import type { Tx } from '@nexus/db';
import type { Counters, FingerprintMarks } from '@nexus/licence-file';

export type LicenceFileRow = {
  serial: string;
  licenceId: string;
  seq: bigint;
  file: Buffer;
  issuedAt: Date;
  installedBy: string;
  installedAt: Date;
  currentSince: Date;
  /** Totals when it came. */
  usageBase: Counters;
};

export type ActivationState = 'requested' | 'active' | 'replaced' | 'deactivated';

export type ActivationRow = {
  id: string;
  licenceId: string;
  nonce: string;
  deviceKid: string;
  deviceKey: Buffer;
  fingerprint: FingerprintMarks;
  need: number | null;
  activationId: string | null;
  state: ActivationState;
  request: Buffer;
  receipt: Buffer | null;
  requestedAt: Date;
  activatedAt: Date | null;
  deactivatedAt: Date | null;
};

export type RevocationsRow = { id: string; seq: bigint; file: Buffer; issuedAt: Date; installedAt: Date };

export type ClockRow = {
  isOnly: boolean;
  highWater: Date;
  clockBackSince: Date | null;
  machineFault: 'other_machine' | 'cloned_disk' | null;
  machineFaultSince: Date | null;
  version: string | null;
  versionSince: Date | null;
  toldState: string | null;
};

export type EpochRow = {
  epoch: string;
  number: number;
  reason: 'activated' | 'restored' | 'reset';
  timeline: string;
  activationId: string;
  base: Counters;
  beganAt: Date;
  reports: number;
  lastDigest: string | null;
};

export type ReportRow = {
  id: string;
  epoch: string;
  seq: number;
  period: string;
  isMonthClosed: boolean;
  file: Buffer;
  counters: Counters;
  writtenAt: Date;
};

export type LicenceTables = {
  licenceFiles: LicenceFileRow;
  licenceActivations: ActivationRow;
  licenceRevocations: RevocationsRow;
  licenceClock: ClockRow;
  usageEpochs: EpochRow;
  usageReports: ReportRow;
};

export type LicenceTx = Tx<LicenceTables>;
