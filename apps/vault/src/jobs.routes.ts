import { type HttpApp, personOf, problemResponse, Timestamp } from '@nexus/http';
import type { JobsOverview } from '@nexus/jobs';
import { NotFoundError, type PersonActor } from '@nexus/kernel';
import { z } from 'zod';

const JobsView = z.object({
  queues: z.array(
    z.object({
      queue: z.string(),
      waiting: z.int(),
      running: z.int(),
      failed: z.int().describe('Given up after several tries'),
    }),
  ),
  failed: z
    .array(
      z.object({
        id: z.uuid(),
        queue: z.string(),
        attempts: z.int(),
        createdAt: Timestamp,
        failedAt: Timestamp,
      }),
    )
    .describe('The newest first'),
});

const most = 100;

/** Takes the retry down before it happens: no entry, no retry. */
type RecordRetry = (actor: PersonActor, jobId: string) => Promise<void>;

/** Work in the background, for those who run the system: counts and ids, never what a job is about. */
export function jobsRoutes(queues: JobsOverview, recordRetry: RecordRetry) {
  const administrator = { access: 'session' as const, roles: ['administrator' as const] };
  const tags = ['system'];
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/jobs',
      config: administrator,
      schema: {
        operationId: 'listJobs',
        summary: 'Work in the background: counts by queue, and what failed',
        tags,
        response: { 200: JobsView },
      },
      handler: async () => {
        const [counts, failed] = await Promise.all([queues.countByQueue(), queues.listFailed(most)]);
        return {
          queues: counts,
          failed: failed.map(({ id, queue, attempts, createdAt, failedAt }) => ({
            id,
            queue,
            attempts,
            createdAt: createdAt.toISOString(),
            failedAt: failedAt.toISOString(),
          })),
        };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/jobs/:jobId/retry',
      config: administrator,
      schema: {
        operationId: 'retryJob',
        summary: 'Try a failed job again',
        tags,
        params: z.object({ jobId: z.uuid() }),
        response: { 204: z.undefined().describe('Done'), 404: problemResponse(404) },
      },
      handler: async (request, reply) => {
        const { jobId } = request.params;
        await recordRetry(personOf(request), jobId);
        if (!(await queues.retry(jobId))) throw new NotFoundError('There is no such failed job.');
        return reply.status(204).send();
      },
    });
  };
}
