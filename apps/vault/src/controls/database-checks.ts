import type { ControlCheck } from '@nexus/controls';
import { type Database, readPosture } from '@nexus/db';

type WorkerDatabase = Pick<Database, 'withWorker'>;

/** Whether policies decide on every table, and nobody who serves people can pass over them. */
export function rowLevelSecurityCheck(database: WorkerDatabase): ControlCheck {
  return {
    id: 'database.row_level_security',
    async run() {
      const { tables, policies, unguardedTables, unboundRoles } = await postureOf(database);
      return {
        state: unguardedTables.length === 0 && unboundRoles.length === 0 ? 'ok' : 'failed',
        facts: {
          tables,
          policies,
          unguarded: unguardedTables.length,
          unboundRoles: unboundRoles.length,
          ...(unguardedTables[0] ? { firstUnguarded: unguardedTables[0] } : {}),
          ...(unboundRoles[0] ? { firstUnbound: unboundRoles[0] } : {}),
        },
      };
    },
  };
}

/** Whether what was acknowledged survives a loss of power, and damage on the disk is noticed. */
export function durabilityCheck(database: WorkerDatabase): ControlCheck {
  return {
    id: 'database.durability',
    async run() {
      const { settings } = await postureOf(database);
      const { fsync, fullPageWrites, synchronousCommit, dataChecksums } = settings;
      const isDurable =
        fsync === 'on' && fullPageWrites === 'on' && synchronousCommit !== 'off' && synchronousCommit !== 'local';
      const state = !isDurable ? 'failed' : dataChecksums === 'on' ? 'ok' : 'attention';
      return { state, facts: { fsync, fullPageWrites, synchronousCommit, dataChecksums } };
    },
  };
}

/** Whether the triggers that keep evidence from being changed are on. */
export function evidenceTriggersCheck(database: WorkerDatabase): ControlCheck {
  return {
    id: 'database.evidence_triggers',
    async run() {
      const { disabledTriggers } = await postureOf(database);
      return { state: disabledTriggers === 0 ? 'ok' : 'failed', facts: { disabled: disabledTriggers } };
    },
  };
}

/** Whether what goes between server and database could be read on the way. */
export function databaseConnectionCheck(database: WorkerDatabase): ControlCheck {
  return {
    id: 'database.connection',
    async run() {
      const { settings } = await postureOf(database);
      return { state: settings.sslOrSocket === 'plain' ? 'failed' : 'ok', facts: { way: settings.sslOrSocket } };
    },
  };
}

const postureOf = (database: WorkerDatabase) => database.withWorker('controls', (tx) => readPosture(tx));
