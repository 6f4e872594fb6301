export { documentsActions } from './documents.actions.ts';
export type { DocumentSummary } from './documents.opening.ts';
export type {
  AuditPort,
  IndexCell,
  JobsPort,
  KeyringPort,
  PassageIndexPort,
  SourceDocument,
  SpacesPort,
} from './documents.ports.ts';
export { documentsSealed } from './documents.sealed.ts';
export { failureReasons } from './failure-reasons.ts';
export {
  createDocumentsModule,
  type DocumentsModule,
  type DocumentsModuleDependencies,
  documentsConflicts,
  documentsMigrations,
} from './module.ts';
export type { UploadOutcome } from './use-cases/upload-document.ts';
