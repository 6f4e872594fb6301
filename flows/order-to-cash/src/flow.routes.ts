import type { Database } from '@nexus/db';
import { type HttpApp, personOf, Timestamp } from '@nexus/http';
import type { Clock, PersonActor } from '@nexus/kernel';
import { z } from 'zod';
import { StepNotFoundError } from './flow.errors.ts';
import * as repository from './flow-steps.repository.ts';
import { type StepName, steps } from './steps.ts';

const stepNames = Object.keys(steps) as [StepName, ...StepName[]];
const tags = ['flow'];

const StepView = z.object({
  position: z.string(),
  step: z.enum(stepNames),
  topic: z.string(),
  payload: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('Ids of what it is about'),
  attempts: z.int(),
  problemCode: z.string().nullable(),
  problem: z.string().nullable(),
  nextTryAt: Timestamp,
  happenedAt: Timestamp,
});
const StepParams = z.object({ position: z.string().regex(/^\d{1,18}$/), step: z.enum(stepNames) });

/** What did not work by itself: for the office, with its reason. */
export function flowRoutes({ database, clock }: { database: Pick<Database, 'withActor'>; clock: Clock }) {
  const act = <R>(actor: PersonActor, run: (tx: repository.FlowTx) => Promise<R>) =>
    database.withActor<repository.FlowTables, R>(actor, run);
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/flow/stuck-steps',
      config: { access: 'session' },
      schema: {
        operationId: 'listStuckSteps',
        summary: 'What should have followed from a sale and has not yet, with the reason',
        tags,
        response: { 200: z.object({ items: z.array(StepView) }) },
      },
      handler: async (request) => {
        const rows = await act(personOf(request), (tx) => repository.listStuck(tx, 200));
        return {
          items: rows.map((row) => ({
            position: String(row.position),
            step: row.step,
            topic: row.topic,
            payload: { ...row.payload },
            attempts: row.attempts,
            problemCode: row.problemCode,
            problem: row.problem,
            nextTryAt: row.notBefore.toISOString(),
            happenedAt: row.happenedAt.toISOString(),
          })),
        };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/flow/stuck-steps/:position/:step/retry',
      config: { access: 'session' },
      schema: {
        operationId: 'retryStep',
        summary: 'Try a step again now, after its reason was mended',
        tags,
        params: StepParams,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        const { position, step } = request.params;
        const found = await act(personOf(request), (tx) => repository.tryNow(tx, BigInt(position), step, clock.now()));
        if (!found) throw new StepNotFoundError();
        return reply.code(204).send(null);
      },
    });
  };
}
