import { isUnfinishedRestore } from '@nexus/backups';
import { DatabaseStartError } from '@nexus/db';

/** Before anything else is looked for in the folder: half a restore lacks keys, too, and what it needs is not those. @throws DatabaseStartError */
export function ensureRestored(dataDir: string): void {
  if (!isUnfinishedRestore(dataDir)) return;
  throw new DatabaseStartError(
    `${dataDir} holds a restore that was not finished. Run ./nexus restore again with the same arguments. / ${dataDir} contiene una restauración sin terminar: ejecute otra vez ./nexus restore con los mismos argumentos.`,
  );
}
