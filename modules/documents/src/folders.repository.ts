import type { Sealer } from '@nexus/crypto';
import { newId } from '@nexus/kernel';
import type { DocumentsTx } from './documents.repository.ts';
import type { FolderRow } from './documents.tables.ts';

/**
 * Finds or makes the folders of some paths under one label, outermost first; the innermost one's id by path (null for the root, the path without a segment). Two
 * uploads that need one new folder at the same time meet on its unique fingerprint and share it.
 */
export async function ensureFolders(
  tx: DocumentsTx,
  sealer: Sealer,
  cell: { spaceId: string; labelId: string },
  paths: readonly (readonly string[])[],
  createdAt: Date,
): Promise<(path: readonly string[]) => string | null> {
  const wanted = new Map<string, { path: readonly string[]; print: Buffer }>();
  for (const path of paths) {
    for (let depth = 1; depth <= path.length; depth += 1) {
      const outer = path.slice(0, depth);
      const key = outer.join('/');
      if (!wanted.has(key)) wanted.set(key, { path: outer, print: sealer.fingerprint('folders.path', key) });
    }
  }
  const known = await findFolderIdsByPrint(
    tx,
    cell,
    [...wanted.values()].map(({ print }) => print),
  );
  const ids = new Map<string, string>();
  // The same order for everybody: uploads that make the same folders at once do not wait for each other in a circle.
  for (const [key, { path, print }] of [...wanted].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const parentId = ids.get(path.slice(0, -1).join('/')) ?? null;
    const found = known.get(print.toString('hex'));
    ids.set(key, found ?? (await insertFolder(tx, sealer, cell, parentId, path.at(-1)!, print, createdAt)));
  }
  return (path) => ids.get(path.join('/')) ?? null;
}

async function findFolderIdsByPrint(
  tx: DocumentsTx,
  { spaceId, labelId }: { spaceId: string; labelId: string },
  prints: readonly Buffer[],
): Promise<ReadonlyMap<string, string>> {
  if (prints.length === 0) return new Map();
  const rows = await tx
    .selectFrom('folders')
    .where('spaceId', '=', spaceId)
    .where('labelId', '=', labelId)
    .where('pathFingerprint', 'in', prints)
    .select(['id', 'pathFingerprint'])
    .execute();
  return new Map(rows.map((row) => [row.pathFingerprint.toString('hex'), row.id]));
}

async function insertFolder(
  tx: DocumentsTx,
  sealer: Sealer,
  { spaceId, labelId }: { spaceId: string; labelId: string },
  parentId: string | null,
  name: string,
  pathFingerprint: Buffer,
  createdAt: Date,
): Promise<string> {
  const id = newId();
  const sealedName = sealer.sealText({ kind: 'folders.name', objectId: id }, name);
  await tx
    .insertInto('folders')
    .values({ id, spaceId, labelId, parentId, name: sealedName, pathFingerprint, createdAt })
    .onConflict((conflict) => conflict.columns(['spaceId', 'labelId', 'pathFingerprint']).doNothing())
    .execute();
  const row = await tx
    .selectFrom('folders')
    .where('spaceId', '=', spaceId)
    .where('labelId', '=', labelId)
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

/** All folders of some spaces under some labels. */
export async function listReadableFolders(
  tx: DocumentsTx,
  spaceIds: readonly string[],
  labelIds: readonly string[],
): Promise<FolderRow[]> {
  return await tx
    .selectFrom('folders')
    .where('spaceId', '=', (eb) => eb.fn.any(eb.val(spaceIds)))
    .where('labelId', '=', (eb) => eb.fn.any(eb.val(labelIds)))
    .selectAll()
    .execute();
}
