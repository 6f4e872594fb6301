import { type AppError, InvalidInputError } from '@nexus/kernel';
import { z } from 'zod';

/** RFC 9457 with our extensions. `detail` never carries content or the rules that refused something. */
export const problemSchema = z
  .object({
    type: z.string().describe('URI that names the kind of problem'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().describe('Names this one occurrence; the same id is in the log'),
    code: z.string().describe('Stable and machine-readable, such as `documents.not_found`'),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).describe('Every field that is wrong'),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problemSchema>;

export const problemMediaType = 'application/problem+json';

/** The problem that a client sees for an error. Paths only, no query string: a question may be in it. */
export function problemOf(error: AppError, requestId: string): Problem {
  return {
    type: `urn:nexus:problem:${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.detail,
    instance: `urn:nexus:request:${requestId}`,
    code: error.code,
    errors: error instanceof InvalidInputError ? [...error.issues] : [],
    requestId,
  };
}
