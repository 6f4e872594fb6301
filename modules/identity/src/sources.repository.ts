import { sql } from 'kysely';
import type { IdentityTx } from './identity.parts.ts';
import type { SourceKind } from './identity.tables.ts';

export type SourceRow = {
  id: string;
  kind: SourceKind;
  isOn: boolean;
  settings: Buffer;
  version: number;
  checkedAt: Date | null;
  checkOutcome: string | null;
};

const columns = ['id', 'kind', 'isOn', 'settings', 'version', 'checkedAt', 'checkOutcome'] as const;

export async function listSources(tx: IdentityTx): Promise<SourceRow[]> {
  return tx.selectFrom('signInSources').select(columns).orderBy('createdAt').orderBy('id').execute();
}

export async function findSource(tx: IdentityTx, id: string): Promise<SourceRow | null> {
  return (await tx.selectFrom('signInSources').select(columns).where('id', '=', id).executeTakeFirst()) ?? null;
}

export type ActiveSourceRow = { id: string; kind: SourceKind; settings: Buffer; version: number };

/** Those that are on, for whoever asks. */
export async function listActiveSources(tx: IdentityTx): Promise<ActiveSourceRow[]> {
  return (await sql<ActiveSourceRow>`select * from active_sign_in_sources()`.execute(tx)).rows;
}

export async function insertSource(
  tx: IdentityTx,
  source: { id: string; kind: SourceKind; isOn: boolean; settings: Buffer; createdAt: Date },
): Promise<void> {
  await tx
    .insertInto('signInSources')
    .values({ ...source, updatedAt: source.createdAt })
    .execute();
}

export async function updateSource(
  tx: IdentityTx,
  id: string,
  change: { isOn: boolean; settings: Buffer; at: Date },
): Promise<void> {
  await tx
    .updateTable('signInSources')
    .set((row) => ({
      isOn: change.isOn,
      settings: change.settings,
      updatedAt: change.at,
      version: row('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

export async function deleteSource(tx: IdentityTx, id: string): Promise<boolean> {
  const result = await tx.deleteFrom('signInSources').where('id', '=', id).executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export async function markChecked(
  tx: IdentityTx,
  id: string,
  { at, outcome }: { at: Date; outcome: string },
): Promise<void> {
  await tx.updateTable('signInSources').set({ checkedAt: at, checkOutcome: outcome }).where('id', '=', id).execute();
}

export async function isAdministrator(tx: IdentityTx): Promise<boolean> {
  const { rows } = await sql<{ isOne: boolean }>`select has_role('administrator') as is_one`.execute(tx);
  return rows[0]!.isOne;
}
