/** What this module writes into the log. */
export const backupsActions = [
  'backup.target_added',
  'backup.target_changed',
  'backup.target_removed',
  'backup.requested',
  'backup.cancelled',
  'backup.taken',
  'backup.failed',
  'backup.verified',
  'backup.pruning_asked',
  'backup.pruning_confirmed',
  'backup.pruning_cancelled',
  'backup.pruned',
  'backup.drill_done',
  'backup.drill_failed',
  'backup.drill_question_added',
  'backup.drill_question_removed',
] as const;

export type BackupsAction = (typeof backupsActions)[number];
