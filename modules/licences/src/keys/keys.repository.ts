import { sql } from 'kysely';
import type { KeyRow, LicencesTx, PolicyRow, RevocationListRow, RootRow } from '../licences.tables.ts';

export async function insertRoot(tx: LicencesTx, row: RootRow): Promise<boolean> {
  const result = await tx
    .insertInto('licenceRoots')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n) === 1;
}

export async function listRoots(tx: LicencesTx): Promise<RootRow[]> {
  return await tx.selectFrom('licenceRoots').selectAll().orderBy('addedAt').execute();
}

export async function insertKey(tx: LicencesTx, row: KeyRow): Promise<void> {
  await tx.insertInto('licenceKeys').values(row).execute();
}

export async function listKeys(tx: LicencesTx): Promise<KeyRow[]> {
  return await tx.selectFrom('licenceKeys').selectAll().orderBy('createdAt', 'desc').execute();
}

export async function findKey(tx: LicencesTx, kid: string): Promise<KeyRow | null> {
  return (await tx.selectFrom('licenceKeys').selectAll().where('kid', '=', kid).executeTakeFirst()) ?? null;
}

export async function findActiveKey(tx: LicencesTx): Promise<KeyRow | null> {
  return (await tx.selectFrom('licenceKeys').selectAll().where('state', '=', 'active').executeTakeFirst()) ?? null;
}

export async function updateKey(
  tx: LicencesTx,
  id: string,
  change: Partial<Omit<KeyRow, 'id' | 'kid'>>,
): Promise<void> {
  await tx.updateTable('licenceKeys').set(change).where('id', '=', id).execute();
}

export async function insertPolicy(tx: LicencesTx, row: PolicyRow): Promise<void> {
  await tx.insertInto('licencePolicies').values(row).execute();
}

/** The newest version of each product and kind. */
export async function listPolicies(tx: LicencesTx): Promise<PolicyRow[]> {
  return await tx
    .selectFrom('licencePolicies')
    .distinctOn(['product', 'kind'])
    .selectAll()
    .orderBy('product')
    .orderBy('kind')
    .orderBy('version', 'desc')
    .execute();
}

export async function findPolicy(tx: LicencesTx, product: string, kind: string): Promise<PolicyRow | null> {
  const found = tx
    .selectFrom('licencePolicies')
    .selectAll()
    .where('product', '=', product)
    .where('kind', '=', kind as PolicyRow['kind'])
    .orderBy('version', 'desc')
    .limit(1);
  return (await found.executeTakeFirst()) ?? null;
}

/** Numbers of lists have no gaps and no twins: one list is made at a time. */
export async function holdRevocations(tx: LicencesTx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('licences.revocations', 0))`.execute(tx);
}

export async function findNewestList(tx: LicencesTx): Promise<RevocationListRow | null> {
  return (
    (await tx.selectFrom('revocationLists').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst()) ?? null
  );
}

export async function insertList(tx: LicencesTx, row: RevocationListRow): Promise<void> {
  await tx.insertInto('revocationLists').values(row).execute();
}

export type Taken = {
  licences: { licenceId: string; state: 'revoked' | 'suspended'; since: Date }[];
  activations: { activationId: string; since: Date }[];
  keys: { kid: string; since: Date }[];
};

/** Everything that a list has to name, newest first: of more than it holds, the oldest are long restricted. */
export async function listTaken(tx: LicencesTx): Promise<Taken> {
  const [licences, activations, keys] = await Promise.all([
    tx
      .selectFrom('licences')
      .select(['id', 'state', 'stateSince'])
      .where('state', 'in', ['revoked', 'suspended'])
      .orderBy('stateSince', 'desc')
      .limit(1_000)
      .execute(),
    tx
      .selectFrom('activations')
      .select(['id', 'endedAt'])
      .where('state', '=', 'released')
      .orderBy('endedAt', 'desc')
      .limit(1_000)
      .execute(),
    tx.selectFrom('licenceKeys').select(['kid', 'revokedFrom']).where('state', '=', 'revoked').limit(100).execute(),
  ]);
  return {
    licences: licences.map(({ id, state, stateSince }) => ({
      licenceId: id,
      state: state as 'revoked' | 'suspended',
      since: stateSince,
    })),
    activations: activations.map(({ id, endedAt }) => ({ activationId: id, since: endedAt! })),
    keys: keys.map(({ kid, revokedFrom }) => ({ kid, since: revokedFrom! })),
  };
}
