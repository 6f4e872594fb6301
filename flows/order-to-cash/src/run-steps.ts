import { markRead, type Tx, takeEvents } from '@nexus/db';
import { AppError } from '@nexus/kernel';
import type { FlowParts } from './flow.parts.ts';
import * as repository from './flow-steps.repository.ts';
import { steps } from './steps.ts';

const consumer = 'order-to-cash';
const firstPauseMs = 2_000;
const longestPauseMs = 3_600_000;

/** A step that failed: what it was, and why. It is put off outside the transaction that it spoiled. */
class StepFailed extends Error {
  readonly step: repository.FlowStepRow;
  constructor(step: repository.FlowStepRow, cause: unknown) {
    super('step failed', { cause });
    this.step = step;
  }
}

export function createStepRunner(parts: FlowParts) {
  const { database, clock, logger } = parts;

  /** Turns new events into steps. @returns how many events were read */
  async function intake(): Promise<number> {
    return await database.withWorker<repository.FlowTables, number>(consumer, async (tx) => {
      const events = await takeEvents(tx, consumer, 100);
      if (events.length === 0) return 0;
      await repository.insertSteps(tx, events);
      await markRead(tx, consumer, events.at(-1)!.position);
      return events.length;
    });
  }

  /** Runs the oldest due step with everything that it does in one transaction. @returns false when nothing is due */
  async function runOne(): Promise<boolean> {
    try {
      return await database.withWorker<repository.FlowTables, boolean>(consumer, async (tx) => {
        const step = await repository.takeDueStep(tx, clock.now());
        if (step === null) return false;
        await steps[step.step](tx as Tx, parts, step.payload).catch((cause: unknown) => {
          throw new StepFailed(step, cause);
        });
        await repository.markDone(tx, step, clock.now());
        return true;
      });
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      await putOff(error);
      return true;
    }
  }

  async function putOff({ step, cause }: StepFailed): Promise<void> {
    const isKnown = cause instanceof AppError;
    const problem = isKnown
      ? { code: cause.code, detail: cause.detail }
      : { code: 'server.error', detail: 'Something failed in the server. The fault was logged.' };
    if (!isKnown)
      logger.error('a step of a sale failed', { step: step.step, position: String(step.position), error: cause });
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(step.attempts, 20));
    await database.withWorker<repository.FlowTables, void>(consumer, (tx) =>
      repository.putOff(tx, step, new Date(clock.now().getTime() + pause), problem),
    );
  }

  /** Everything that is new or due, until there is nothing more. Several may run at once. */
  async function run(signal?: AbortSignal): Promise<void> {
    let isBusy = true;
    while (isBusy && !signal?.aborted) {
      const read = await intake();
      const ran = await runOne();
      isBusy = read > 0 || ran;
    }
  }

  return { run };
}
