export { type Consumer, type ConsumeOptions, installJobs, type Jobs, type JobsDatabase, startJobs } from './jobs.ts';
export { openJobsDatabase } from './jobs-database.ts';
