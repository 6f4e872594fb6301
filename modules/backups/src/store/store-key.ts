import { generateKey, keyIdOf, SealBrokenError, unwrapKey, wrapKey } from '@nexus/crypto';
import { newId } from '@nexus/kernel';
import {
  BackupBrokenError,
  ObjectExistsError,
  ObjectMissingError,
  type Target,
  TargetRefusedError,
} from '../targets/target.ts';

/** In clear at the place: says whose it is and nothing else. Also the mark by which a removable disk is recognised. */
export type StoreMark = { format: number; store: string; createdAt: string };

export const storeFormat = 1;
const markKey = 'nexus-backup.json';

/** The mark of a place; null where there is none. @throws TargetAwayError, BackupBrokenError */
export async function readMark(target: Target): Promise<StoreMark | null> {
  let text: string;
  try {
    text = (await target.get(markKey)).toString('utf8');
  } catch (error) {
    if (error instanceof ObjectMissingError) return null;
    throw error;
  }
  const mark = parseMark(text);
  if (mark.format > storeFormat)
    throw new BackupBrokenError(markKey, 'format', `${target.name} was written by a newer release.`);
  return mark;
}

function parseMark(text: string): StoreMark {
  try {
    const mark = JSON.parse(text) as Partial<StoreMark>;
    if (Number.isInteger(mark.format) && /^[0-9a-f-]{36}$/.test(mark.store ?? '')) return mark as StoreMark;
  } catch {
    // Answered below.
  }
  throw new BackupBrokenError(markKey, 'changed', `${markKey} was changed.`);
}

/**
 * Makes an empty place a store with a key of its own, wrapped by the key for backups that follows from the root key: whoever can unseal the vault can restore
 * it, and nobody else. @throws TargetRefusedError when it is one already
 */
export async function createStore(
  target: Target,
  backupKey: Uint8Array,
): Promise<{ mark: StoreMark; storeKey: Buffer }> {
  const storeKey = generateKey();
  const mark: StoreMark = { format: storeFormat, store: newId(), createdAt: new Date().toISOString() };
  try {
    // The mark last: a place with a mark has its key.
    await saveStoreKey(target, mark, storeKey, backupKey);
    await target.put(markKey, Buffer.from(`${JSON.stringify(mark)}\n`));
  } catch (error) {
    if (error instanceof ObjectExistsError)
      throw new TargetRefusedError(`${target.name} holds the backups of another installation.`, { cause: error });
    throw error;
  }
  return { mark, storeKey };
}

/** Wraps the store's key once more, under the key of today. Does nothing when that was done. */
export async function saveStoreKey(
  target: Target,
  mark: StoreMark,
  storeKey: Uint8Array,
  backupKey: Uint8Array,
): Promise<void> {
  const wrapped = wrapKey(backupKey, mark.store, storeKey);
  await target.put(keyOf(mark, backupKey), wrapped).catch((error: unknown) => {
    if (!(error instanceof ObjectExistsError)) throw error;
  });
}

/** @throws BackupBrokenError `other_key` when the root key is not the one of these backups */
export async function openStoreKey(target: Target, mark: StoreMark, backupKey: Uint8Array): Promise<Buffer> {
  const key = keyOf(mark, backupKey);
  let wrapped: Buffer;
  try {
    wrapped = await target.get(key);
  } catch (error) {
    if (!(error instanceof ObjectMissingError)) throw error;
    throw new BackupBrokenError(key, 'other_key', `The backups in ${target.name} open with another root key.`);
  }
  try {
    return unwrapKey(backupKey, mark.store, wrapped);
  } catch (error) {
    if (!(error instanceof SealBrokenError)) throw error;
    throw new BackupBrokenError(key, 'changed', `${key} was changed.`, { cause: error });
  }
}

function keyOf(mark: StoreMark, backupKey: Uint8Array): string {
  return `keys/${mark.store}/${keyIdOf(backupKey).toString('hex')}`;
}
