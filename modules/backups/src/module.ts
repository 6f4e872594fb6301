import type { HttpApp } from '@nexus/http';
import type { BackupsDependencies } from './backups.ports.ts';
import { backupsRoutes } from './backups.routes.ts';
import { createBackupsService } from './backups.service.ts';
import { drillQuestionsRoutes } from './drill-questions.routes.ts';
import { createDrillQuestions } from './drill-questions.service.ts';
import { createBackupEngine } from './engine/engine.ts';

export function createBackupsModule(dependencies: BackupsDependencies) {
  const engine = createBackupEngine(dependencies);
  const service = createBackupsService(dependencies, engine);
  const drillQuestions = createDrillQuestions(dependencies);
  return {
    service,
    drillQuestions,
    engine,
    routes(app: HttpApp): void {
      backupsRoutes(service, dependencies.clock)(app);
      drillQuestionsRoutes(drillQuestions)(app);
    },
  };
}

export type BackupsModule = ReturnType<typeof createBackupsModule>;
export const backupsMigrations = { name: 'backups', directory: new URL('../migrations/', import.meta.url) };
