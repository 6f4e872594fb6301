import type { Tx } from '@nexus/db';
import type { ControlsTables, FindingRow } from './controls.tables.ts';

type ControlsTx = Tx<ControlsTables>;

/** The newest finding of every control. */
export async function listLatestFindings(tx: ControlsTx): Promise<FindingRow[]> {
  return await tx
    .selectFrom('controlFindings')
    .distinctOn('control')
    .selectAll()
    .orderBy('control')
    .orderBy('since', 'desc')
    .execute();
}

/** Newest first, at most `limit`. */
export async function listFindings(tx: ControlsTx, control: string, limit: number): Promise<FindingRow[]> {
  return await tx
    .selectFrom('controlFindings')
    .where('control', '=', control)
    .selectAll()
    .orderBy('since', 'desc')
    .limit(limit)
    .execute();
}

export async function insertFinding(tx: ControlsTx, finding: Omit<FindingRow, 'checks'>): Promise<void> {
  await tx
    .insertInto('controlFindings')
    .values({ ...finding, checks: 1n })
    .execute();
}

export async function confirmFinding(tx: ControlsTx, id: string, confirmedAt: Date): Promise<void> {
  await tx
    .updateTable('controlFindings')
    .set((eb) => ({ confirmedAt, checks: eb('checks', '+', 1n) }))
    .where('id', '=', id)
    .where('confirmedAt', '<', confirmedAt)
    .execute();
}
