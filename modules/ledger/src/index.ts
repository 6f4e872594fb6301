export { type BlockFault, checkBlock, genesisHash, txDigest } from './chain.ts';
export type { LedgerCheck } from './check-ledger.ts';
export { ledgerActions } from './ledger.actions.ts';
export { LedgerKeyReusedError, LedgerMonthClosedError, LedgerRuleError, ledgerConflicts } from './ledger.errors.ts';
export type { AuditPort, OrganisationsPort } from './ledger.ports.ts';
export type { LedgerService } from './ledger.service.ts';
export { createLedgerModule, type LedgerModule, type LedgerParts, ledgerMigrations } from './module.ts';
export type { AccountRef, NetworkPurpose, OwnedPurpose, Posted, Posting, PostingKind } from './postings.ts';
