import type { Sealer } from '@nexus/crypto';
import { newId } from '@nexus/kernel';
import type { DocumentsTx } from './documents.repository.ts';
import type { FolderRow } from './documents.tables.ts';

/**
 * Finds or makes the folders of a path, outermost first, and returns the innermost one's id (null for the root). Two uploads that need one new
 * folder at the same time meet on its unique fingerprint and share it.
 */
export async function ensureFolder(
  tx: DocumentsTx,
  sealer: Sealer,
  spaceId: string,
  segments: readonly string[],
  createdAt: Date,
): Promise<string | null> {
  let parentId: string | null = null;
  for (let depth = 1; depth <= segments.length; depth += 1) {
    const path = segments.slice(0, depth).join('/');
    const pathFingerprint = sealer.fingerprint('folders.path', path);
    const existing: { id: string } | undefined = await tx
      .selectFrom('folders')
      .where('spaceId', '=', spaceId)
      .where('pathFingerprint', '=', pathFingerprint)
      .select('id')
      .executeTakeFirst();
    parentId =
      existing?.id ??
      (await insertFolder(tx, sealer, spaceId, parentId, segments[depth - 1]!, pathFingerprint, createdAt));
  }
  return parentId;
}

async function insertFolder(
  tx: DocumentsTx,
  sealer: Sealer,
  spaceId: string,
  parentId: string | null,
  name: string,
  pathFingerprint: Buffer,
  createdAt: Date,
): Promise<string> {
  const id = newId();
  const sealedName = sealer.sealText({ kind: 'folders.name', objectId: id }, name);
  await tx
    .insertInto('folders')
    .values({ id, spaceId, parentId, name: sealedName, pathFingerprint, createdAt })
    .onConflict((conflict) => conflict.columns(['spaceId', 'pathFingerprint']).doNothing())
    .execute();
  const row = await tx
    .selectFrom('folders')
    .where('spaceId', '=', spaceId)
    .where('pathFingerprint', '=', pathFingerprint)
    .select('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The given folders with every folder that they lie in: what their paths need. */
export async function findFoldersUpwards(tx: DocumentsTx, folderIds: readonly (string | null)[]): Promise<FolderRow[]> {
  const wanted = [...new Set(folderIds)].filter((id) => id !== null);
  if (wanted.length === 0) return [];
  return await tx
    .withRecursive('path', (db) =>
      db
        .selectFrom('folders')
        .where('id', '=', (eb) => eb.fn.any(eb.val(wanted)))
        .selectAll()
        .union((eb) =>
          eb.selectFrom('folders as outer').innerJoin('path', 'path.parentId', 'outer.id').selectAll('outer'),
        ),
    )
    .selectFrom('path')
    .selectAll()
    .execute();
}

/** All folders that the actor may read, of some spaces or of every one. */
export async function listReadableFolders(tx: DocumentsTx, spaceIds: readonly string[] | null): Promise<FolderRow[]> {
  const query = tx.selectFrom('folders').selectAll();
  return await (spaceIds ? query.where('spaceId', 'in', [...spaceIds]) : query).execute();
}
