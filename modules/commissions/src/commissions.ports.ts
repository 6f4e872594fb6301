import type { Royalty } from '@nexus/commission-plan';
import type { Tx } from '@nexus/db';
import type { Actor } from '@nexus/kernel';
import type { CommissionsAction } from './commissions.actions.ts';

export type OwnedPurpose = 'accrued' | 'payable' | 'in_payout' | 'clawback_receivable';
export type NetworkPurpose = 'commission_expense' | 'payout_wash' | 'fx_brokerage' | 'writeoff';

export type AccountRef =
  | { ownerId: string; purpose: OwnedPurpose; currency: string }
  | { ownerId: null; purpose: NetworkPurpose; currency: string };

export type PostingKind =
  | 'sale_accrued'
  | 'month_settled'
  | 'bonus_accrued'
  | 'sale_reversed'
  | 'hold_released'
  | 'clawback_netted'
  | 'clawback_written_off'
  | 'payout_claimed'
  | 'payout_paid'
  | 'payout_returned';

export type Posting = {
  key: string;
  kind: PostingKind;
  effectiveAt: Date;
  entries: { account: AccountRef; minor: bigint }[];
  reverses?: bigint;
  reference?: string;
};

export type LedgerPort = {
  /** All or none, in the transaction; the same key with the same content gives the same transaction again. */
  post(tx: Tx, postings: readonly Posting[]): Promise<{ txId: bigint; isNew: boolean }[]>;
  balancesOf(tx: Tx, accounts: readonly AccountRef[]): Promise<bigint[]>;
  closeMonth(tx: Tx, month: string): Promise<void>;
};

/** Who sold, as of the sale. */
export type Attribution = {
  kind: string;
  certification: string | null;
  /** Nearest first. */
  sponsors: readonly { partnerId: string; isActive: boolean }[];
  /** The plan version that a contract names; null is the programme's own. */
  contractPlanVersionId: string | null;
  /** False when the customer is one of the network's own people: nobody earns an override on it. */
  isOutsideCustomer: boolean;
};

export type AttributionPort = {
  /**
   * In the order of the requests. Throws what stands against the sale: a partner that may not earn, a partner that sells to itself, a cycle of sponsors.
   */
  attributionsOf(
    tx: Tx,
    requests: readonly { partnerId: string; customerId: string; at: Date }[],
  ): Promise<Attribution[]>;
};

export type RoyaltyPort = {
  /** The knowledge in a product as of a sale, and who holds it; in the order of the requests, null for a product without any. */
  royaltiesOf(tx: Tx, requests: readonly { productRef: string; at: Date }[]): Promise<(Royalty | null)[]>;
};

export type BankAccount =
  | { method: 'iban'; holder: string; iban: string; bic: string | null }
  | { method: 'local_account'; holder: string; bank: string; account: string; holderId: string | null }
  | { method: 'manual'; holder: string; channel: string; reference: string };

export type PayoutBankDetails =
  | { state: 'usable'; currency: string; account: BankAccount }
  /** Changed lately: payouts stand still until then. */
  | { state: 'cooling'; usableFrom: Date }
  | { state: 'none' };

export type BankDetailsPort = {
  bankDetailsForPayout(tx: Tx, partnerId: string, at: Date): Promise<PayoutBankDetails>;
};

export type OrganisationsPort = {
  rolesOf(
    tx: Tx,
    personId: string,
  ): Promise<{ organisationId: string; kind: 'network' | 'partner'; roles: string[] }[]>;
  namesOf(tx: Tx, organisationIds: string[]): Promise<ReadonlyMap<string, string>>;
};

export type AuditPort = {
  record(
    tx: Tx,
    entry: {
      actor: Actor;
      action: CommissionsAction;
      outcome: 'success';
      objects?: readonly { kind: string; id: string }[];
      reason?: string;
      details?: Record<string, string | number | boolean | null>;
    },
  ): Promise<void>;
};
