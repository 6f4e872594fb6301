export { backupsActions } from './backups.actions.ts';
export { alarmsOf } from './backups.alarms.ts';
export type { BackupsDependencies, DrillPort, DrillQuestion, DrillResult } from './backups.ports.ts';
export { backupsSealed } from './backups.sealed.ts';
export { followWal, WalGapError } from './making/follow-wal.ts';
export { createHeldBlobs, type HeldBlobs } from './making/held-blobs.ts';
export { takeGeneration } from './making/take-generation.ts';
export { type BackupsModule, backupsMigrations, createBackupsModule } from './module.ts';
export {
  isUnfinishedRestore,
  RestoreFolderError,
  type RestoreOptions,
  type RestoreReport,
  restore,
} from './restoring/restore.ts';
export { NotRestorableError, planRestore } from './restoring/restore-plan.ts';
export { type VerifyReport, verifyStore } from './restoring/verify-store.ts';
export { createStoreReader, type Generation, openStoreWriter, type StoreReader } from './store/backup-store.ts';
export { createStore, openStoreKey, readMark } from './store/store-key.ts';
export { createFolderTarget } from './targets/folder-target.ts';
export { addressOfTarget, nameOfTarget, openTarget, type TargetConfig } from './targets/open-target.ts';
export { createS3Target, type S3TargetOptions } from './targets/s3-target.ts';
export {
  BackupBrokenError,
  ObjectExistsError,
  ObjectMissingError,
  type Target,
  TargetAwayError,
  TargetFullError,
  type TargetGuarantees,
  TargetRefusedError,
} from './targets/target.ts';
export { withPatience } from './targets/with-patience.ts';
