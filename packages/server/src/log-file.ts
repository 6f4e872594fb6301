import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { jsonLogger, type Logger } from '@nexus/kernel';
import { ConfigError } from './config-values.ts';

/** The log goes to `logs/<name>.log` of the data folder: the terminal belongs to the person who started the server. */
export function folderLogger(dataDir: string, name: string): Logger {
  const folder = join(dataDir, 'logs');
  makeFolder(folder);
  const path = join(folder, `${name}.log`);
  return jsonLogger((line) => appendFileSync(path, line, { mode: 0o600 }));
}

/**
 * A folder with its parents, one step at a time: the recursive form tries for ever where a file system refuses new folders (`/proc`).
 * @throws ConfigError that names the setting
 */
export function makeFolder(path: string): void {
  try {
    if (!existsSync(dirname(path))) makeFolder(dirname(path));
    if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      `NEXUS_DATA: the folder ${path} cannot be made (${error instanceof Error ? error.message : error}).`,
    );
  }
}
