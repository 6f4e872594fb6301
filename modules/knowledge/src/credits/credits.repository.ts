import type { Tx } from '@nexus/db';
import type { GoalRow, KnowledgeTables, MeritRow, PurchaseRow, WorkRow } from '../knowledge.tables.ts';

type KnowledgeTx = Tx<KnowledgeTables>;

export async function insertWork(tx: KnowledgeTx, work: WorkRow): Promise<void> {
  await tx.insertInto('knowledgeWork').values(work).execute();
}

/** Newest first. */
export async function listWork(
  tx: KnowledgeTx,
  filter: { state?: WorkRow['state'] | undefined },
  after: string | null,
  limit: number,
): Promise<WorkRow[]> {
  let query = tx.selectFrom('knowledgeWork').selectAll().orderBy('id', 'desc').limit(limit);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (after !== null) query = query.where('id', '<', after);
  return await query.execute();
}

export async function findWork(tx: KnowledgeTx, workId: string): Promise<WorkRow | null> {
  return (await tx.selectFrom('knowledgeWork').selectAll().where('id', '=', workId).executeTakeFirst()) ?? null;
}

/** False when somebody decided before. */
export async function decideWork(
  tx: KnowledgeTx,
  workId: string,
  decision: Pick<WorkRow, 'state' | 'decidedBy' | 'decidedAt' | 'decisionReason' | 'amountMinor'>,
): Promise<boolean> {
  const result = await tx
    .updateTable('knowledgeWork')
    .set(decision)
    .where('id', '=', workId)
    .where('state', '=', 'asked')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function insertGoal(tx: KnowledgeTx, goal: GoalRow): Promise<void> {
  await tx.insertInto('knowledgeGoals').values(goal).execute();
}

export async function listGoals(tx: KnowledgeTx): Promise<GoalRow[]> {
  return await tx.selectFrom('knowledgeGoals').selectAll().orderBy('id').execute();
}

/** False when it was awarded before. */
export async function insertMerit(tx: KnowledgeTx, merit: MeritRow): Promise<boolean> {
  const result = await tx
    .insertInto('knowledgeMerits')
    .values(merit)
    .onConflict((conflict) => conflict.columns(['goalId', 'organisationId', 'month']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function listMerits(tx: KnowledgeTx): Promise<MeritRow[]> {
  return await tx.selectFrom('knowledgeMerits').selectAll().orderBy('awardedAt', 'desc').limit(200).execute();
}

export async function insertPurchase(tx: KnowledgeTx, purchase: PurchaseRow): Promise<void> {
  await tx.insertInto('knowledgePurchases').values(purchase).execute();
}

export async function findPurchase(tx: KnowledgeTx, externalId: string): Promise<PurchaseRow | null> {
  const query = tx.selectFrom('knowledgePurchases').selectAll().where('externalId', '=', externalId);
  return (await query.executeTakeFirst()) ?? null;
}

export async function listPurchases(tx: KnowledgeTx): Promise<PurchaseRow[]> {
  return await tx.selectFrom('knowledgePurchases').selectAll().orderBy('id', 'desc').limit(200).execute();
}
