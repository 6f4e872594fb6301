import { z } from 'zod';
import { Line, Timestamp } from '../crm.schemas.ts';

const Instant = Timestamp.transform((text) => new Date(text));
const Body = z.string().max(100_000);

export const SubjectQuery = z
  .object({ customerId: z.uuid().optional(), opportunityId: z.uuid().optional() })
  .refine(({ customerId, opportunityId }) => (customerId === undefined) !== (opportunityId === undefined), {
    message: 'one of customerId and opportunityId',
  });
export const ActivityParams = z.object({ activityId: z.uuid() });

const fields = {
  subject: Line,
  body: Body.optional(),
  assigneeId: z.uuid().nullable().optional(),
  dueAt: Instant.nullable().optional(),
  isDone: z.boolean().optional(),
  startsAt: Instant.optional(),
  endsAt: Instant.optional(),
  location: z.string().trim().max(300).nullable().optional(),
  attendees: z.array(z.email().max(254)).max(100).optional(),
};
export const NewActivityBody = z.object({
  ...fields,
  kind: z.enum(['task', 'note', 'meeting']),
  customerId: z.uuid().optional(),
  opportunityId: z.uuid().optional(),
});
export const UpdateActivityBody = z.object(fields).partial();

export const CalendarQuery = z.object({ from: Instant, until: Instant });

export const ActivityView = z.object({
  id: z.uuid(),
  kind: z.enum(['task', 'note', 'meeting', 'email']),
  customerId: z.uuid().nullable(),
  opportunityId: z.uuid().nullable(),
  subject: z.string(),
  body: z.string(),
  assigneeId: z.uuid().nullable(),
  dueAt: Timestamp.nullable(),
  doneAt: Timestamp.nullable(),
  startsAt: Timestamp.nullable(),
  endsAt: Timestamp.nullable(),
  location: z.string().nullable(),
  attendees: z.array(z.string()),
  mail: z
    .object({
      direction: z.enum(['out', 'in']),
      state: z.enum(['queued', 'sent', 'failed', 'received']),
      from: z.string().nullable(),
      to: z.array(z.string()),
      error: z.string().nullable(),
    })
    .nullable(),
  version: z.number().int(),
  createdBy: z.uuid().nullable(),
  createdAt: Timestamp,
});
