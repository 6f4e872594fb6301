import type { Insertable } from 'kysely';
import { sql } from 'kysely';
import { asJson } from '../licences.parts.ts';
import type { LicenceFileRow, LicenceRow, LicencesTx, RefundDecisionRow } from '../licences.tables.ts';

export type FoundLicence = Omit<LicenceRow, 'number' | 'version'> & { number: bigint; version: number };

/** Seats, numbers and totals of a licence are counted by one at a time. */
export async function holdLicence(tx: LicencesTx, licenceId: string): Promise<void> {
  await sql`select hold_licence(${licenceId}::uuid)`.execute(tx);
}

export async function insertLicence(
  tx: LicencesTx,
  row: Insertable<Omit<LicenceRow, 'number' | 'version'>>,
): Promise<void> {
  await tx
    .insertInto('licences')
    .values({ ...row, limits: asJson(row.limits), policy: asJson(row.policy) })
    .execute();
}

export async function findLicence(tx: LicencesTx, licenceId: string): Promise<FoundLicence | null> {
  return (await tx.selectFrom('licences').selectAll().where('id', '=', licenceId).executeTakeFirst()) ?? null;
}

export async function findBySource(tx: LicencesTx, sourceId: string): Promise<FoundLicence | null> {
  return (await tx.selectFrom('licences').selectAll().where('sourceId', '=', sourceId).executeTakeFirst()) ?? null;
}

export async function listByOrder(tx: LicencesTx, orderId: string): Promise<FoundLicence[]> {
  return await tx.selectFrom('licences').selectAll().where('orderId', '=', orderId).orderBy('id').execute();
}

export type LicenceFilter = {
  state?: LicenceRow['state'] | undefined;
  partnerId?: string | undefined;
  customerId?: string | undefined;
  /** Words of the customer's name. */
  name?: string | undefined;
};

/** Newest first, after `before`. */
export async function listLicences(
  tx: LicencesTx,
  { state, partnerId, customerId, name }: LicenceFilter,
  before: string | null,
  limit: number,
): Promise<FoundLicence[]> {
  let query = tx.selectFrom('licences').selectAll();
  if (state) query = query.where('state', '=', state);
  if (partnerId) query = query.where('partnerId', '=', partnerId);
  if (customerId) query = query.where('customerId', '=', customerId);
  if (name) query = query.where('customerName', 'ilike', `%${name.replaceAll(/[\\%_]/g, '\\$&')}%`);
  if (before) query = query.where('id', '<', before);
  return await query.orderBy('id', 'desc').limit(limit).execute();
}

export type LicenceChange = Partial<
  Pick<
    LicenceRow,
    | 'modules'
    | 'limits'
    | 'meteredUnits'
    | 'seats'
    | 'notBefore'
    | 'expires'
    | 'maintenanceUntil'
    | 'maxReleaseDate'
    | 'policy'
    | 'policyVersion'
    | 'state'
    | 'stateReason'
    | 'stateSince'
    | 'customerName'
  >
>;

export async function updateLicence(tx: LicencesTx, licenceId: string, change: LicenceChange): Promise<void> {
  const { limits, policy, ...rest } = change;
  await tx
    .updateTable('licences')
    .set((eb) => ({
      ...rest,
      ...(limits ? { limits: asJson(limits) } : {}),
      ...(policy ? { policy: asJson(policy) } : {}),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', licenceId)
    .execute();
}

export async function insertFile(tx: LicencesTx, row: LicenceFileRow): Promise<void> {
  await tx.insertInto('licenceFiles').values(row).execute();
}

/** Newest first. */
export async function listFiles(tx: LicencesTx, licenceId: string): Promise<LicenceFileRow[]> {
  return await tx
    .selectFrom('licenceFiles')
    .selectAll()
    .where('licenceId', '=', licenceId)
    .orderBy('seq', 'desc')
    .execute();
}

export async function findFile(tx: LicencesTx, serial: string): Promise<LicenceFileRow | null> {
  return (await tx.selectFrom('licenceFiles').selectAll().where('serial', '=', serial).executeTakeFirst()) ?? null;
}

/** Licences whose time is over, grace included, and that nobody has marked. */
export async function markExpired(tx: LicencesTx, now: Date): Promise<string[]> {
  const rows = await tx
    .updateTable('licences')
    .set((eb) => ({ state: 'expired' as const, stateReason: 'time', stateSince: now, version: eb('version', '+', 1) }))
    .where('state', '=', 'active')
    .where(sql<boolean>`expires + make_interval(days => (policy->>'graceDays')::int) <= ${now}`)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

export async function insertDecision(tx: LicencesTx, row: RefundDecisionRow): Promise<boolean> {
  const result = await tx
    .insertInto('refundDecisions')
    .values(row)
    .onConflict((conflict) => conflict.columns(['licenceId', 'refundId']).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n) === 1;
}

export async function findDecision(tx: LicencesTx, id: string): Promise<RefundDecisionRow | null> {
  return (await tx.selectFrom('refundDecisions').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function listDecisions(
  tx: LicencesTx,
  filter: { licenceId?: string; isOpen?: boolean },
): Promise<RefundDecisionRow[]> {
  let query = tx.selectFrom('refundDecisions').selectAll();
  if (filter.licenceId) query = query.where('licenceId', '=', filter.licenceId);
  if (filter.isOpen) query = query.where('decision', '=', 'open');
  return await query.orderBy('askedAt', 'desc').limit(200).execute();
}

/** False when somebody was quicker. */
export async function decide(
  tx: LicencesTx,
  id: string,
  change: Pick<RefundDecisionRow, 'decision' | 'reason' | 'decidedBy' | 'decidedAt'>,
): Promise<boolean> {
  const result = await tx
    .updateTable('refundDecisions')
    .set(change)
    .where('id', '=', id)
    .where('decision', '=', 'open')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
