export { ConfigError, type Environment, list, oneOf, wholeNumber } from './config-values.ts';
export { folderLogger, makeFolder } from './log-file.ts';
export { openCredentials, openJobs, type Running, takeDown } from './open-database.ts';
export { createPage, type Page, PageBuildError } from './page/build-page.ts';
export { repeat } from './repeat.ts';
export { stopOnSignals } from './stop-on-signals.ts';
