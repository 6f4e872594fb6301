import { sql } from 'kysely';
import type { AnyTx } from '../audit.repository.ts';

export type Delivery = {
  destination: string;
  /** For checkpoints the size of the last one, for SIEM how many entries: everything below is there. */
  position: number;
  deliveredAt: Date | null;
  failingSince: Date | null;
  fault: string | null;
};

export async function listDeliveries(tx: AnyTx): Promise<Delivery[]> {
  const { rows } = await sql<Omit<Delivery, 'position'> & { position: bigint }>`
    select destination, position, delivered_at as "deliveredAt", failing_since as "failingSince", fault
    from audit_deliveries order by destination`.execute(tx);
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
}

export async function positionOf(tx: AnyTx, destination: string): Promise<number> {
  const { rows } = await sql<{ position: bigint }>`
    select position from audit_deliveries where destination = ${destination}`.execute(tx);
  return Number(rows[0]?.position ?? 0);
}

/** Never back: another process may have been further. */
export async function markDelivered(tx: AnyTx, destination: string, position: number, now: Date): Promise<void> {
  await sql`
    insert into audit_deliveries (destination, position, delivered_at) values (${destination}, ${position}, ${now})
    on conflict (destination) do update set position = greatest(audit_deliveries.position, excluded.position),
      delivered_at = excluded.delivered_at, failing_since = null, fault = null`.execute(tx);
}

/** After an accepted break the log goes on from a smaller size. */
export async function resetDelivery(tx: AnyTx, destination: string, position: number): Promise<void> {
  await sql`update audit_deliveries set position = ${position} where destination = ${destination}`.execute(tx);
}

export async function markFailing(tx: AnyTx, destination: string, fault: string, now: Date): Promise<void> {
  await sql`
    insert into audit_deliveries (destination, failing_since, fault) values (${destination}, ${now}, ${fault.slice(0, 200)})
    on conflict (destination) do update set failing_since = coalesce(audit_deliveries.failing_since, excluded.failing_since),
      fault = excluded.fault`.execute(tx);
}

/** Whether this transaction is the one that delivers there; the lock goes with it, whatever happens to the process. */
export async function tryLockDestination(tx: AnyTx, destination: string): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`nexus.audit.${destination}`}, 0)) as mine`.execute(tx);
  return rows[0]!.mine;
}
