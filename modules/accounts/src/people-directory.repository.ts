import { sql } from 'kysely';
import type { AccountsTx } from './accounts.ports.ts';

export type ActivePersonRow = { id: string; name: Buffer; email: Buffer | null; roles: string[] };

/** Everybody who may work here, as far as any signed-in person may know of them. */
export async function listActivePeople(tx: AccountsTx): Promise<ActivePersonRow[]> {
  const { rows } = await sql<ActivePersonRow>`select id, name, email, roles from active_people()`.execute(tx);
  return rows;
}
