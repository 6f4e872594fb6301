import { Timestamp } from '@nexus/http';
import { z } from 'zod';

export const ControlParams = z.object({
  control: z
    .string()
    .regex(/^[a-z_]+\.[a-z_]+$/)
    .max(80),
});

const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export const ControlView = z.object({
  id: z.string().describe('`area.name`'),
  state: z
    .enum(['ok', 'attention', 'failed', 'unknown', 'stale'])
    .describe('`unknown`: never checked. `stale`: nothing has confirmed the last finding for an hour.'),
  facts: Facts.describe('What was found: numbers and codes, no content'),
  since: Timestamp.nullable().describe('Since when it is found like this'),
  checkedAt: Timestamp.nullable(),
});

export const ControlList = z.object({ items: z.array(ControlView) });

export const FindingList = z.object({
  items: z.array(
    z.object({
      state: z.enum(['ok', 'attention', 'failed']),
      facts: Facts,
      since: Timestamp,
      confirmedAt: Timestamp,
      checks: z.number().int().describe('How often it was found like this'),
    }),
  ),
});
