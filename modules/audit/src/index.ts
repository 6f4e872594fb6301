export { type AuditAction, assertActionsKnown, auditActions, isAuditAction } from './audit.actions.ts';
export type { AuditDetails, AuditEntryInput, AuditObject, AuditOutcome } from './audit.entry.ts';
export { AuditEntryRefusedError } from './audit.errors.ts';
export type { AnyTx, EntryFilter } from './audit.repository.ts';
export type { AuditService } from './audit.service.ts';
export { canonicalJson, type Json } from './canonical-json.ts';
export type { Sequencer } from './jobs/sequencer.ts';
export { type AuditModule, auditMigrations, createAuditModule } from './module.ts';
