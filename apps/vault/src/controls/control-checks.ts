import type { AccountsModule } from '@nexus/accounts';
import type { AuditLog } from '@nexus/audit';
import type { BackupsModule } from '@nexus/backups';
import type { ControlCheck } from '@nexus/controls';
import type { Database } from '@nexus/db';
import type { Clock } from '@nexus/kernel';
import type { LabelsModule } from '@nexus/labels';
import type { Destinations } from '@nexus/outbound';
import type { VaultConfig } from '../config.ts';
import { labelsCheck, secondFactorCheck } from './access-checks.ts';
import { drillCheck, recentBackupCheck } from './backup-checks.ts';
import { fenceCheck, signedProgramCheck } from './carried-in-checks.ts';
import {
  databaseConnectionCheck,
  durabilityCheck,
  evidenceTriggersCheck,
  rowLevelSecurityCheck,
} from './database-checks.ts';
import { listeningCheck, rootKeyCheck } from './exposure-checks.ts';
import { auditLogCheck } from './log-check.ts';
import { freeSpaceCheck, knownAnswersCheck, separatedDutiesCheck } from './system-checks.ts';

export type CheckedParts = {
  config: VaultConfig;
  database: Pick<Database, 'withWorker'>;
  mode: VaultConfig['mode'];
  destinations: Destinations | undefined;
  keys: { isEvaluationKeyInUse(): boolean };
  labels: Pick<LabelsModule, 'check'>;
  log: Pick<AuditLog, 'state'>;
  people: Pick<AccountsModule['service'], 'countSecondSteps'>;
  backups: Pick<BackupsModule['service'], 'isOn' | 'overviewForSystem'>;
  clock: Clock;
};

/** Every safeguard that this installation looks after, in the order in which the security page shows them. */
export function controlChecks(parts: CheckedParts): ControlCheck[] {
  const { config, database, mode, destinations, keys, labels, log, people, backups, clock } = parts;
  return [
    rowLevelSecurityCheck(database),
    evidenceTriggersCheck(database),
    databaseConnectionCheck(database),
    durabilityCheck(database),
    labelsCheck(labels),
    auditLogCheck(log, { checkpointSeconds: config.audit.checkpointSeconds, clock }),
    knownAnswersCheck,
    rootKeyCheck(keys),
    listeningCheck(config),
    fenceCheck(destinations),
    signedProgramCheck(config.dataDir),
    separatedDutiesCheck(mode),
    secondFactorCheck(people),
    recentBackupCheck(backups, clock),
    drillCheck(backups, clock),
    freeSpaceCheck(config.dataDir),
  ];
}
