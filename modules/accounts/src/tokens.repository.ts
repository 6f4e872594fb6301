import type { AccountsTx } from './accounts.ports.ts';

export type AccessTokenRow = { id: string; name: Buffer; createdAt: Date; lastUsedAt: Date | null; expiresAt: Date };

const columns = ['id', 'name', 'createdAt', 'lastUsedAt', 'expiresAt'] as const;

export async function insertAccessToken(
  tx: AccountsTx,
  token: Omit<AccessTokenRow, 'lastUsedAt'> & { personId: string; tokenHash: Buffer },
): Promise<void> {
  await tx.insertInto('accessTokens').values(token).execute();
}

export async function listAccessTokens(tx: AccountsTx, personId: string): Promise<AccessTokenRow[]> {
  return tx
    .selectFrom('accessTokens')
    .select(columns)
    .where('personId', '=', personId)
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
}

export async function countAccessTokens(tx: AccountsTx, personId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('accessTokens')
    .select((row) => row.fn.countAll<bigint>().as('count'))
    .where('personId', '=', personId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function deleteAccessToken(tx: AccountsTx, personId: string, tokenId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('accessTokens')
    .where('personId', '=', personId)
    .where('id', '=', tokenId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}
