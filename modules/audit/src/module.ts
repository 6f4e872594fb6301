import type { Database } from '@nexus/db';
import type { DenialPort, HttpApp } from '@nexus/http';
import type { Clock, Logger } from '@nexus/kernel';
import type { SealerPort } from './audit.ports.ts';
import { createAuditRoutes } from './audit.routes.ts';
import { type AuditService, createAuditService } from './audit.service.ts';
import { createSequencer, type Sequencer, sequencerJob } from './jobs/sequencer.ts';
import { type AuditLog, createAuditLog } from './log/audit-log.ts';
import { checkpointJob } from './log/checkpointer.ts';
import { createLogRoutes } from './log/log.routes.ts';
import { createRecordingGate } from './log/recording-gate.ts';
import { treeJob } from './log/tree-keeper.ts';
import type { CheckpointPlace } from './places/checkpoint-place.ts';
import { createRetirementRoutes } from './retire/retirement.routes.ts';
import { createRetirementService, type RetirementService } from './retire/retirement.service.ts';
import { createEntryDelivery, deliveryJob } from './siem/deliver-entries.ts';
import { nameOfDestination, type SiemDestination } from './siem/siem-destination.ts';

/** Tables of this module. They need `has_role(text)` of the accounts module: run after it. */
export const auditMigrations = { name: 'audit', directory: new URL('../migrations/', import.meta.url) };

export type AuditModule = {
  service: AuditService;
  /** For `createHttpApp({ denials })`: refusals for a missing role. */
  denials: DenialPort;
  sequencer: Sequencer;
  /** Tree, checkpoints, proofs, export. Call `log.checkSecondPlaces()` before the first request is served. */
  log: AuditLog;
  retirement: RetirementService;
  routes(app: HttpApp): void;
  /** Loops that run until the signal is aborted, in every process. */
  jobs: { name: string; run(signal: AbortSignal): Promise<void> }[];
};

export type AuditModuleOptions = {
  database: Database;
  clock: Clock;
  logger: Logger;
  /** The sealer of the system. */
  sealer: SealerPort;
  /** Where signed checkpoints go: somewhere that whoever writes to the database cannot reach. */
  places?: readonly CheckpointPlace[];
  checkpointEveryMs?: number;
  /** Other systems that get every entry, in the order of the log. */
  siem?: readonly SiemDestination[];
  /** Of this machine and this program, as other systems see them. */
  source?: { host: string; version: string };
};

export function createAuditModule({
  database,
  clock,
  logger,
  sealer,
  places = [],
  checkpointEveryMs = 60_000,
  siem = [],
  source = { host: 'nexus', version: '0' },
}: AuditModuleOptions): AuditModule {
  const gate = createRecordingGate();
  const service = createAuditService({ database, clock, gate });
  const sequencer = createSequencer({ database, logger });
  const log = createAuditLog({
    database,
    sealer,
    service,
    sequencer,
    gate,
    places,
    destinations: siem.map(nameOfDestination),
    clock,
    logger,
    checkpointEveryMs,
  });
  const delivery = createEntryDelivery({
    database,
    destinations: siem,
    source: async () => ({ ...source, origin: (await log.checkpointer.keys())?.origin ?? 'nexus' }),
    clock,
    logger,
  });
  const retirement = createRetirementService({ database, service, drain: log.drain });
  const routes = [createAuditRoutes(service), createLogRoutes(log), createRetirementRoutes(retirement)];
  return {
    service,
    denials: {
      record: ({ actor, method, route, reason }) =>
        service.recordDenial(actor, { action: 'request.denied', reason, details: { method, route } }),
    },
    sequencer,
    log,
    retirement,
    routes: (app) => {
      for (const add of routes) add(app);
    },
    jobs: [
      { name: sequencerJob, run: sequencer.sequence },
      { name: treeJob, run: log.keepTree },
      { name: checkpointJob, run: log.keepCheckpoints },
      { name: deliveryJob, run: delivery.deliver },
    ],
  };
}
