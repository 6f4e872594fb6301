import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnProgram } from './own-program.ts';

/**
 * Which version these data last worked with: the one that was up, or changed the database, last. A new version that fails before either may be followed by
 * the one before, because nothing of the data has changed.
 */
const fileName = 'program-version.json';

/** How `./nexus start` tells the server which version it is. Sources have none. */
export const programIdVariable = 'NEXUS_PROGRAM_ID';

export function lastGoodVersion(dataDir: string): string | null {
  try {
    const { id } = JSON.parse(readFileSync(join(dataDir, fileName), 'utf8')) as { id?: unknown };
    return typeof id === 'string' && /^[0-9A-Za-z.-]+$/.test(id) ? id : null;
  } catch {
    // A first start, or data of sources.
    return null;
  }
}

export function rememberVersion(dataDir: string, id: string | undefined): void {
  if (!id || lastGoodVersion(dataDir) === id) return;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, fileName);
  writeFileSync(`${path}.new`, JSON.stringify({ id }), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** The launcher of the version to go back to; null when there is none, or when the data belong to this version already. */
export function launcherBefore(
  { prefix, signed }: OwnProgram,
  dataDir: string,
): { id: string; launcher: string } | null {
  const id = lastGoodVersion(dataDir);
  if (prefix === null || id === null || id === signed.id) return null;
  const launcher = join(prefix, 'versions', id, 'nexus');
  return existsSync(launcher) ? { id, launcher } : null;
}
