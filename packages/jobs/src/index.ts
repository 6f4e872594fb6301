export type { ConsumeOptions, Consumer } from './consumer.ts';
export { installJobs, type Jobs, type JobsDatabase, type NewJob, startJobs } from './jobs.ts';
export { openJobsDatabase } from './jobs-database.ts';
export { createJobsOverview, type FailedJob, type JobsOverview, type QueueCounts } from './jobs-overview.ts';
