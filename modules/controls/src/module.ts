import { controlsRoutes } from './controls.routes.ts';
import { type ControlsDependencies, createControlsService } from './controls.service.ts';

export const controlsMigrations = { name: 'controls', directory: new URL('../migrations/', import.meta.url) };

/** The policies ask `has_role(text)` of the accounts module: migrate after it. */
export function createControlsModule(dependencies: ControlsDependencies) {
  const service = createControlsService(dependencies);
  return { service, routes: controlsRoutes(service), job: { name: 'controls', run: service.runAll } };
}
