import { setTimeout as wait } from 'node:timers/promises';
import { newId, systemActor } from '@nexus/kernel';
import type { BackupsAction } from '../backups.actions.ts';
import type { BackupsDependencies, BackupsTx } from '../backups.ports.ts';
import * as repository from '../backups.repository.ts';
import type { BackupRunRow, RunKind } from '../backups.tables.ts';
import { dueRuns } from './due-runs.ts';
import { mayPass, problemOf } from './problem-of.ts';
import { runDrill } from './run-drill.ts';
import { type RunContext, runGeneration } from './run-generation.ts';
import { runPruning } from './run-pruning.ts';
import { runVerification } from './run-verification.ts';
import { keepTarget, type TargetKeeper } from './target-keeper.ts';

export type BackupEngine = {
  /** Until the signal. */
  run(signal: AbortSignal): Promise<void>;
  /** Something was asked for. */
  wake(): void;
};

const leadSeconds = 30;
const turnMs = 5_000;
const progressMs = 1_000;
/** A place that is away is looked for again after this. */
const awayMs = 30_000;

const runs: Record<RunKind, (context: RunContext) => Promise<object>> = {
  generation: runGeneration,
  verification: runVerification,
  drill: runDrill,
  pruning: runPruning,
};

/** The one process that has the lead looks after every place, makes runs when they are due, and does one at a time. */
export function createBackupEngine(dependencies: BackupsDependencies): BackupEngine {
  const { database, replication, audit, clock, logger } = dependencies;
  const work = <R>(run: (tx: BackupsTx) => Promise<R>) => database.withWorker('backups', (tx) => run(tx as BackupsTx));
  const holder = newId();
  const keepers = new Map<string, TargetKeeper>();
  const awayUntil = new Map<string, number>();
  let wakeUp = Promise.withResolvers<void>();
  let isLeading = false;

  type End = {
    action: BackupsAction;
    outcome: 'success' | 'failed';
    change: repository.RunChange;
    details: Record<string, string | number>;
  };

  /** A run has ended when the log says so, and not before. */
  async function end(run: BackupRunRow, { action, outcome, change, details }: End): Promise<void> {
    const objects = [
      { kind: 'backup_target', id: run.targetId },
      { kind: 'backup_run', id: run.id },
    ];
    await work(async (tx) => {
      await repository.moveRun(tx, run.id, ['running'], { ...change, stage: null, finishedAt: clock.now() });
      await audit.record(tx, { actor: systemActor('backups'), action, outcome, objects, details });
    });
  }

  async function request(targetId: string, kind: RunKind): Promise<void> {
    const row: BackupRunRow = {
      id: newId(),
      targetId,
      kind,
      state: 'queued',
      stage: null,
      bytesDone: 0n,
      bytesTotal: null,
      requestedBy: null,
      requestedAt: clock.now(),
      startedAt: null,
      finishedAt: null,
      problem: null,
      result: null,
    };
    await work((tx) => repository.insertRun(tx, row));
    wakeUp.resolve();
  }

  /** Keepers as the rows want them: settings that changed mean a new one. */
  async function matchKeepers(): Promise<void> {
    const rows = await work((tx) => repository.listTargets(tx));
    for (const [targetId, keeper] of keepers) {
      const row = rows.find(({ id }) => id === targetId);
      const isSame =
        row &&
        row.continuous === keeper.row.continuous &&
        row.lossSeconds === keeper.row.lossSeconds &&
        row.keepDays === keeper.row.keepDays;
      if (isSame) continue;
      keepers.delete(targetId);
      await keeper.close({ drop: !row?.continuous });
    }
    for (const row of rows) {
      if (!keepers.has(row.id))
        keepers.set(
          row.id,
          keepTarget(dependencies, row, () => request(row.id, 'generation')),
        );
    }
  }

  async function keepKeys(): Promise<void> {
    for (const [targetId, keeper] of keepers)
      await keeper.keepKey().catch((error: unknown) => {
        // Tried again with the next turn, or when the place is opened again.
        logger.warn('a place does not have its key under the root key of now yet', { targetId, error });
      });
  }

  async function closeKeepers(): Promise<void> {
    await Promise.all([...keepers.values()].map((keeper) => keeper.close({ drop: false })));
    keepers.clear();
  }

  async function execute(run: BackupRunRow, signal: AbortSignal): Promise<void> {
    const keeper = keepers.get(run.targetId);
    if (!keeper) return;
    const started = { state: 'running' as const, startedAt: clock.now(), stage: null, problem: null };
    if (!(await work((tx) => repository.moveRun(tx, run.id, ['queued'], started)))) return;
    const stopping = new AbortController();
    const either = AbortSignal.any([signal, stopping.signal]);
    let progress: { stage: string; bytesDone: bigint; bytesTotal: bigint | null } | null = null;
    const beat = setInterval(() => {
      void work(async (tx) => {
        await repository.holdLead(tx, holder, leadSeconds);
        if (!(await repository.moveRun(tx, run.id, ['running'], progress ?? { state: 'running' })))
          stopping.abort(new Error('cancelled'));
      }).catch((error: unknown) => logger.warn('progress of a backup could not be written', { error }));
    }, progressMs);
    try {
      const result = await runs[run.kind]({
        dependencies,
        keeper,
        signal: either,
        onProgress(stage, bytes, totalBytes) {
          progress = { stage, bytesDone: BigInt(bytes), bytesTotal: totalBytes === null ? null : BigInt(totalBytes) };
        },
      });
      clearInterval(beat);
      await finish(run, result);
    } catch (error) {
      clearInterval(beat);
      if (stopping.signal.aborted) return;
      if (signal.aborted) {
        await work((tx) => repository.moveRun(tx, run.id, ['running'], { state: 'queued', stage: null }));
        return;
      }
      await fail(run, error);
    } finally {
      clearInterval(beat);
    }
  }

  async function finish(run: BackupRunRow, result: object): Promise<void> {
    const isBad = isFailedResult(run.kind, result);
    const problem = isBad ? (run.kind === 'drill' ? 'drill_wrong' : 'target_broken') : null;
    await end(run, {
      action: doneActions[run.kind],
      outcome: isBad ? 'failed' : 'success',
      change: { state: isBad ? 'failed' : 'done', problem, result },
      details: countsOf(result),
    });
  }

  async function fail(run: BackupRunRow, error: unknown): Promise<void> {
    const problem = problemOf(error);
    logger.error('a backup run failed', { runId: run.id, kind: run.kind, problem, error });
    await work((tx) =>
      repository.updateTarget(
        tx,
        run.targetId,
        problem.startsWith('target_') ? { problem, problemSince: clock.now() } : {},
      ),
    ).catch(() => {});
    if (mayPass(problem) && run.kind !== 'drill') {
      awayUntil.set(run.targetId, performance.now() + awayMs);
      await work((tx) => repository.moveRun(tx, run.id, ['running'], { state: 'queued', stage: 'waiting', problem }));
      return;
    }
    await end(run, {
      action: run.kind === 'drill' ? 'backup.drill_failed' : 'backup.failed',
      outcome: 'failed',
      change: { state: 'failed', problem },
      details: { kind: run.kind, problem },
    });
  }

  async function turn(signal: AbortSignal): Promise<void> {
    const leads = await work((tx) => repository.holdLead(tx, holder, leadSeconds));
    if (!leads) {
      if (isLeading) await closeKeepers();
      isLeading = false;
      return;
    }
    if (!isLeading) await work((tx) => repository.releaseRuns(tx));
    isLeading = true;
    await matchKeepers();
    await keepKeys();
    for (const { targetId, kind } of await work((tx) => dueRuns(tx, clock.now()))) await request(targetId, kind);
    for (const run of await work((tx) => repository.listWaitingRuns(tx))) {
      if (signal.aborted) return;
      if ((awayUntil.get(run.targetId) ?? 0) > performance.now()) continue;
      await execute(run, signal);
      await matchKeepers();
    }
  }

  return {
    wake: () => wakeUp.resolve(),
    async run(signal) {
      if (!replication) return;
      while (!signal.aborted) {
        await turn(signal).catch((error: unknown) => signal.aborted || logger.error('backups', { error }));
        await Promise.race([wakeUp.promise, wait(turnMs, undefined, { signal, ref: false }).catch(() => {})]);
        wakeUp = Promise.withResolvers<void>();
      }
      await closeKeepers();
      await work((tx) => repository.leaveLead(tx, holder)).catch(() => {});
    },
  };
}

const doneActions: Record<RunKind, BackupsAction> = {
  generation: 'backup.taken',
  verification: 'backup.verified',
  drill: 'backup.drill_done',
  pruning: 'backup.pruned',
};

/** A drill that answered wrongly and a verification that found something are done and have failed. */
function isFailedResult(kind: RunKind, result: object): boolean {
  const {
    problems = 0,
    questions = [],
    missingBlobs = 0,
    auditFaults = 0,
  } = result as {
    problems?: number;
    questions?: { isRight: boolean }[];
    missingBlobs?: number;
    auditFaults?: number;
  };
  if (kind === 'verification') return problems > 0;
  return kind === 'drill' && (missingBlobs > 0 || auditFaults > 0 || questions.some(({ isRight }) => !isRight));
}

/** The log takes numbers and short texts. */
function countsOf(result: object): Record<string, string | number> {
  const counts = Object.entries(result).filter(([, value]) => typeof value === 'number');
  const { questions } = result as { questions?: { isRight: boolean }[] };
  const asked = questions
    ? [
        ['asked', questions.length],
        ['right', questions.filter(({ isRight }) => isRight).length],
      ]
    : [];
  return Object.fromEntries([...counts, ...asked]);
}
