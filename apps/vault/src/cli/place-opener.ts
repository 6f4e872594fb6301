import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readUnsealFile, type UnsealFile } from '@nexus/crypto';
import type { RootKeys } from './root-keys.ts';

/**
 * Puts beside the restored data what opens them. The key of an evaluation goes where the server looks for it. Of `unseal.json`, the one that came with the
 * backup and the one that was given are compared with the keys that were restored: the root key may have been replaced since the backup was taken, or
 * between it and the moment that was restored. `null` when neither opens them.
 */
export async function placeOpener(
  source: RootKeys['source'],
  into: string,
  rootKeyIds: readonly string[],
): Promise<'evaluation' | 'unseal' | null> {
  if (source.kind === 'evaluation') {
    const target = join(into, 'evaluation.key');
    if (resolve(source.path) !== target) await copyFile(source.path, target);
    return 'evaluation';
  }
  const target = join(into, 'unseal.json');
  const given = revisionThatFits(await readUnsealFile(source.path), rootKeyIds);
  const restored = revisionThatFits(await readUnsealFile(target), rootKeyIds);
  if (given === null && restored === null) return null;
  if (given !== null && (restored === null || given > restored)) await copyFile(source.path, target);
  return 'unseal';
}

/** Null for a file that opens another root key; for a database without keys any will do. */
function revisionThatFits(file: UnsealFile | null, rootKeyIds: readonly string[]): number | null {
  if (file === null) return null;
  const fitting = file.generations.filter(({ rootKeyId }) => rootKeyIds.length === 0 || rootKeyIds.includes(rootKeyId));
  return fitting.length === 0 ? null : Math.max(...fitting.map(({ revision }) => revision));
}
