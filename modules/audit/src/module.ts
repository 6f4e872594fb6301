import type { Database } from '@nexus/db';
import type { DenialPort, HttpApp } from '@nexus/http';
import type { Clock, Logger } from '@nexus/kernel';
import { createAuditRoutes } from './audit.routes.ts';
import { type AuditService, createAuditService } from './audit.service.ts';
import { createSequencer, type Sequencer, sequencerJob } from './jobs/sequencer.ts';

/** Tables of this module. They need `has_role(text)` of the accounts module: run after it. */
export const auditMigrations = { name: 'audit', directory: new URL('../migrations/', import.meta.url) };

export type AuditModule = {
  service: AuditService;
  /** For `createHttpApp({ denials })`: refusals for a missing role. */
  denials: DenialPort;
  sequencer: Sequencer;
  routes(app: HttpApp): void;
  /** Loops that run until the signal is aborted, in every process. */
  jobs: { name: string; run(signal: AbortSignal): Promise<void> }[];
};

export type AuditModuleOptions = { database: Database; clock: Clock; logger: Logger };

export function createAuditModule({ database, clock, logger }: AuditModuleOptions): AuditModule {
  const service = createAuditService({ database, clock });
  const sequencer = createSequencer({ database, logger });
  return {
    service,
    denials: {
      record: ({ actor, method, route, reason }) =>
        service.recordDenial(actor, { action: 'request.denied', reason, details: { method, route } }),
    },
    sequencer,
    routes: createAuditRoutes(service),
    jobs: [{ name: sequencerJob, run: sequencer.sequence }],
  };
}
