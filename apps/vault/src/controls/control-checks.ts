import type { ControlCheck } from '@nexus/controls';
import type { Database } from '@nexus/db';
import type { VaultConfig } from '../config.ts';
import {
  databaseConnectionCheck,
  durabilityCheck,
  evidenceTriggersCheck,
  rowLevelSecurityCheck,
} from './database-checks.ts';
import { freeSpaceCheck, knownAnswersCheck, separatedDutiesCheck } from './system-checks.ts';

export type CheckedParts = {
  config: VaultConfig;
  database: Pick<Database, 'withWorker'>;
  mode: VaultConfig['mode'];
};

/** Every safeguard that this installation looks after, in the order in which the security page shows them. */
export function controlChecks({ config, database, mode }: CheckedParts): ControlCheck[] {
  return [
    rowLevelSecurityCheck(database),
    evidenceTriggersCheck(database),
    databaseConnectionCheck(database),
    durabilityCheck(database),
    knownAnswersCheck,
    separatedDutiesCheck(mode),
    freeSpaceCheck(config.dataDir),
  ];
}
