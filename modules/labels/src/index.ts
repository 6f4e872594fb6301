export type { ClearanceChange, PersonClearance } from './clearances.service.ts';
export type { ExplainedAccess, ExplainedRule } from './explain-access.ts';
export { type ShippedSet, shippedSets } from './label-sets.ts';
export type { LabelView } from './label-text.ts';
export { labelsActions } from './labels.actions.ts';
export { labelsConflicts } from './labels.errors.ts';
export { labelsSealed } from './labels.sealed.ts';
export type { LabelsService, NewLabel, ReadableLabels } from './labels.service.ts';
export { createLabelsModule, type LabelsModule, type LabelsModuleDependencies, labelsMigrations } from './module.ts';
