import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Database, Tx } from '@nexus/db';
import { type Clock, newId, type PersonActor } from '@nexus/kernel';
import {
  AboveCeilingError,
  DocumentActionForbiddenError,
  LabelNotFoundError,
  SpaceUnreachableError,
  WatchedFolderNotFoundError,
  WatchedPathRefusedError,
} from './documents.errors.ts';
import { mayManageWatchedFolders } from './documents.policy.ts';
import type { AccessPort, AuditPort, KeyringPort, LabelsPort, LabelView, SpacesPort } from './documents.ports.ts';
import type { DocumentsTables } from './documents.tables.ts';
import * as repository from './watched.repository.ts';

export type WatchedFolder = {
  id: string;
  path: string;
  label: LabelView;
  state: 'active' | 'paused' | 'unreachable';
  scannedAt: Date | null;
};

export type WatchedDependencies = {
  database: Pick<Database, 'withActor'>;
  keyring: KeyringPort;
  spaces: SpacesPort;
  accessOf: AccessPort;
  labels: Pick<LabelsPort, 'viewOf' | 'isAllowedBelow'>;
  audit: AuditPort;
  clock: Clock;
  /** Folders of the server that its administrator opened for watching. None: watching is off. */
  watchRoots: readonly string[];
};

export type WatchedService = ReturnType<typeof createWatchedService>;

export function createWatchedService(dependencies: WatchedDependencies) {
  const { database, keyring, spaces, accessOf, labels, audit, clock, watchRoots } = dependencies;
  const act = <R>(actor: PersonActor, run: (tx: Tx<DocumentsTables>) => Promise<R>) =>
    database.withActor<DocumentsTables, R>(actor, run);

  async function ensureOwner(tx: Tx<DocumentsTables>, actor: PersonActor, spaceId: string) {
    const membership = await spaces.findMembership(tx as Tx, actor.personId, spaceId);
    if (!membership) throw new SpaceUnreachableError();
    if (!mayManageWatchedFolders(membership.role)) throw new DocumentActionForbiddenError();
    return { ...membership, access: await accessOf(tx as Tx) };
  }

  /** What it brings carries the given label, or else what is the default of the space now. */
  async function add(actor: PersonActor, spaceId: string, path: string, wanted?: string): Promise<WatchedFolder> {
    const { labelId: byDefault, ceilingLabelId, access } = await act(actor, (tx) => ensureOwner(tx, actor, spaceId));
    const labelId = wanted ?? byDefault;
    if (!access.mayUse(labelId)) throw new LabelNotFoundError();
    if (!labels.isAllowedBelow(labelId, ceilingLabelId)) throw new AboveCeilingError();
    const folder = await allowedFolder(path, watchRoots);
    const sealer = await keyring.forSpace(spaceId);
    const id = newId();
    return await act(actor, async (tx) => {
      await repository.insertWatchedFolder(tx, {
        id,
        spaceId,
        labelId,
        path: sealer.sealText({ kind: 'watched_folders.path', objectId: id }, folder),
        pathFingerprint: sealer.fingerprint('watched_folders.path', folder),
        state: 'active',
        createdBy: actor.personId,
        createdAt: clock.now(),
        scannedAt: null,
      });
      await record(tx, actor, 'watched_folder.added', spaceId, id);
      return { id, path: folder, label: labels.viewOf(labelId), state: 'active', scannedAt: null };
    });
  }

  async function list(actor: PersonActor, spaceId: string): Promise<WatchedFolder[]> {
    const rows = await act(actor, async (tx) => {
      const { access } = await ensureOwner(tx, actor, spaceId);
      const found = await repository.listWatchedFolders(tx, spaceId);
      return found.filter(({ labelId }) => access.mayUse(labelId));
    });
    const sealer = await keyring.forSpace(spaceId);
    return rows.map(({ id, path: sealed, labelId, state, scannedAt }) => {
      const path = sealer.openText({ kind: 'watched_folders.path', objectId: id }, sealed);
      return { id, path, label: labels.viewOf(labelId), state, scannedAt };
    });
  }

  async function remove(actor: PersonActor, spaceId: string, watchedFolderId: string): Promise<void> {
    await act(actor, async (tx) => {
      const { access } = await ensureOwner(tx, actor, spaceId);
      const folders = await repository.listWatchedFolders(tx, spaceId);
      if (!folders.some(({ id, labelId }) => id === watchedFolderId && access.mayUse(labelId)))
        throw new WatchedFolderNotFoundError();
      if (!(await repository.deleteWatchedFolder(tx, spaceId, watchedFolderId))) throw new WatchedFolderNotFoundError();
      await record(tx, actor, 'watched_folder.removed', spaceId, watchedFolderId);
    });
  }

  async function record(tx: Tx<DocumentsTables>, actor: PersonActor, action: string, spaceId: string, id: string) {
    const objects = [{ kind: 'watched_folder', id }];
    await audit.record(tx as Tx, { actor, action, outcome: 'success', spaceId, objects });
  }

  return { add, list, remove };
}

/** The real path, when it is a folder below one of the allowed roots. A link that leads out of them is refused like any other path. */
async function allowedFolder(path: string, roots: readonly string[]): Promise<string> {
  if (roots.length === 0) {
    throw new WatchedPathRefusedError(
      'Watching folders is off. The administrator allows folders with NEXUS_WATCH_ROOTS.',
    );
  }
  if (!isAbsolute(path)) throw new WatchedPathRefusedError('Give the whole path of the folder, from the root.');
  const real = await realpath(resolve(path)).catch(() => null);
  const allowed = await Promise.all(roots.map((root) => realpath(root).catch(() => null)));
  const isAllowed = real !== null && allowed.some((root) => root !== null && isWithin(root, real));
  // One answer for "not there" and "not allowed": the disk of the server is not for exploring.
  if (!isAllowed || !(await stat(real)).isDirectory()) {
    throw new WatchedPathRefusedError('This is not a folder that the administrator has allowed for watching.');
  }
  return real;
}

function isWithin(root: string, path: string): boolean {
  const steps = relative(root, path);
  return steps === '' || (!isAbsolute(steps) && steps.split(sep)[0] !== '..');
}
