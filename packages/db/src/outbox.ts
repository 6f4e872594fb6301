import { sql } from 'kysely';
import type { Tx } from './transaction.ts';

/** `topic` is `noun.verb` in lower case, `payload` ids only: both go to jobs and webhooks as they are. */
export type OutboxEvent = { topic: string; version: number; payload: Record<string, string | number | boolean | null> };

export type StoredEvent = OutboxEvent & { position: bigint; createdAt: Date };

/** Channel that is notified after each append; a hint to read. */
export const outboxChannel = 'nexus_outbox';

/** Appends an event in the transaction of what happened. Call it last: appenders wait for each other's commit. */
export async function appendEvent<Tables>(tx: Tx<Tables>, { topic, version, payload }: OutboxEvent): Promise<bigint> {
  const appended = sql<{
    position: bigint;
  }>`select append_event(${topic}, ${version}, ${JSON.stringify(payload)}::jsonb) as position`;
  return (await appended.execute(tx)).rows[0]!.position;
}

/**
 * Takes the next events of a consumer, oldest first, and keeps other runs of the same consumer out until the end of the
 * transaction. Worker only. Handle them and call `markRead` in the same transaction: then each is handled exactly once as far as
 * the database goes, and at least once beyond it.
 */
export async function takeEvents<Tables>(tx: Tx<Tables>, consumer: string, limit = 100): Promise<StoredEvent[]> {
  await sql`insert into outbox_consumers (consumer) values (${consumer}) on conflict do nothing`.execute(tx);
  const place = await sql<{
    position: bigint;
  }>`select position from outbox_consumers where consumer = ${consumer} for update`.execute(tx);
  const events = sql<StoredEvent>`
    select position, topic, version, payload, created_at from outbox
    where position > ${place.rows[0]!.position} order by position limit ${limit}`;
  return (await events.execute(tx)).rows;
}

/** Remembers, in the transaction that handled them, that a consumer is done with all events up to this position. */
export async function markRead<Tables>(tx: Tx<Tables>, consumer: string, position: bigint): Promise<void> {
  await sql`update outbox_consumers set position = ${position}, updated_at = now() where consumer = ${consumer}`.execute(
    tx,
  );
}
