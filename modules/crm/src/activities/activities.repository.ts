import type { Tx } from '@nexus/db';
import { sql } from 'kysely';

export type ActivityKind = 'task' | 'note' | 'meeting' | 'email';

export type ActivityRow = {
  id: string;
  kind: ActivityKind;
  customerId: string | null;
  opportunityId: string | null;
  partnerId: string | null;
  subject: string;
  body: string;
  assigneeId: string | null;
  dueAt: Date | null;
  doneAt: Date | null;
  startsAt: Date | null;
  endsAt: Date | null;
  location: string | null;
  attendees: string[];
  sequence: number;
  direction: 'out' | 'in' | null;
  mailState: 'queued' | 'sent' | 'failed' | 'received' | null;
  mailFrom: string | null;
  mailTo: string[] | null;
  messageId: string | null;
  inReplyTo: string | null;
  mailError: string | null;
  version: number;
  createdBy: string | null;
  createdAt: Date;
};

export async function insertActivity(tx: Tx, row: ActivityRow): Promise<void> {
  await sql`
    insert into activities (id, kind, customer_id, opportunity_id, partner_id, subject, body, assignee_id, due_at, done_at, starts_at, ends_at, location,
      attendees, direction, mail_state, mail_from, mail_to, message_id, in_reply_to, created_by, created_at)
    values (${row.id}, ${row.kind}, ${row.customerId}, ${row.opportunityId}, ${row.partnerId}, ${row.subject}, ${row.body}, ${row.assigneeId},
      ${row.dueAt}, ${row.doneAt}, ${row.startsAt}, ${row.endsAt}, ${row.location}, ${row.attendees}::text[], ${row.direction}, ${row.mailState},
      ${row.mailFrom}, ${row.mailTo}::text[], ${row.messageId}, ${row.inReplyTo}, ${row.createdBy}, ${row.createdAt})`.execute(
    tx,
  );
}

export async function findActivity(tx: Tx, id: string, forUpdate = false): Promise<ActivityRow | null> {
  const { rows } = await sql<ActivityRow>`
    select * from activities where id = ${id}::uuid ${forUpdate ? sql`for update` : sql``}`.execute(tx);
  return rows[0] ?? null;
}

/** Newest first; of a customer also those of its opportunities. */
export async function listActivities(
  tx: Tx,
  subject: { customerId?: string | undefined; opportunityId?: string | undefined },
): Promise<ActivityRow[]> {
  const about =
    subject.opportunityId === undefined
      ? sql`customer_id = ${subject.customerId ?? null}::uuid`
      : sql`opportunity_id = ${subject.opportunityId}::uuid`;
  const { rows } = await sql<ActivityRow>`
    select * from activities where ${about} order by created_at desc, id limit 500`.execute(tx);
  return rows;
}

export async function listOpenTasks(tx: Tx, assigneeId: string): Promise<ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    select * from activities where kind = 'task' and done_at is null and assignee_id = ${assigneeId}::uuid
    order by due_at nulls last, id limit 200`.execute(tx);
  return rows;
}

export async function listMeetings(tx: Tx, from: Date, until: Date): Promise<ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    select * from activities where kind = 'meeting' and starts_at >= ${from}::timestamptz and starts_at < ${until}::timestamptz
    order by starts_at, id limit 2000`.execute(tx);
  return rows;
}

export async function updateActivity(tx: Tx, expectedVersion: number, row: ActivityRow): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update activities set subject = ${row.subject}, body = ${row.body}, assignee_id = ${row.assigneeId}, due_at = ${row.dueAt}, done_at = ${row.doneAt},
      starts_at = ${row.startsAt}, ends_at = ${row.endsAt}, location = ${row.location}, attendees = ${row.attendees}::text[],
      sequence = sequence + case when kind = 'meeting' then 1 else 0 end, version = version + 1
    where id = ${row.id}::uuid and version = ${expectedVersion} and kind <> 'email'`.execute(tx);
  return numAffectedRows === 1n;
}
