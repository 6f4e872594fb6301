import { z } from 'zod';
import { Counters, Digest, documentHead, Instant, Sequence, Slug } from './parts.ts';

/**
 * How much was used, never of what. Counters are totals since the epoch began, so that a report that is lost or read twice changes nothing. A
 * restored machine begins an epoch: its totals begin again at nothing.
 */
export const UsageReport = z.strictObject({
  ...documentHead,
  activationId: z.uuid(),
  licenceId: z.uuid(),
  product: Slug,
  version: z
    .string()
    .max(60)
    .regex(/^[\w.+-]+$/)
    .describe('Of the program'),
  period: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .describe('The month that the report closes or stands in'),
  isMonthClosed: z.boolean(),
  epoch: z.uuid(),
  epochNumber: Sequence,
  epochReason: z.enum(['activated', 'restored', 'reset']),
  seq: Sequence.describe('In its epoch, from 1 without gaps'),
  previous: Digest.nullable().describe(
    'SHA-256 of the report before, of this epoch or the last; null for the very first',
  ),
  counters: Counters,
  clock: Instant,
  highWater: Instant.describe(
    'The latest moment that the machine ever knew of; later than `clock` when its clock was set back',
  ),
});

export type UsageReport = z.infer<typeof UsageReport>;
