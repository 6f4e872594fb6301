export { licenceActions } from './licence.actions.ts';
export type { AuditPort, LicenceSealer, MachinePort, ProgramPort } from './licence.ports.ts';
export { readTimeline } from './licence.repository.ts';
export { licenceSealed } from './licence.sealed.ts';
export { readMachineMarks } from './machine/read-marks.ts';
export { createLicenceModule, type LicenceDependencies, type LicenceModule, licenceMigrations } from './module.ts';
export type { Standing } from './standing/standing.service.ts';
export type { Metering } from './usage/metering.ts';
