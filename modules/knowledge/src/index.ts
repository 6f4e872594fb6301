export { knowledgeActions } from './knowledge.actions.ts';
export type {
  AuditPort,
  CreditPosting,
  FactsPort,
  KnowledgeParts,
  LedgerPort,
  Membership,
  OrganisationsPort,
} from './knowledge.ports.ts';
export type { GoalMetric } from './knowledge.tables.ts';
export { createKnowledgeModule, type KnowledgeModule, knowledgeConflicts, knowledgeMigrations } from './module.ts';
