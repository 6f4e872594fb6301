import { sql } from 'kysely';
import type { AnyTx } from '../keys.repository.ts';
import { OfficerRequiredError } from './administration.errors.ts';

/** The database's own word, whatever the session says. @throws OfficerRequiredError */
export async function ensureOfficer(tx: AnyTx): Promise<void> {
  const { rows } = await sql<{ allowed: boolean }>`select has_role('officer') as allowed`.execute(tx);
  if (rows[0]?.allowed !== true) throw new OfficerRequiredError();
}

export type KeyRow = {
  spaceId: string;
  keyVersion: number;
  keyId: Buffer;
  state: 'active' | 'retired' | 'erased';
  createdAt: Date;
  retiredAt: Date | null;
  erasedAt: Date | null;
};

/** All keys with their states; newest version of a space first. Empty for everybody but officers. */
export async function listKeys(tx: AnyTx): Promise<KeyRow[]> {
  const { rows } = await sql<KeyRow>`
    select space_id as "spaceId", key_version as "keyVersion", key_id as "keyId", state, created_at as "createdAt",
      retired_at as "retiredAt", erased_at as "erasedAt"
    from list_space_keys() order by space_id, key_version desc`.execute(tx);
  return rows;
}

export type RotationRow = {
  id: string;
  spaceId: string;
  state: 'running' | 'done' | 'failed';
  keyVersion: number | null;
  objectsDone: bigint;
  objectsTotal: bigint;
  requestedBy: string;
  requestedAt: Date;
  finishedAt: Date | null;
};

const rotationColumns = sql`id, space_id as "spaceId", state, key_version as "keyVersion", objects_done as "objectsDone", objects_total as "objectsTotal",
  requested_by as "requestedBy", requested_at as "requestedAt", finished_at as "finishedAt"`;

/** False when one runs for the space already. */
export async function insertRotation(
  tx: AnyTx,
  rotation: { id: string; spaceId: string; requestedBy: string; requestedAt: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into key_rotations (id, space_id, state, requested_by, requested_at)
    values (${rotation.id}, ${rotation.spaceId}, 'running', ${rotation.requestedBy}, ${rotation.requestedAt})
    on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export async function findRunningRotation(tx: AnyTx, id: string): Promise<RotationRow | null> {
  const { rows } =
    await sql<RotationRow>`select ${rotationColumns} from key_rotations where id = ${id} and state = 'running'`.execute(
      tx,
    );
  return rows[0] ?? null;
}

/** Running ones, and the newest of the others. */
export async function listRotations(tx: AnyTx, limit: number): Promise<RotationRow[]> {
  const { rows } = await sql<RotationRow>`
    select ${rotationColumns} from key_rotations order by (state = 'running') desc, id desc limit ${limit}`.execute(tx);
  return rows;
}

export async function listRunningRotationIds(tx: AnyTx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from key_rotations where state = 'running'`.execute(tx);
  return rows.map(({ id }) => id);
}

export async function setRotationKey(tx: AnyTx, id: string, keyVersion: number): Promise<void> {
  await sql`update key_rotations set key_version = ${keyVersion} where id = ${id}`.execute(tx);
}

/** Tells every process that keys have changed. */
export async function notifyKeysChanged(tx: AnyTx): Promise<void> {
  await sql`select pg_notify('nexus_keys', '')`.execute(tx);
}

export async function setRotationProgress(tx: AnyTx, id: string, done: number, total: number): Promise<void> {
  await sql`update key_rotations set objects_done = ${done}::bigint, objects_total = greatest(${total}::bigint, ${done}::bigint) where id = ${id}`.execute(
    tx,
  );
}

export async function endRotation(tx: AnyTx, id: string, state: 'done' | 'failed', finishedAt: Date): Promise<void> {
  await sql`update key_rotations set state = ${state}, finished_at = ${finishedAt} where id = ${id} and state = 'running'`.execute(
    tx,
  );
}

export type HoldRow = { spaceId: string; reason: Buffer; setBy: string; setAt: Date };

export async function listHolds(tx: AnyTx): Promise<HoldRow[]> {
  const { rows } = await sql<HoldRow>`
    select space_id as "spaceId", reason, set_by as "setBy", set_at as "setAt" from legal_holds`.execute(tx);
  return rows;
}

export async function insertHold(tx: AnyTx, hold: HoldRow): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into legal_holds (space_id, reason, set_by, set_at) values (${hold.spaceId}, ${hold.reason}, ${hold.setBy}, ${hold.setAt})
    on conflict (space_id) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export async function deleteHold(tx: AnyTx, spaceId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from legal_holds where space_id = ${spaceId}`.execute(tx);
  return numAffectedRows === 1n;
}
