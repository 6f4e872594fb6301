import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

export function isEvaluationKeyThere(path: string): boolean {
  return existsSync(path);
}

/**
 * Overwrites and removes the file. On an old disk that is the end of it; a solid-state disk, a file system that copies on write, a snapshot or a backup may
 * still hold the bytes, which nobody can promise away: a new root key makes them worthless.
 */
export async function destroyEvaluationKey(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    await file.write(randomBytes(size), 0, size, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await unlink(path);
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}
