import type { BackupsTx } from '../backups.ports.ts';
import * as repository from '../backups.repository.ts';
import type { RunKind } from '../backups.tables.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** After a failure, the next attempt on schedule waits at least so long. */
const againMs = hourMs;

/** What the schedules of the places want now, and prunings whose delay is over. */
export async function dueRuns(tx: BackupsTx, now: Date): Promise<{ targetId: string; kind: RunKind }[]> {
  const due: { targetId: string; kind: RunKind }[] = [];
  const prunings = await repository.listPrunings(tx);
  for (const { id: targetId, everyHours, drillDays } of await repository.listTargets(tx)) {
    const isDue = async (kind: RunKind, everyMs: number): Promise<boolean> => {
      const open = await repository.findLastRun(tx, targetId, kind, ['queued', 'running']);
      if (open) return false;
      const done = await repository.findLastRun(tx, targetId, kind, ['done']);
      const tried = await repository.findLastRun(tx, targetId, kind, ['failed', 'cancelled']);
      const since = (run: typeof done) => (run?.finishedAt ? now.getTime() - run.finishedAt.getTime() : Infinity);
      return since(done) >= everyMs && since(tried) >= Math.min(againMs, everyMs);
    };
    if (await isDue('generation', everyHours * hourMs)) due.push({ targetId, kind: 'generation' });
    const hasOne = await repository.findLastRun(tx, targetId, 'generation', ['done']);
    if (hasOne && drillDays > 0 && (await isDue('drill', drillDays * dayMs))) due.push({ targetId, kind: 'drill' });
    if (hasOne && (await isDue('verification', 7 * dayMs))) due.push({ targetId, kind: 'verification' });
    const pruning = prunings.find((each) => each.targetId === targetId && each.state === 'confirmed');
    if (pruning?.notBefore && pruning.notBefore <= now && (await isDue('pruning', 0)))
      due.push({ targetId, kind: 'pruning' });
  }
  return due;
}
