import { type QueryExecutorProvider, sql } from 'kysely';

/** Conversations over that one space alone, with everything in them; how many. For the job that erases the space. */
export async function eraseConversationsOf(tx: QueryExecutorProvider, spaceId: string): Promise<number> {
  const { rows } = await sql<{ gone: string }>`select erase_conversations_of(${spaceId})::text as gone`.execute(tx);
  return Number(rows[0]?.gone ?? 0);
}
