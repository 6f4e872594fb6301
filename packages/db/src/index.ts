export {
  backupRoleName,
  type ConnectionSettings,
  type DatabaseCredentials,
  onDatabase,
  parseConnectionUrl,
  roleNames,
} from './credentials.ts';
export { type Database, type DatabaseOptions, openDatabase, type TransactionOptions } from './database.ts';
export {
  type Conflicts,
  isConnectionError,
  OutcomeUnknownError,
  SerializationConflictError,
} from './database-errors.ts';
export { dataFolderLock } from './embedded/data-folder.ts';
export { inspectServer, type ServerQuery } from './embedded/inspect-server.ts';
export { type RecoveryOptions, type RecoveryOutcome, recoverCluster } from './embedded/recover-cluster.ts';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded/start-embedded-postgres.ts';
export { externalCredentials } from './external-credentials.ts';
export type { Subscription } from './listener.ts';
export { type AppliedMigration, foundation, type MigrateOptions, migrate } from './migrate/migrate.ts';
export { type MigrationModule, readMigrationFiles } from './migrate/migration-files.ts';
export { appendEvent, markRead, type OutboxEvent, outboxChannel, type StoredEvent, takeEvents } from './outbox.ts';
export { type DatabasePosture, readPosture } from './posture.ts';
export { runAlongside, runPrepared } from './prepared.ts';
export { retrySerializable } from './retry-serializable.ts';
export { databaseAccessSql, rolesSql } from './roles.ts';
export { createSealedTables, type SealedSample, type SealedTables } from './sealed-tables/create-sealed-tables.ts';
export type { SealedColumn, SealedTable } from './sealed-tables/sealed-table.ts';
export { DatabaseStartError, DataFolderFormatError, DataFolderInUseError, MigrationError } from './startup-errors.ts';
export type { Bytes, Generated, GeneratedAlways, Int8, Json, ReadOnly } from './table-types/column-types.ts';
export { type GenerateTablesOptions, generateTables } from './table-types/generate-tables.ts';
export type { Tx } from './transaction.ts';
