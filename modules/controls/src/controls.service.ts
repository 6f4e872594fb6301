import type { Database, Tx } from '@nexus/db';
import { AppError, type Clock, type Logger, newId, type PersonActor, systemActor } from '@nexus/kernel';
import type { AuditPort, ControlCheck, Finding } from './controls.ports.ts';
import * as repository from './controls.repository.ts';
import type { ControlsTables, Facts, FindingRow } from './controls.tables.ts';
import { contentFreeFacts } from './facts.ts';

export type ControlState = 'ok' | 'attention' | 'failed' | 'unknown' | 'stale';

export type Control = { id: string; state: ControlState; facts: Facts; since: Date | null; checkedAt: Date | null };

export type ControlsDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  checks: readonly ControlCheck[];
  audit: AuditPort;
  clock: Clock;
  logger: Logger;
  /** A check that takes longer is a failed one. */
  patienceMs?: number;
};

export type ControlsService = ReturnType<typeof createControlsService>;

/** Findings that nothing has confirmed for so long are told as old. */
const freshMs = 60 * 60_000;
const job = 'controls';
const historyLength = 200;

export function createControlsService(dependencies: ControlsDependencies) {
  const { database, checks, audit, clock, logger, patienceMs = 60_000 } = dependencies;
  let running: Promise<void> | null = null;

  async function look(check: ControlCheck): Promise<Finding> {
    const signal = AbortSignal.timeout(patienceMs);
    try {
      const late = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('check_timed_out')), { once: true });
      });
      const { state, facts } = await Promise.race([check.run(signal), late]);
      return { state, facts: contentFreeFacts(facts) };
    } catch (error) {
      logger.error('a control could not be checked', { control: check.id, error });
      const code = error instanceof AppError ? error.code : error instanceof Error ? error.name : 'unknown';
      return { state: 'failed', facts: { error: signal.aborted ? 'check_timed_out' : code } };
    }
  }

  async function keep(control: string, finding: Finding): Promise<'same' | 'changed'> {
    const now = clock.now();
    return await database.withWorker<ControlsTables, 'same' | 'changed'>(job, async (tx) => {
      const [latest] = await repository.listFindings(tx, control, 1);
      const isSame = latest?.state === finding.state && sameFacts(latest.facts, finding.facts);
      if (latest && isSame) await repository.confirmFinding(tx, latest.id, now);
      else
        await repository.insertFinding(tx, {
          id: newId(now.getTime()),
          control,
          ...finding,
          since: now,
          confirmedAt: now,
        });
      return isSame ? 'same' : 'changed';
    });
  }

  /** One after the other: checks are no hurry, and people's questions are. Two runs at once are one. */
  async function runAll(): Promise<void> {
    running ??= (async () => {
      for (const check of checks) {
        const finding = await look(check);
        const change = await keep(check.id, finding);
        if (change === 'same' || finding.state !== 'failed') continue;
        logger.error('a control fails', { control: check.id, ...finding.facts });
        await audit.recordNow({
          actor: systemActor(job),
          action: 'control.failed',
          outcome: 'failed',
          reason: check.id,
        });
      }
    })().finally(() => {
      running = null;
    });
    await running;
  }

  async function list(actor: PersonActor): Promise<Control[]> {
    const rows = await database.withActor<ControlsTables, FindingRow[]>(actor, async (tx) => {
      await audit.record(tx as Tx, { actor, action: 'control.listed', outcome: 'success' });
      return await repository.listLatestFindings(tx);
    });
    const latest = new Map(rows.map((row) => [row.control, row]));
    return checks.map(({ id }) => controlOf(id, latest.get(id), clock.now()));
  }

  async function history(actor: PersonActor, control: string): Promise<FindingRow[]> {
    return await database.withActor<ControlsTables, FindingRow[]>(actor, async (tx) => {
      await audit.record(tx as Tx, { actor, action: 'control.listed', outcome: 'success' });
      return await repository.listFindings(tx, control, historyLength);
    });
  }

  /** All checks at a person's word. */
  async function check(actor: PersonActor): Promise<Control[]> {
    await audit.recordNow({
      actor,
      action: 'control.checked',
      outcome: 'success',
      details: { controls: checks.length },
    });
    await runAll();
    return await list(actor);
  }

  return { runAll, list, history, check };
}

function controlOf(id: string, row: FindingRow | undefined, now: Date): Control {
  if (!row) return { id, state: 'unknown', facts: {}, since: null, checkedAt: null };
  const { state, facts, since, confirmedAt } = row;
  const isOld = now.getTime() - confirmedAt.getTime() > freshMs;
  return { id, state: isOld ? 'stale' : state, facts, since, checkedAt: confirmedAt };
}

function sameFacts(a: Facts, b: Facts): boolean {
  return JSON.stringify(contentFreeFacts(a)) === JSON.stringify(contentFreeFacts(b));
}
