export { type Consumer, type ConsumeOptions, type Jobs, type JobsDatabase, installJobs, startJobs } from './jobs.ts';
