import type { Database } from '@nexus/db';
import type { HttpApp } from '@nexus/http';
import type { Clock, Logger } from '@nexus/kernel';
import type { Trust } from '@nexus/licence-file';
import { createActivationService } from './files/activation.service.ts';
import { createInstallService } from './files/install.service.ts';
import { sealedFiles } from './files/sealed-files.ts';
import type { AuditPort, LicenceSealer, MachinePort, ProgramPort } from './licence.ports.ts';
import { licenceRoutes } from './licence.routes.ts';
import { createOverviewService } from './overview.service.ts';
import { createStandingService } from './standing/standing.service.ts';
import { createEpochs } from './usage/epochs.ts';
import { createMetering } from './usage/metering.ts';
import { createReportsService } from './usage/reports.service.ts';
import { foldMarks } from './usage/usage.repository.ts';

/** The policies ask `has_role(text)` of the accounts module, and sealed columns are guarded by the keys module: migrate after both. */
export const licenceMigrations = { name: 'licence', directory: new URL('../migrations/', import.meta.url) };

export type LicenceDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  sealer: LicenceSealer;
  /** Public keys that the program was built with. */
  trust: Trust;
  machine: MachinePort;
  program: ProgramPort;
  audit: AuditPort;
  clock: Clock;
  logger: Logger;
  isDrill?: boolean;
  uptime?: () => number;
};

export type LicenceModule = ReturnType<typeof createLicenceModule>;

export function createLicenceModule(dependencies: LicenceDependencies) {
  const { database, sealer, trust, clock, isDrill = false } = dependencies;
  const files = sealedFiles(sealer, trust);
  const standing = createStandingService({ ...dependencies, files, isDrill });
  const epochs = createEpochs(dependencies);
  const onChange = async () => standing.forget();
  const installing = createInstallService({ ...dependencies, files, epochs, onChange });
  const activation = createActivationService({ ...dependencies, files, onChange });
  const reports = createReportsService({ ...dependencies, files });
  const overview = createOverviewService({ database, standing });

  const metering = createMetering({ clock });

  return {
    /** What counts, for whoever has something to count. */
    metering,
    /** How much of something there is, for whoever looks from time to time; of each month the highest counts. */
    measure: (unit: string, reached: number) =>
      database.withWorker('licence', (tx) => metering.level(tx, unit, reached)),
    /** What asks, for whoever begins something new. */
    gate: { ensureNewWork: standing.ensureNewWork, allowsNewWork: standing.allowsNewWork },
    standing: standing.standing,
    jobs: [
      { name: 'licence.tick', run: standing.tick },
      { name: 'licence.count', run: () => database.withWorker('licence', foldMarks) },
      { name: 'licence.report', run: reports.closeMonths },
    ],
    /** At the start of a server, before anybody is served. */
    async start(): Promise<void> {
      await epochs.beginAfterRestore();
      await standing.tick();
      await reports.closeMonths();
    },
    install: installing.install,
    activation,
    overview,
    reports,
    routes(app: HttpApp): void {
      licenceRoutes({
        standing: standing.standing,
        overview,
        install: installing.install,
        requestActivation: activation.request,
        deactivate: activation.deactivate,
        openFile: activation.openFile,
        reports,
      })(app);
    },
  };
}
