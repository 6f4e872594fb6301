import { isAbsolute, relative, resolve } from 'node:path';
import { newId, type PersonActor } from '@nexus/kernel';
import type { BackupsAction } from './backups.actions.ts';
import {
  BackupsOffError,
  NothingToPruneError,
  PruningNotFoundError,
  RunNotFoundError,
  RunOpenError,
  SamePersonError,
  TargetNotFoundError,
  TargetUnusableError,
} from './backups.errors.ts';
import type { BackupsDependencies, BackupsTx } from './backups.ports.ts';
import * as repository from './backups.repository.ts';
import type {
  BackupGenerationRow,
  BackupPruningRow,
  BackupRunRow,
  BackupTargetRow,
  RunKind,
} from './backups.tables.ts';
import type { BackupEngine } from './engine/engine.ts';
import { openConfig, sealConfig } from './engine/open-for-writing.ts';
import { slotOf } from './engine/target-keeper.ts';
import { addressOfTarget, nameOfTarget, openTarget, type TargetConfig } from './targets/open-target.ts';
import { TargetAwayError, type TargetGuarantees, TargetRefusedError } from './targets/target.ts';

export type TargetSettings = Pick<
  BackupTargetRow,
  'continuous' | 'lossSeconds' | 'everyHours' | 'keepDays' | 'alarmDays' | 'drillDays'
>;

export type TargetOverview = {
  row: BackupTargetRow;
  name: string;
  guarantees: TargetGuarantees | null;
  generations: BackupGenerationRow[];
  lastRuns: Record<RunKind, BackupRunRow | null>;
  openRuns: BackupRunRow[];
  pruning: BackupPruningRow | null;
  /** Of the log that this place has not got yet; null when it takes none. */
  behindBytes: bigint | null;
  isLogLost: boolean;
  nextAt: Date;
};

export type BackupsService = ReturnType<typeof createBackupsService>;

const hourMs = 3_600_000;
/** After an officer's word. */
const pruningDelayMs = 72 * hourMs;

/** What administrators and officers do with backups. Nothing here sees content. */
export function createBackupsService(dependencies: BackupsDependencies, engine: Pick<BackupEngine, 'wake'>) {
  const { database, keys, audit, clock, replication, roots, dataDir, destinations } = dependencies;
  const act = <R>(actor: PersonActor, run: (tx: BackupsTx) => Promise<R>) =>
    database.withActor(actor, (tx) => run(tx as BackupsTx));
  const work = <R>(run: (tx: BackupsTx) => Promise<R>) => database.withWorker('backups', (tx) => run(tx as BackupsTx));

  const record = (tx: BackupsTx, actor: PersonActor, action: BackupsAction, kind: string, id: string, details = {}) =>
    audit.record(tx, { actor, action, outcome: 'success', objects: [{ kind, id }], details });

  /** The place has to be there and ours to write to, so that a mistake is seen by who makes it. */
  async function ensureUsable(config: TargetConfig): Promise<void> {
    if (config.kind === 'folder') ensureBelowRoots(config.path);
    const address = addressOfTarget(config);
    const disallow = address ? destinations.allow({ purpose: 'backup', protocol: 'tcp', ...address }) : () => {};
    try {
      await openTarget(config, { beside: dataDir }).probe();
    } catch (error) {
      if (error instanceof TargetAwayError || error instanceof TargetRefusedError)
        throw new TargetUnusableError(error.message, [], { cause: error });
      throw error;
    } finally {
      disallow();
    }
  }

  function ensureBelowRoots(path: string): void {
    const isBelow = (root: string) => {
      const way = relative(root, resolve(path));
      return !way.startsWith('..') && !isAbsolute(way);
    };
    if (!roots.some(isBelow))
      throw new TargetUnusableError(
        roots.length === 0
          ? 'No folder is open for backups: set NEXUS_BACKUP_ROOTS.'
          : 'The folder lies below none of those in NEXUS_BACKUP_ROOTS.',
        [{ path: 'path', message: 'not below a folder of NEXUS_BACKUP_ROOTS' }],
      );
    if (isBelow(dataDir) || !relative(resolve(path), dataDir).startsWith('..'))
      throw new TargetUnusableError('Backups do not belong into the data folder, nor around it.');
  }

  async function addTarget(
    actor: PersonActor,
    config: TargetConfig,
    settings: TargetSettings,
  ): Promise<BackupTargetRow> {
    if (!replication) throw new BackupsOffError();
    await ensureUsable(config);
    const id = newId();
    const row: BackupTargetRow = {
      id,
      kind: config.kind,
      config: sealConfig(keys, id, config),
      storeId: null,
      storeKey: null,
      ...settings,
      state: 'active',
      guarantees: null,
      problem: null,
      problemSince: null,
      shippedUntil: null,
      createdBy: actor.personId,
      createdAt: clock.now(),
      removedAt: null,
    };
    await act(actor, async (tx) => {
      await repository.insertTarget(tx, row);
      await record(tx, actor, 'backup.target_added', 'backup_target', id, { kind: config.kind });
    });
    engine.wake();
    return row;
  }

  async function changeTarget(actor: PersonActor, targetId: string, change: Partial<TargetSettings>): Promise<void> {
    await act(actor, async (tx) => {
      if (!(await repository.updateTarget(tx, targetId, change))) throw new TargetNotFoundError();
      await record(tx, actor, 'backup.target_changed', 'backup_target', targetId, change);
    });
    engine.wake();
  }

  /** Nothing at the place is touched. */
  async function removeTarget(actor: PersonActor, targetId: string): Promise<void> {
    await act(actor, async (tx) => {
      const removed = { state: 'removed' as const, removedAt: clock.now() };
      if (!(await repository.updateTarget(tx, targetId, removed))) throw new TargetNotFoundError();
      await record(tx, actor, 'backup.target_removed', 'backup_target', targetId);
    });
    engine.wake();
  }

  async function requestRun(
    actor: PersonActor,
    targetId: string,
    kind: Exclude<RunKind, 'pruning'>,
  ): Promise<BackupRunRow> {
    if (!replication) throw new BackupsOffError();
    const row: BackupRunRow = {
      id: newId(),
      targetId,
      kind,
      state: 'queued',
      stage: null,
      bytesDone: 0n,
      bytesTotal: null,
      requestedBy: actor.personId,
      requestedAt: clock.now(),
      startedAt: null,
      finishedAt: null,
      problem: null,
      result: null,
    };
    await act(actor, async (tx) => {
      if (!(await repository.findTarget(tx, targetId))) throw new TargetNotFoundError();
      if (!(await repository.insertRun(tx, row))) throw new RunOpenError();
      await record(tx, actor, 'backup.requested', 'backup_run', row.id, { kind });
    });
    engine.wake();
    return row;
  }

  async function cancelRun(actor: PersonActor, runId: string): Promise<void> {
    await act(actor, async (tx) => {
      const change = { state: 'cancelled' as const, finishedAt: clock.now() };
      if (!(await repository.moveRun(tx, runId, ['queued', 'running'], change))) throw new RunNotFoundError();
      await record(tx, actor, 'backup.cancelled', 'backup_run', runId);
    });
  }

  async function getRun(actor: PersonActor, runId: string): Promise<BackupRunRow> {
    const run = await act(actor, (tx) => repository.findRun(tx, runId));
    if (!run) throw new RunNotFoundError();
    return run;
  }

  /** Asks that what is past its time may go. Nothing goes before an officer confirms it and a delay is over. */
  async function askPruning(actor: PersonActor, targetId: string): Promise<BackupPruningRow> {
    return await act(actor, async (tx) => {
      if (!(await repository.findTarget(tx, targetId))) throw new TargetNotFoundError();
      const kept = (await repository.listGenerations(tx)).filter((row) => row.targetId === targetId);
      const floor = kept.slice(0, 3);
      const staying = kept.filter((row) => floor.includes(row) || row.keepUntil > clock.now());
      const keepFrom = Math.min(...staying.map(({ sequence }) => sequence));
      const going = kept.filter(({ sequence }) => sequence < keepFrom);
      if (going.length === 0) throw new NothingToPruneError();
      const row: BackupPruningRow = {
        id: newId(),
        targetId,
        keepFrom,
        generations: going.length,
        state: 'asked',
        askedBy: actor.personId,
        askedAt: clock.now(),
        confirmedBy: null,
        notBefore: null,
        finishedAt: null,
      };
      if (!(await repository.insertPruning(tx, row))) throw new RunOpenError();
      await record(tx, actor, 'backup.pruning_asked', 'backup_pruning', row.id, { generations: going.length });
      return row;
    });
  }

  /** @throws PruningNotFoundError, SamePersonError */
  async function confirmPruning(actor: PersonActor, pruningId: string): Promise<void> {
    await act(actor, async (tx) => {
      const asked = (await repository.listPrunings(tx)).find(({ id }) => id === pruningId);
      if (asked?.state === 'asked' && asked.askedBy === actor.personId) throw new SamePersonError();
      const notBefore = new Date(clock.now().getTime() + pruningDelayMs);
      const change = { state: 'confirmed' as const, confirmedBy: actor.personId, notBefore };
      if (!(await repository.movePruning(tx, pruningId, ['asked'], change))) throw new PruningNotFoundError();
      await record(tx, actor, 'backup.pruning_confirmed', 'backup_pruning', pruningId);
    });
  }

  async function cancelPruning(actor: PersonActor, pruningId: string): Promise<void> {
    await act(actor, async (tx) => {
      const change = { state: 'cancelled' as const, finishedAt: clock.now() };
      if (!(await repository.movePruning(tx, pruningId, ['asked', 'confirmed'], change)))
        throw new PruningNotFoundError();
      await record(tx, actor, 'backup.pruning_cancelled', 'backup_pruning', pruningId);
    });
  }

  async function overview(actor: PersonActor): Promise<TargetOverview[]> {
    return await act(actor, (tx) => readOverview(tx));
  }

  async function readOverview(tx: BackupsTx): Promise<TargetOverview[]> {
    const generations = await repository.listGenerations(tx);
    const prunings = await repository.listPrunings(tx);
    const overviews: TargetOverview[] = [];
    for (const row of await repository.listTargets(tx)) {
      const last = async (kind: RunKind) =>
        await repository.findLastRun(tx, row.id, kind, ['done', 'failed', 'cancelled']);
      const open = async (kind: RunKind) => await repository.findLastRun(tx, row.id, kind, ['queued', 'running']);
      const kinds = ['generation', 'verification', 'drill', 'pruning'] as const;
      const lastRuns = {} as TargetOverview['lastRuns'];
      const openRuns: BackupRunRow[] = [];
      for (const kind of kinds) {
        lastRuns[kind] = await last(kind);
        const run = await open(kind);
        if (run) openRuns.push(run);
      }
      const mine = generations.filter(({ targetId }) => targetId === row.id);
      const slot = row.continuous ? await repository.findSlot(tx, slotOf(row.id)) : null;
      const taken = mine[0]?.takenAt.getTime() ?? clock.now().getTime() - row.everyHours * hourMs;
      overviews.push({
        row,
        name: nameOfTarget(openConfig(keys, row)),
        guarantees: row.guarantees as TargetGuarantees | null,
        generations: mine,
        lastRuns,
        openRuns,
        pruning: prunings.find(({ targetId, state }) => targetId === row.id && state !== 'cancelled') ?? null,
        behindBytes: slot?.behindBytes ?? null,
        isLogLost: slot?.status === 'lost',
        nextAt: new Date(taken + row.everyHours * hourMs),
      });
    }
    return overviews;
  }

  /** Backups that hold what a space had until now, and until when each is kept at least. */
  async function generationsThatHold(
    createdAt?: Date,
  ): Promise<{ id: string; targetName: string; takenAt: Date; keepUntil: Date }[]> {
    return await work(async (tx) => {
      const targets = new Map((await repository.listTargets(tx)).map((row) => [row.id, row]));
      return (await repository.listGenerations(tx)).flatMap((row) => {
        const target = targets.get(row.targetId);
        if (createdAt && row.takenAt < createdAt) return [];
        const targetName = target ? nameOfTarget(openConfig(keys, target)) : '';
        return [{ id: row.id, targetName, takenAt: row.takenAt, keepUntil: row.keepUntil }];
      });
    });
  }

  return {
    isOn: replication !== null,
    addTarget,
    changeTarget,
    removeTarget,
    requestRun,
    cancelRun,
    getRun,
    listRuns: (actor: PersonActor) => act(actor, (tx) => repository.listRuns(tx, 100)),
    askPruning,
    confirmPruning,
    cancelPruning,
    overview,
    /** For the state of the whole system. */
    overviewForSystem: () => work(readOverview),
    generationsThatHold,
  };
}
