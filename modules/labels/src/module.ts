import type { HttpApp } from '@nexus/http';
import { type ClearancesDependencies, createClearancesService } from './clearances.service.ts';
import { createExplainAccess, type ExplainDependencies } from './explain-access.ts';
import { createExplainSpace } from './explain-space.ts';
import { createLabelCheck } from './label-check.ts';
import { createLabelSetService, type LabelSetDependencies } from './label-set.service.ts';
import { labelsRoutes } from './labels.routes.ts';
import { createLabelsService, type LabelsDependencies } from './labels.service.ts';

export type LabelsModuleDependencies = LabelsDependencies &
  Pick<LabelSetDependencies, 'keyring' | 'audit'> &
  Omit<ClearancesDependencies, 'directory'> &
  Pick<ExplainDependencies, 'whereabouts'>;

export function createLabelsModule(dependencies: LabelsModuleDependencies) {
  const labels = createLabelsService(dependencies);
  const { directory } = labels;
  const set = createLabelSetService({ ...dependencies, directory });
  const clearances = createClearancesService({ ...dependencies, directory });
  const explainAccess = createExplainAccess({ ...dependencies, directory });
  const explainSpace = createExplainSpace({ ...dependencies, directory });
  return {
    service: labels,
    set,
    clearances,
    explainAccess,
    explainSpace,
    check: createLabelCheck(dependencies.database, directory),
    routes(app: HttpApp): void {
      labelsRoutes({ labels, set, clearances, explainAccess, explainSpace })(app);
    },
  };
}

export type LabelsModule = ReturnType<typeof createLabelsModule>;
export const labelsMigrations = { name: 'labels', directory: new URL('../migrations/', import.meta.url) };
