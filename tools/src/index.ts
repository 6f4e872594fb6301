export { buildProject } from './architecture/build-project.ts';
export { checkArchitecture } from './architecture/check-architecture.ts';
export type { Project, Rule, Violation } from './architecture/project.ts';
export { readProject } from './architecture/read-project.ts';
