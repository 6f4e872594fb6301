export { type ConsumeOptions, type Consumer, installJobs, type Jobs, type JobsDatabase, startJobs } from './jobs.ts';
export { openJobsDatabase } from './jobs-database.ts';
export { createJobsOverview, type FailedJob, type JobsOverview, type QueueCounts } from './jobs-overview.ts';
