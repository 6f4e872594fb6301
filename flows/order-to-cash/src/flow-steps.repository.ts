import type { StoredEvent, Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { Payload } from './step.ts';
import { type StepName, stepsOfTopic } from './steps.ts';

export type FlowStepRow = {
  position: bigint;
  step: StepName;
  topic: string;
  payload: Payload;
  state: 'waiting' | 'done';
  attempts: number;
  notBefore: Date;
  problemCode: string | null;
  problem: string | null;
  happenedAt: Date;
  doneAt: Date | null;
};
export type FlowTables = { flowSteps: FlowStepRow };
export type FlowTx = Tx<FlowTables>;

/** The steps of events, in the transaction that marks the events as read. @returns how many */
export async function insertSteps(tx: FlowTx, events: readonly StoredEvent[]): Promise<number> {
  const rows = events.flatMap(({ position, topic, payload, createdAt }) =>
    (stepsOfTopic[topic] ?? []).map((step) => ({
      position,
      step,
      topic,
      payload: JSON.stringify(payload) as unknown as Payload,
      state: 'waiting' as const,
      attempts: 0,
      notBefore: createdAt,
      problemCode: null,
      problem: null,
      happenedAt: createdAt,
      doneAt: null,
    })),
  );
  if (rows.length > 0) await tx.insertInto('flowSteps').values(rows).execute();
  return rows.length;
}

/** The oldest step that is due, held until the transaction ends; others at the same work take others. */
export async function takeDueStep(tx: FlowTx, now: Date): Promise<FlowStepRow | null> {
  const row = await tx
    .selectFrom('flowSteps')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('notBefore', '<=', now)
    .orderBy('position')
    .orderBy('step')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row ?? null;
}

export async function markDone(tx: FlowTx, { position, step, attempts }: FlowStepRow, at: Date): Promise<void> {
  await tx
    .updateTable('flowSteps')
    .set({ state: 'done', attempts: attempts + 1, doneAt: at, problemCode: null, problem: null })
    .where('position', '=', position)
    .where('step', '=', step)
    .execute();
}

export async function putOff(
  tx: FlowTx,
  { position, step, attempts }: Pick<FlowStepRow, 'position' | 'step' | 'attempts'>,
  until: Date,
  problem: { code: string; detail: string },
): Promise<void> {
  await tx
    .updateTable('flowSteps')
    .set({
      attempts: attempts + 1,
      notBefore: until,
      problemCode: problem.code,
      problem: problem.detail.slice(0, 2_000),
    })
    .where('position', '=', position)
    .where('step', '=', step)
    .where('state', '=', 'waiting')
    .execute();
}

/** Those that failed at least once and are not done, oldest first. */
export async function listStuck(tx: FlowTx, limit: number): Promise<FlowStepRow[]> {
  return await tx
    .selectFrom('flowSteps')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('attempts', '>', 0)
    .orderBy('position')
    .orderBy('step')
    .limit(limit)
    .execute();
}

/** Makes a waiting step due now; false when there is none. */
export async function tryNow(tx: FlowTx, position: bigint, step: StepName, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('flowSteps')
    .set({ notBefore: at })
    .where('position', '=', position)
    .where('step', '=', step)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** For tests and screens: whether anything is due or on its way. */
export async function countWaiting(tx: FlowTx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from flow_steps where state = 'waiting'`.execute(tx);
  return rows[0]!.count;
}
