import { DatabaseStartError } from '@nexus/db';
import { ReplicationError } from '@nexus/replication';
import { WalGapError } from '../making/follow-wal.ts';
import { NotRestorableError } from '../restoring/restore-plan.ts';
import {
  BackupBrokenError,
  ObjectMissingError,
  TargetAwayError,
  TargetFullError,
  TargetRefusedError,
} from '../targets/target.ts';

/** Why something did not work, for people and programs; the page has words for each. */
export type BackupProblem =
  | 'target_away'
  | 'target_full'
  | 'target_refused'
  | 'target_broken'
  | 'database_lost'
  | 'database_unsupported'
  | 'log_gap'
  | 'restore_failed'
  | 'stalled'
  | 'failed';

export function problemOf(error: unknown): BackupProblem {
  if (error instanceof TargetAwayError) return 'target_away';
  if (error instanceof TargetFullError) return 'target_full';
  if (error instanceof TargetRefusedError) return 'target_refused';
  if (error instanceof BackupBrokenError || error instanceof ObjectMissingError) return 'target_broken';
  if (error instanceof WalGapError) return 'log_gap';
  if (error instanceof NotRestorableError || error instanceof DatabaseStartError) return 'restore_failed';
  if (error instanceof ReplicationError) {
    if (error.fault === 'stalled') return 'stalled';
    return error.fault === 'unsupported' ? 'database_unsupported' : 'database_lost';
  }
  return 'failed';
}

/** It may work later without anybody doing anything. */
export function mayPass(problem: BackupProblem): boolean {
  return problem === 'target_away' || problem === 'database_lost';
}
