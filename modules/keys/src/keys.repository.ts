import { type QueryExecutorProvider, sql } from 'kysely';

/** An open transaction of anybody, whatever tables it is typed with. */
export type AnyTx = QueryExecutorProvider & { readonly isTransaction: true };

export type SpaceKeyRow = { spaceId: string; keyId: Buffer; wrappedKey: Buffer; isActive: boolean };

/** The keys of the given spaces that are not erased; the active one of each space first. */
export async function listSpaceKeys(tx: AnyTx, spaceIds: readonly string[]): Promise<SpaceKeyRow[]> {
  const { rows } = await sql<SpaceKeyRow>`
    select space_id as "spaceId", key_id as "keyId", wrapped_key as "wrappedKey", state = 'active' as "isActive"
    from space_keys
    where space_id = any(${spaceIds}::uuid[]) and state <> 'erased'
    order by space_id, state = 'active' desc, key_version desc`.execute(tx);
  return rows;
}

/** @throws ConflictError (from `packages/db`) when the space has a key already */
export async function insertFirstKey(
  tx: AnyTx,
  key: { spaceId: string; keyId: Buffer; wrappedKey: Buffer },
): Promise<void> {
  await sql`
    insert into space_keys (space_id, key_version, key_id, wrapped_key, state)
    values (${key.spaceId}, 1, ${key.keyId}, ${key.wrappedKey}, 'active')`.execute(tx);
}

/** Does nothing when somebody was faster; waits for a faster one that has not committed yet. */
export async function insertFirstKeyUnlessThere(
  tx: AnyTx,
  key: { spaceId: string; keyId: Buffer; wrappedKey: Buffer },
): Promise<void> {
  await sql`
    insert into space_keys (space_id, key_version, key_id, wrapped_key, state)
    values (${key.spaceId}, 1, ${key.keyId}, ${key.wrappedKey}, 'active')
    on conflict (space_id, key_version) do nothing`.execute(tx);
}
