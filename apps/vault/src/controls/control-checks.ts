import type { ControlCheck } from '@nexus/controls';
import type { Database } from '@nexus/db';
import type { Destinations } from '@nexus/outbound';
import type { VaultConfig } from '../config.ts';
import { fenceCheck, signedProgramCheck } from './carried-in-checks.ts';
import {
  databaseConnectionCheck,
  durabilityCheck,
  evidenceTriggersCheck,
  rowLevelSecurityCheck,
} from './database-checks.ts';
import { listeningCheck, rootKeyCheck } from './exposure-checks.ts';
import { freeSpaceCheck, knownAnswersCheck, separatedDutiesCheck } from './system-checks.ts';

export type CheckedParts = {
  config: VaultConfig;
  database: Pick<Database, 'withWorker'>;
  mode: VaultConfig['mode'];
  destinations: Destinations | undefined;
  keys: { isEvaluationKeyInUse(): boolean };
};

/** Every safeguard that this installation looks after, in the order in which the security page shows them. */
export function controlChecks({ config, database, mode, destinations, keys }: CheckedParts): ControlCheck[] {
  return [
    rowLevelSecurityCheck(database),
    evidenceTriggersCheck(database),
    databaseConnectionCheck(database),
    durabilityCheck(database),
    knownAnswersCheck,
    rootKeyCheck(keys),
    listeningCheck(config),
    fenceCheck(destinations),
    signedProgramCheck(config.dataDir),
    separatedDutiesCheck(mode),
    freeSpaceCheck(config.dataDir),
  ];
}
