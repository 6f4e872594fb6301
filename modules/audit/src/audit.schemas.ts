import { PageQuery, pageSchema, Timestamp } from '@nexus/http';
import { z } from 'zod';

const Action = z
  .string()
  .max(80)
  .regex(/^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$/)
  .describe('`noun.verb` of the closed catalogue');
const Outcome = z.enum(['success', 'denied', 'failed']);

export const EntriesQuery = PageQuery.extend({
  action: Action.optional(),
  personId: z.uuid().optional().describe('Who acted'),
  spaceId: z.uuid().optional(),
  objectId: z.uuid().optional().describe('A document, conversation, person or other thing that the action was about'),
  outcome: Outcome.optional(),
  from: Timestamp.optional().describe('Inclusive'),
  to: Timestamp.optional().describe('Exclusive'),
});

const EntryActor = z.object({
  kind: z.enum(['person', 'system', 'anonymous']),
  personId: z.uuid().optional(),
  sessionId: z.uuid().optional(),
  job: z.string().optional(),
});

export const Entry = z.object({
  sequence: z.int().describe('Place in the log, from 0, without gaps'),
  leafHash: z.string().describe('RFC 6962 leaf hash of the entry, hex'),
  id: z.uuid(),
  recordedAt: Timestamp,
  actor: EntryActor,
  action: Action,
  outcome: Outcome,
  spaceId: z.uuid().nullable(),
  labelId: z.uuid().nullable(),
  objects: z.array(z.object({ kind: z.string(), id: z.uuid() })),
  reason: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).nullable().describe('Ids, counts, hashes and versions'),
});

export const EntriesPage = pageSchema(Entry);

export const Activity = z.object({
  id: z.uuid(),
  recordedAt: Timestamp,
  action: Action,
  outcome: Outcome,
  byMyself: z.boolean().describe('False for somebody who was not signed in, such as a refused sign-in under my name'),
  spaceId: z.uuid().nullable(),
  objectIds: z.array(z.uuid()),
});

export const ActivityPage = pageSchema(Activity);
