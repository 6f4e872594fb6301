import type { AccruedLine } from '@nexus/commission-plan';

/** A line as it is written. `ordinal` 0 is the line itself, 1 and on take it back. */
export type NewLine = {
  saleLineId: bigint | null;
  beneficiaryId: string;
  kind: AccruedLine['kind'];
  level: number;
  ordinal: number;
  rule: string;
  currency: string;
  baseMinor: bigint;
  ratePpm: number;
  sharePpm: number | null;
  amountMinor: bigint;
  reason: AccruedLine['reason'];
  planNumber: number;
  month: string;
  belongsTo: string | null;
  occurredAt: Date;
  releaseAt: Date | null;
  refundId: string | null;
  ledgerTxId: bigint | null;
  recordedAt: Date;
};

/** A line that is there, with what has been taken back of it. */
export type StandingLine = {
  id: bigint;
  saleLineId: bigint;
  beneficiaryId: string;
  kind: AccruedLine['kind'];
  level: number;
  rule: string;
  currency: string;
  baseMinor: bigint;
  ratePpm: number;
  sharePpm: number | null;
  amountMinor: bigint;
  reason: AccruedLine['reason'];
  planNumber: number;
  releaseAt: Date | null;
  ledgerTxId: bigint | null;
  reversedMinor: bigint;
  reversals: number;
};
