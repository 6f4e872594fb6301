export { controlsActions } from './controls.actions.ts';
export type { ControlCheck, Finding } from './controls.ports.ts';
export type { Control, ControlsDependencies, ControlsService } from './controls.service.ts';
export { controlsMigrations, createControlsModule } from './module.ts';
