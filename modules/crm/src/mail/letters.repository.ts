import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { ActivityRow } from '../activities/activities.repository.ts';

export async function saveSent(tx: Tx, id: string): Promise<void> {
  await sql`update activities set mail_state = 'sent', mail_error = null, version = version + 1 where id = ${id}::uuid`.execute(
    tx,
  );
}

export async function saveFailed(tx: Tx, id: string, error: string): Promise<void> {
  await sql`update activities set mail_state = 'failed', mail_error = ${error}, version = version + 1 where id = ${id}::uuid`.execute(
    tx,
  );
}

export type LetterSubject = { customerId: string | null; opportunityId: string | null; partnerId: string | null };

/** What a received letter is about: the letter that it answers, or else the customer whose contact wrote it. */
export async function findSubjectOf(tx: Tx, answers: readonly string[], from: string): Promise<LetterSubject | null> {
  const { rows } = await sql<LetterSubject>`
    (select customer_id, opportunity_id, partner_id from activities where message_id = any (${[...answers]}::text[])
     order by created_at desc limit 1)
    union all
    (select c.customer_id, null, c.partner_id from contacts c where lower(c.email) = ${from.toLowerCase()} order by c.created_at limit 1)
    limit 1`.execute(tx);
  return rows[0] ?? null;
}

/** @returns false for a letter that is there already */
export async function insertReceived(
  tx: Tx,
  row: Pick<ActivityRow, 'id' | 'subject' | 'body' | 'mailFrom' | 'mailTo' | 'messageId' | 'inReplyTo' | 'createdAt'> &
    LetterSubject,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into activities (id, kind, customer_id, opportunity_id, partner_id, subject, body, direction, mail_state, mail_from, mail_to, message_id,
      in_reply_to, created_at)
    values (${row.id}, 'email', ${row.customerId}, ${row.opportunityId}, ${row.partnerId}, ${row.subject}, ${row.body}, 'in', 'received',
      ${row.mailFrom}, ${row.mailTo}::text[], ${row.messageId}, ${row.inReplyTo}, ${row.createdAt})
    on conflict (message_id) where message_id is not null do nothing`.execute(tx);
  return numAffectedRows === 1n;
}
