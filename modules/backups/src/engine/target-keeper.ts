import { setTimeout as wait } from 'node:timers/promises';
import { keyIdOf } from '@nexus/crypto';
import { dropSlot } from '@nexus/replication';
import type { BackupsDependencies, BackupsTx } from '../backups.ports.ts';
import * as repository from '../backups.repository.ts';
import type { BackupTargetRow } from '../backups.tables.ts';
import { followWal, WalGapError } from '../making/follow-wal.ts';
import { addressOfTarget } from '../targets/open-target.ts';
import { type OpenedTarget, openConfig, openForWriting } from './open-for-writing.ts';
import { problemOf } from './problem-of.ts';

export type TargetKeeper = {
  readonly row: BackupTargetRow;
  /** The store, opened once and again after a failure. */
  open(): Promise<OpenedTarget>;
  /** After the root key was replaced: what opens the vault from now on has to open its backups too. */
  keepKey(): Promise<void>;
  /** Keys that came or went since it was last asked, for a generation. */
  takeFresh(): string[];
  /** Stops and lets go; with `drop` the server no longer keeps its log for this place. */
  close(options: { drop: boolean }): Promise<void>;
};

const longestPauseMs = 60_000;

export function slotOf(targetId: string): string {
  return `nexus_${targetId.replaceAll('-', '')}`;
}

/** Looks after one place: keeps it open, takes the log to it as it is written, tries again when it is away. */
export function keepTarget(
  dependencies: BackupsDependencies,
  row: BackupTargetRow,
  onGap: () => Promise<void>,
): TargetKeeper {
  const { database, replication, held, keys, clock, logger, dataDir, destinations } = dependencies;
  const work = <R>(run: (tx: BackupsTx) => Promise<R>) => database.withWorker('backups', (tx) => run(tx as BackupsTx));
  const now = () => clock.now();
  const stopping = new AbortController();
  const { signal } = stopping;
  let opened: Promise<OpenedTarget> | null = null;
  let hasBlob: (key: string) => boolean = () => false;
  let hasProblem = row.problem !== null;
  let savedUnder: string | null = null;
  const address = addressOfTarget(openConfig(keys, row));
  const disallow = address ? destinations.allow({ purpose: 'backup', protocol: 'tcp', ...address }) : () => {};
  // Removals wait for the log as well as for a generation in the making.
  const follower = { has: (key: string) => hasBlob(key) };
  const following = row.continuous ? held.follow(follower) : null;
  const forGeneration: string[] = [];

  async function openNow(): Promise<OpenedTarget> {
    const current = (await work((tx) => repository.findTarget(tx, row.id))) ?? row;
    const target = await openForWriting(keys, current, dataDir, now);
    hasBlob = (key) => target.writer.blobs.has(key);
    await work((tx) =>
      repository.updateTarget(tx, row.id, {
        ...(target.made ?? {}),
        guarantees: JSON.stringify(target.guarantees),
      }),
    );
    return target;
  }

  function open(): Promise<OpenedTarget> {
    opened ??= openNow().catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  }

  async function keepKey(): Promise<void> {
    if (opened === null) return;
    const current = keyIdOf(keys.deriveRootPurposeKey('backup')).toString('hex');
    if (current === savedUnder) return;
    await (await open()).saveKey();
    savedUnder = current;
  }

  async function tell(problem: string | null): Promise<void> {
    if (problem === null && !hasProblem) return;
    hasProblem = problem !== null;
    await work(async (tx) => {
      const before = await repository.findTarget(tx, row.id);
      if (before?.problem === problem) return;
      await repository.updateTarget(tx, row.id, { problem, problemSince: problem === null ? null : now() });
    });
  }

  function takeFresh(): string[] {
    const fresh = following?.takeFresh() ?? [];
    forGeneration.push(...fresh);
    return fresh;
  }

  async function followOnce(acceptsGap: boolean): Promise<void> {
    const { writer } = await open();
    await followWal({
      writer,
      database: replication!,
      slot: slotOf(row.id),
      blobs: dependencies.blobs,
      takeFresh,
      settle: () => held.settle(),
      lossMs: row.lossSeconds * 1_000,
      acceptsGap,
      now,
      signal,
      logger,
      onShipped: ({ until }) => {
        void work((tx) => repository.updateTarget(tx, row.id, { shippedUntil: until }))
          .then(() => tell(null))
          .catch(() => {}); // Told again with the next.
      },
    });
  }

  async function keepFollowing(): Promise<void> {
    let pauseMs = 1_000;
    let acceptsGap = false;
    while (!signal.aborted) {
      const startedAt = performance.now();
      try {
        await followOnce(acceptsGap);
      } catch (error) {
        if (signal.aborted) return;
        const problem = problemOf(error);
        logger.warn('the log is not being backed up', { targetId: row.id, problem, error });
        await tell(problem).catch(() => {});
        if (error instanceof WalGapError) {
          acceptsGap = true;
          await dropSlot(replication!, slotOf(row.id)).catch(() => {});
          await onGap().catch(() => {});
        } else acceptsGap = false;
      }
      if (performance.now() - startedAt > longestPauseMs) pauseMs = 1_000;
      await wait(pauseMs, undefined, { signal, ref: false }).catch(() => {});
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    }
  }

  const running = row.continuous && replication ? keepFollowing() : Promise.resolve();

  return {
    row,
    open,
    keepKey,
    takeFresh: () => forGeneration.splice(0),
    async close({ drop }) {
      stopping.abort(new Error('the server stops'));
      await running;
      following?.end();
      disallow();
      if (drop && replication && row.continuous) await dropSlot(replication, slotOf(row.id)).catch(() => {});
    },
  };
}
