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

/** Names (hex) of the root keys that wrap what is in the table; one, or none in a new database. */
export async function listRootKeyIds(tx: AnyTx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct encode(substring(wrapped_key from 5 for 16), 'hex') as id from space_keys where wrapped_key is not null`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}

/** Every key that still opens something, `limit` at a time in order of space and version, behind the given one. */
export async function listKeysAfter(
  tx: AnyTx,
  after: { spaceId: string; keyVersion: number },
  limit: number,
): Promise<(SpaceKeyRow & { keyVersion: number })[]> {
  const { rows } = await sql<SpaceKeyRow & { keyVersion: number }>`
    select space_id as "spaceId", key_version as "keyVersion", key_id as "keyId", wrapped_key as "wrappedKey", state = 'active' as "isActive"
    from space_keys
    where state <> 'erased' and (space_id, key_version) > (${after.spaceId}::uuid, ${after.keyVersion}::int)
    order by space_id, key_version limit ${limit}`.execute(tx);
  return rows;
}

/** Before a key is wrapped: until the end of the transaction the root key stays what it is. */
export async function holdRootSteady(tx: AnyTx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended('nexus.root-key', 0))`.execute(tx);
}

/** Before all keys are wrapped anew: nobody wraps one until the end of the transaction. */
export async function lockRoot(tx: AnyTx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('nexus.root-key', 0))`.execute(tx);
}

export async function rewrapKeys(
  tx: AnyTx,
  keys: readonly { spaceId: string; keyVersion: number; wrappedKey: Buffer }[],
): Promise<void> {
  await sql`
    update space_keys set wrapped_key = fresh.wrapped
    from unnest(${keys.map((key) => key.spaceId)}::uuid[], ${keys.map((key) => key.keyVersion)}::int[], ${keys.map((key) => key.wrappedKey)}::bytea[])
      as fresh (space_id, key_version, wrapped)
    where space_keys.space_id = fresh.space_id and space_keys.key_version = fresh.key_version and space_keys.state <> 'erased'`.execute(
    tx,
  );
}

/**
 * Retires the active key and puts `next` in its place: the version of the new one, or null when there is no active key.
 * Transactions that run now may have looked before: `horizon` is the first number that none of them has.
 */
export async function replaceActiveKey(
  tx: AnyTx,
  next: { spaceId: string; keyId: Buffer; wrappedKey: Buffer },
  now: Date,
): Promise<number | null> {
  const { rows } = await sql<{ keyVersion: number }>`
    update space_keys set state = 'retired', retired_at = ${now}
    where space_id = ${next.spaceId} and state = 'active' returning key_version as "keyVersion"`.execute(tx);
  const [retired] = rows;
  if (retired === undefined) return null;
  const keyVersion = retired.keyVersion + 1;
  await sql`
    insert into space_keys (space_id, key_version, key_id, wrapped_key, state)
    values (${next.spaceId}, ${keyVersion}, ${next.keyId}, ${next.wrappedKey}, 'active')`.execute(tx);
  return keyVersion;
}

/** After the commit that retired them: notes for retired keys that have none yet which transactions have to end first. */
export async function setHorizon(tx: AnyTx, spaceId: string): Promise<void> {
  await sql`
    update space_keys set horizon = pg_snapshot_xmax(pg_current_snapshot())::text::bigint
    where space_id = ${spaceId} and state = 'retired' and horizon is null`.execute(tx);
}

/** Whether every transaction that could still write under a retired key of the space, not knowing it, has ended. */
export async function isHorizonPassed(tx: AnyTx, spaceId: string): Promise<boolean> {
  const { rows } = await sql<{ passed: boolean }>`
    select coalesce(bool_and(horizon is not null and horizon <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint), true) as passed
    from space_keys where space_id = ${spaceId} and state = 'retired'`.execute(tx);
  return rows[0]?.passed === true;
}

/** Destroys keys of the space: the retired ones, or all. Waits for writers that hold them. The names of what was destroyed. */
export async function eraseKeys(tx: AnyTx, spaceId: string, which: 'retired' | 'all', now: Date): Promise<Buffer[]> {
  const { rows } = await sql<{ keyId: Buffer }>`
    update space_keys set state = 'erased', wrapped_key = null, erased_at = ${now}
    where space_id = ${spaceId} and (state = 'retired' or (${which === 'all'} and state = 'active')) returning key_id as "keyId"`.execute(
    tx,
  );
  return rows.map(({ keyId }) => keyId);
}

export type KeyState = { unsealRevision: bigint; verifiedAt: Date; rootSince: Date | null };

export async function findKeyState(tx: AnyTx): Promise<KeyState | null> {
  const { rows } = await sql<KeyState>`
    select unseal_revision as "unsealRevision", verified_at as "verifiedAt", root_since as "rootSince" from key_state`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/** Remembers the revision if it is newer, when all keys opened, and since when the root key is this one. */
export async function saveKeyState(
  tx: AnyTx,
  state: { revision: number; rootKeyId: string; verifiedAt: Date },
): Promise<void> {
  const { revision, rootKeyId, verifiedAt } = state;
  await sql`
    insert into key_state (unseal_revision, verified_at, root_key_id, root_since) values (${revision}, ${verifiedAt}, ${rootKeyId}, ${verifiedAt})
    on conflict (only_row) do update set
      unseal_revision = greatest(key_state.unseal_revision, excluded.unseal_revision),
      verified_at = excluded.verified_at,
      root_key_id = excluded.root_key_id,
      root_since = case when key_state.root_key_id <> excluded.root_key_id then excluded.root_since else key_state.root_since end`.execute(
    tx,
  );
}
