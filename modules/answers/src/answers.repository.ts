import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { AnswersTables, CitationRow, ConversationRow, FeedbackRow, QuestionRow } from './answers.tables.ts';

export type AnswersTx = Tx<AnswersTables>;

/** Whose conversations, and under which labels. */
export type Reach = { personId: string; labelIds: readonly string[] };

export async function insertConversation(tx: AnswersTx, conversation: ConversationRow): Promise<void> {
  await tx.insertInto('conversations').values(conversation).execute();
}

/** Locks the conversation, so that two questions at once get one place each. */
export async function findConversationForQuestion(
  tx: AnswersTx,
  { personId, labelIds }: Reach,
  conversationId: string,
): Promise<ConversationRow | null> {
  const row = await tx
    .selectFrom('conversations')
    .where('id', '=', conversationId)
    .where('personId', '=', personId)
    .where('labelId', '=', (eb) => eb.fn.any(eb.val(labelIds)))
    .selectAll()
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function findConversation(
  tx: AnswersTx,
  { personId, labelIds }: Reach,
  conversationId: string,
): Promise<ConversationRow | null> {
  const row = await tx
    .selectFrom('conversations')
    .where('id', '=', conversationId)
    .where('personId', '=', personId)
    .where('labelId', '=', (eb) => eb.fn.any(eb.val(labelIds)))
    .selectAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Last used first. */
export async function listConversations(
  tx: AnswersTx,
  { personId, labelIds }: Reach,
  page: { limit: number; pinned?: boolean | undefined; before: { updatedAt: Date; id: string } | null },
): Promise<ConversationRow[]> {
  let query = tx
    .selectFrom('conversations')
    .where('personId', '=', personId)
    .where('labelId', '=', (eb) => eb.fn.any(eb.val(labelIds)))
    .selectAll()
    .orderBy('updatedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1);
  if (page.pinned !== undefined) query = query.where('pinned', '=', page.pinned);
  if (page.before) {
    const { updatedAt, id } = page.before;
    query = query.where((eb) => eb(eb.refTuple('updatedAt', 'id'), '<', eb.tuple(updatedAt, id)));
  }
  return await query.execute();
}

export async function updateConversation(
  tx: AnswersTx,
  conversationId: string,
  expectedVersion: number,
  change: Partial<Pick<ConversationRow, 'title' | 'pinned' | 'updatedAt' | 'labelId'>>,
): Promise<boolean> {
  const result = await tx
    .updateTable('conversations')
    .set({ ...change, version: expectedVersion + 1 })
    .where('id', '=', conversationId)
    .where('version', '=', expectedVersion)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteConversation(
  tx: AnswersTx,
  { personId, labelIds }: Reach,
  conversationId: string,
): Promise<boolean> {
  const result = await tx
    .deleteFrom('conversations')
    .where('id', '=', conversationId)
    .where('personId', '=', personId)
    .where('labelId', '=', (eb) => eb.fn.any(eb.val(labelIds)))
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export async function findLastQuestion(tx: AnswersTx, conversationId: string): Promise<QuestionRow | null> {
  const row = await tx
    .selectFrom('questions')
    .where('conversationId', '=', conversationId)
    .selectAll()
    .orderBy('ordinal', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function insertQuestion(
  tx: AnswersTx,
  question: QuestionRow,
  citations: readonly CitationRow[],
): Promise<void> {
  const scope = JSON.stringify(question.scope) as unknown as QuestionRow['scope'];
  await tx
    .insertInto('questions')
    .values({ ...question, scope })
    .execute();
  if (citations.length > 0)
    await tx
      .insertInto('citations')
      .values([...citations])
      .execute();
}

/** A question of a conversation that the person may read. */
export async function findQuestion(
  tx: AnswersTx,
  { personId, labelIds }: Reach,
  questionId: string,
): Promise<QuestionRow | null> {
  const row = await tx
    .selectFrom('questions')
    .innerJoin('conversations', 'conversations.id', 'questions.conversationId')
    .where('questions.id', '=', questionId)
    .where('questions.personId', '=', personId)
    .where('conversations.labelId', '=', (eb) => eb.fn.any(eb.val(labelIds)))
    .selectAll('questions')
    .executeTakeFirst();
  return row ?? null;
}

export async function listQuestions(tx: AnswersTx, conversationId: string): Promise<QuestionRow[]> {
  return await tx
    .selectFrom('questions')
    .where('conversationId', '=', conversationId)
    .selectAll()
    .orderBy('ordinal')
    .execute();
}

/** Row-level security leaves out those whose space or label the person may no longer read. */
export async function listCitations(tx: AnswersTx, questionIds: readonly string[]): Promise<CitationRow[]> {
  if (questionIds.length === 0) return [];
  return await tx
    .selectFrom('citations')
    .where('questionId', 'in', questionIds)
    .selectAll()
    .orderBy('sentence')
    .orderBy('id')
    .execute();
}

/** Lets what was derived from a document carry its new label. For the job that reclassifies. */
export async function relabelDerived(tx: AnswersTx, documentId: string, labelId: string): Promise<void> {
  await sql`select relabel_derived(${documentId}::uuid, ${labelId}::uuid)`.execute(tx);
}

export async function listFeedback(tx: AnswersTx, questionIds: readonly string[]): Promise<FeedbackRow[]> {
  if (questionIds.length === 0) return [];
  return await tx.selectFrom('feedback').where('questionId', 'in', questionIds).selectAll().execute();
}

export async function upsertFeedback(tx: AnswersTx, feedback: FeedbackRow): Promise<void> {
  const { verdict, note, createdAt } = feedback;
  await tx
    .insertInto('feedback')
    .values(feedback)
    .onConflict((conflict) => conflict.columns(['questionId', 'personId']).doUpdateSet({ verdict, note, createdAt }))
    .execute();
}
