import { sql } from 'kysely';
import type { AnyTx } from '../audit.repository.ts';

export type KeyRow = {
  id: string;
  origin: string;
  publicKey: Buffer;
  /** Sealed; null once retired. */
  privateKey: Buffer | null;
  state: 'active' | 'coming' | 'retired';
  createdAt: Date;
};

/** Oldest first. */
export async function listKeys(tx: AnyTx): Promise<KeyRow[]> {
  const { rows } = await sql<KeyRow>`
    select id, origin, public_key as "publicKey", private_key as "privateKey", state, created_at as "createdAt"
    from audit_keys order by created_at, id`.execute(tx);
  return rows;
}

/** False when there is one in that state already. */
export async function insertKey(tx: AnyTx, key: Omit<KeyRow, 'createdAt'>): Promise<boolean> {
  const { rows } = await sql`
    insert into audit_keys (id, origin, public_key, private_key, state)
    values (${key.id}, ${key.origin}, ${key.publicKey}, ${key.privateKey}, ${key.state})
    on conflict (state) where state <> 'retired' do nothing returning id`.execute(tx);
  return rows.length > 0;
}

/** The active key loses its private half, the coming one takes its place. */
export async function promoteComingKey(tx: AnyTx, now: Date): Promise<void> {
  await sql`update audit_keys set state = 'retired', private_key = null, retired_at = ${now} where state = 'active'`.execute(
    tx,
  );
  await sql`update audit_keys set state = 'active' where state = 'coming'`.execute(tx);
}

/** Whether an entry below `size` announces the key. */
export async function isAnnounced(tx: AnyTx, keyId: string, size: number): Promise<boolean> {
  const { rows } = await sql`
    select from audit_entries where action = 'audit_key.rotated' and object_ids @> array[${keyId}::uuid] and sequence < ${size}
    limit 1`.execute(tx);
  return rows.length > 0;
}
