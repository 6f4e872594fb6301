import { sql } from 'kysely';
import type { AnyTx } from '../keys.repository.ts';

export type ErasureState = 'requested' | 'approved' | 'running' | 'done' | 'cancelled';

export type ErasureRow = {
  id: string;
  spaceId: string;
  state: ErasureState;
  reason: Buffer;
  requestedBy: string;
  requestedAt: Date;
  approvedBy: string | null;
  approvedAt: Date | null;
  notBefore: Date | null;
  cancelledBy: string | null;
  finishedAt: Date | null;
  certificate: Buffer | null;
};

const columns = sql`id, space_id as "spaceId", state, reason, requested_by as "requestedBy", requested_at as "requestedAt",
  approved_by as "approvedBy", approved_at as "approvedAt", not_before as "notBefore", cancelled_by as "cancelledBy",
  finished_at as "finishedAt", certificate`;

/** False when there is one for the space already. */
export async function insertErasure(
  tx: AnyTx,
  row: Pick<ErasureRow, 'id' | 'spaceId' | 'reason' | 'requestedBy' | 'requestedAt'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into space_erasures (id, space_id, state, reason, requested_by, requested_at)
    values (${row.id}, ${row.spaceId}, 'requested', ${row.reason}, ${row.requestedBy}, ${row.requestedAt})
    on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export async function findErasure(tx: AnyTx, id: string): Promise<ErasureRow | null> {
  const { rows } = await sql<ErasureRow>`select ${columns} from space_erasures where id = ${id}`.execute(tx);
  return rows[0] ?? null;
}

/** Newest first. */
export async function listErasures(tx: AnyTx): Promise<ErasureRow[]> {
  const { rows } = await sql<ErasureRow>`select ${columns} from space_erasures order by id desc limit 500`.execute(tx);
  return rows;
}

export async function approveErasure(
  tx: AnyTx,
  id: string,
  approval: { approvedBy: string; approvedAt: Date; notBefore: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update space_erasures set state = 'approved', approved_by = ${approval.approvedBy}, approved_at = ${approval.approvedAt}, not_before = ${approval.notBefore}
    where id = ${id} and state = 'requested'`.execute(tx);
  return numAffectedRows === 1n;
}

export async function cancelErasure(tx: AnyTx, id: string, cancelledBy: string, finishedAt: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update space_erasures set state = 'cancelled', cancelled_by = ${cancelledBy}, finished_at = ${finishedAt}
    where id = ${id} and state in ('requested', 'approved')`.execute(tx);
  return numAffectedRows === 1n;
}

/** Begun, or approved and due, with no hold on. By the database's clock, which also guards the change. */
export async function listDueErasures(tx: AnyTx): Promise<ErasureRow[]> {
  const { rows } = await sql<ErasureRow>`
    select ${columns} from space_erasures e
    where state = 'running' or (state = 'approved' and not_before <= now()
      and not exists (select from legal_holds h where h.space_id = e.space_id))
    order by id`.execute(tx);
  return rows;
}

export async function beginErasure(tx: AnyTx, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update space_erasures set state = 'running' where id = ${id} and state in ('approved', 'running')`.execute(tx);
  return numAffectedRows === 1n;
}

export async function endErasure(tx: AnyTx, id: string, certificate: Buffer, finishedAt: Date): Promise<void> {
  await sql`
    update space_erasures set state = 'done', certificate = ${certificate}, finished_at = ${finishedAt}
    where id = ${id} and state = 'running'`.execute(tx);
}

export async function listErasedKeyIds(tx: AnyTx, spaceId: string): Promise<Buffer[]> {
  const { rows } = await sql<{ keyId: Buffer }>`
    select key_id as "keyId" from space_keys where space_id = ${spaceId} and state = 'erased' order by key_version`.execute(
    tx,
  );
  return rows.map(({ keyId }) => keyId);
}
