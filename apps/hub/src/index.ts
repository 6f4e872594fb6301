export { type Hub, hubConflicts, hubMigrations } from './compose.ts';
export { type HubConfig, readConfig } from './config.ts';
export { hubPage } from './page/hub-page.ts';
export { type RunningHub, startHub } from './start.ts';
