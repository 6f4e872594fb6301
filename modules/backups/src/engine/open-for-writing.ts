import type { KeysPort } from '../backups.ports.ts';
import type { BackupTargetRow } from '../backups.tables.ts';
import { createStoreReader, openStoreWriter, type StoreWriter } from '../store/backup-store.ts';
import { createStore, openStoreKey, readMark, saveStoreKey } from '../store/store-key.ts';
import { openTarget, type TargetConfig } from '../targets/open-target.ts';
import { TargetAwayError, type TargetGuarantees } from '../targets/target.ts';

export type OpenedTarget = {
  writer: StoreWriter;
  guarantees: TargetGuarantees;
  /** Wraps the store's key under the root key of the moment, unless that was done. */
  saveKey(): Promise<void>;
  /** What the row has to remember from now on; null when it does. */
  made: { storeId: string; storeKey: Buffer } | null;
};

const dayMs = 86_400_000;

export function openConfig(keys: Pick<KeysPort, 'system'>, row: Pick<BackupTargetRow, 'id' | 'config'>): TargetConfig {
  return keys.system().openJson<TargetConfig>({ kind: 'backup_targets.config', objectId: row.id }, row.config);
}

export function sealConfig(keys: Pick<KeysPort, 'system'>, targetId: string, config: TargetConfig): Buffer {
  return keys.system().sealJson({ kind: 'backup_targets.config', objectId: targetId }, config);
}

/**
 * Opens a place for writing; the first time makes a store in it. Another disk at the same mount point is not written to, and a store that opens with
 * our key (this vault was restored from it) is taken on.
 * @throws TargetAwayError, TargetRefusedError, BackupBrokenError
 */
export async function openForWriting(
  keys: KeysPort,
  row: BackupTargetRow,
  dataDir: string,
  now: () => Date,
): Promise<OpenedTarget> {
  const target = openTarget(openConfig(keys, row), { beside: dataDir });
  const guarantees = await target.probe();
  const backupKey = keys.deriveRootPurposeKey('backup');
  const found = await readMark(target);
  if (row.storeId !== null && found?.store !== row.storeId)
    throw new TargetAwayError(`${target.name} does not hold the backups that were there: another disk?`);
  const sealed = { kind: 'backup_targets.store_key', objectId: row.id };
  let made: OpenedTarget['made'] = null;
  let storeKey: Buffer;
  let mark = found;
  if (mark === null) {
    const store = await createStore(target, backupKey);
    mark = store.mark;
    storeKey = store.storeKey;
    made = { storeId: mark.store, storeKey: keys.system().seal(sealed, storeKey) };
  } else if (row.storeKey !== null) {
    storeKey = keys.system().open(sealed, row.storeKey);
    // The root key may have been rotated since.
    await saveStoreKey(target, mark, storeKey, backupKey);
  } else {
    storeKey = await openStoreKey(target, mark, backupKey);
    made = { storeId: mark.store, storeKey: keys.system().seal(sealed, storeKey) };
  }
  const lockedUntil = () =>
    guarantees.objectLock ? new Date(now().getTime() + (row.keepDays + 1) * dayMs) : undefined;
  const store = mark;
  return {
    writer: await openStoreWriter(createStoreReader(target, mark, storeKey), lockedUntil),
    guarantees,
    saveKey: () => saveStoreKey(target, store, storeKey, keys.deriveRootPurposeKey('backup')),
    made,
  };
}
