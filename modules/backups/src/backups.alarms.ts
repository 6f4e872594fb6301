import type { TargetOverview } from './backups.service.ts';

export type AlarmCode =
  | 'no_backup'
  | 'backup_old'
  | 'log_behind'
  | 'log_lost'
  | 'place_problem'
  | 'verification_failed'
  | 'drill_failed'
  | 'run_failed'
  | 'same_device'
  | 'overwrites'
  | 'any_secret'
  | 'can_be_deleted';

export type Alarm = { level: 'notice' | 'alarm'; code: AlarmCode; detail: string | null; since: Date | null };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Of log that waits: the embedded server lets go of it at 4 GB. */
const muchLog = 1_500_000_000n;

/** What somebody has to know about a place. Alarms need an act; notices are truths about the place that do not go away by waiting. */
export function alarmsOf(overview: TargetOverview, now: Date): Alarm[] {
  const { row, generations, lastRuns, guarantees, behindBytes } = overview;
  const alarms: Alarm[] = [];
  const add = (level: Alarm['level'], code: AlarmCode, detail: string | null = null, since: Date | null = null) =>
    alarms.push({ level, code, detail, since });
  const good = generations.find(({ isWhole }) => isWhole !== false);
  const age = (since: Date) => now.getTime() - since.getTime();
  if (!good) {
    if (age(row.createdAt) > hourMs) add('alarm', 'no_backup', null, row.createdAt);
  } else if (age(good.takenAt) > row.alarmDays * dayMs) add('alarm', 'backup_old', null, good.takenAt);
  if (overview.isLogLost) add('alarm', 'log_lost');
  else if (behindBytes !== null && behindBytes > muchLog) add('alarm', 'log_behind', String(behindBytes));
  else if (
    row.continuous &&
    row.shippedUntil &&
    age(row.shippedUntil) > Math.max(10 * row.lossSeconds * 1_000, hourMs / 4)
  )
    add('alarm', 'log_behind', null, row.shippedUntil);
  if (row.problem) add('alarm', 'place_problem', row.problem, row.problemSince);
  const failed = (kind: 'verification' | 'drill' | 'generation') =>
    lastRuns[kind]?.state === 'failed' ? lastRuns[kind] : null;
  const verification = failed('verification');
  if (verification) add('alarm', 'verification_failed', verification.problem, verification.finishedAt);
  const drill = failed('drill');
  if (drill) add('alarm', 'drill_failed', drill.problem, drill.finishedAt);
  const run = failed('generation');
  if (run && !row.problem) add('alarm', 'run_failed', run.problem, run.finishedAt);
  if (guarantees?.otherDevice === false) add('notice', 'same_device');
  if (guarantees?.writeOnce === false) add('notice', 'overwrites');
  if (guarantees?.checksSecret === false) add('alarm', 'any_secret');
  if (guarantees?.objectLock === false) add('notice', 'can_be_deleted');
  return alarms;
}
