/** Errors that stop the program at its start. Their messages are for the person at the console. */
export class DatabaseStartError extends Error {
  override readonly name: string = 'DatabaseStartError';
}

/** Another live process uses the data folder. */
export class DataFolderInUseError extends DatabaseStartError {
  override readonly name = 'DataFolderInUseError';
  readonly pid: number | null;

  constructor(dataDir: string, pid: number | null) {
    const holder = pid === null ? 'another process' : `process ${pid}`;
    super(`The data folder ${dataDir} is in use by ${holder}. Stop that process first, or name another data folder.`);
    this.pid = pid;
  }
}

/** The data folder was written by a newer release. */
export class DataFolderFormatError extends DatabaseStartError {
  override readonly name = 'DataFolderFormatError';
}

/** A migration file and the database do not belong together, or a migration breaks a rule of the schema. */
export class MigrationError extends DatabaseStartError {
  override readonly name = 'MigrationError';
}
