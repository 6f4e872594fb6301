import type { z } from 'zod';
import { alarmsOf } from './backups.alarms.ts';
import type { GenerationView, PruningView, QuestionView, RunView, TargetView } from './backups.schemas.ts';
import type { TargetOverview } from './backups.service.ts';
import type { BackupGenerationRow, BackupPruningRow, BackupRunRow } from './backups.tables.ts';
import type { KnownQuestion } from './drill-questions.service.ts';

const time = (date: Date | null) => date?.toISOString() ?? null;

export function viewTarget(overview: TargetOverview, now: Date): z.infer<typeof TargetView> {
  const { row, guarantees } = overview;
  return {
    id: row.id,
    kind: row.kind,
    name: overview.name,
    continuous: row.continuous,
    lossSeconds: row.lossSeconds,
    everyHours: row.everyHours,
    keepDays: row.keepDays,
    alarmDays: row.alarmDays,
    drillDays: row.drillDays,
    guarantees: guarantees && {
      writeOnce: guarantees.writeOnce,
      objectLock: guarantees.objectLock,
      otherDevice: guarantees.otherDevice,
      checksSecret: guarantees.checksSecret,
    },
    alarms: alarmsOf(overview, now).map(({ level, code, detail, since }) => ({
      level,
      code,
      detail,
      since: time(since),
    })),
    generations: overview.generations.map(viewGeneration),
    openRuns: overview.openRuns.map(viewRun),
    lastRuns: Object.values(overview.lastRuns)
      .filter((run) => run !== null)
      .map(viewRun),
    pruning: overview.pruning && viewPruning(overview.pruning),
    expired: overview.generations.filter(({ keepUntil }, at) => at >= 3 && keepUntil <= now).length,
    shippedUntil: time(row.shippedUntil),
    behindBytes: overview.behindBytes === null ? null : Number(overview.behindBytes),
    nextAt: overview.nextAt.toISOString(),
  };
}

export function viewGeneration(row: BackupGenerationRow): z.infer<typeof GenerationView> {
  return {
    id: row.id,
    takenAt: row.takenAt.toISOString(),
    consistentAt: row.consistentAt.toISOString(),
    keepUntil: row.keepUntil.toISOString(),
    databaseBytes: Number(row.databaseBytes),
    blobs: row.blobs,
    blobBytes: Number(row.blobBytes),
    writtenBytes: Number(row.writtenBytes),
    verifiedAt: time(row.verifiedAt),
    isWhole: row.isWhole,
  };
}

export function viewRun(row: BackupRunRow): z.infer<typeof RunView> {
  return {
    id: row.id,
    targetId: row.targetId,
    kind: row.kind,
    state: row.state,
    stage: row.stage,
    bytesDone: Number(row.bytesDone),
    bytesTotal: row.bytesTotal === null ? null : Number(row.bytesTotal),
    requestedAt: row.requestedAt.toISOString(),
    startedAt: time(row.startedAt),
    finishedAt: time(row.finishedAt),
    problem: row.problem,
    drill: row.kind === 'drill' ? viewDrill(row.result) : null,
    found: row.kind === 'verification' ? foundOf(row.result) : [],
  };
}

function viewDrill(result: unknown): z.infer<typeof RunView>['drill'] {
  if (typeof result !== 'object' || result === null) return null;
  const drill = result as Record<string, unknown> & { questions?: { isRight: boolean }[] };
  const number = (name: string) => Number(drill[name] ?? 0);
  const questions = drill.questions ?? [];
  return {
    until: String(drill['until']),
    restoreSeconds: number('restoreSeconds'),
    answeringSeconds: number('answeringSeconds'),
    rows: number('rows'),
    indexes: number('indexes'),
    blobs: number('blobs'),
    missingBlobs: number('missingBlobs'),
    auditEntries: number('auditEntries'),
    auditFaults: number('auditFaults'),
    asked: questions.length,
    right: questions.filter(({ isRight }) => isRight).length,
  };
}

function foundOf(result: unknown): { key: string; fault: string }[] {
  const { first = [] } = (result ?? {}) as { first?: { key: string; fault: string }[] };
  return first.map(({ key, fault }) => ({ key, fault }));
}

export function viewPruning(row: BackupPruningRow): z.infer<typeof PruningView> {
  return {
    id: row.id,
    state: row.state,
    generations: row.generations,
    askedAt: row.askedAt.toISOString(),
    notBefore: time(row.notBefore),
    finishedAt: time(row.finishedAt),
  };
}

export function viewQuestion({ id, text, documentId, createdAt }: KnownQuestion): z.infer<typeof QuestionView> {
  return { id, text, documentId, createdAt: createdAt.toISOString() };
}
