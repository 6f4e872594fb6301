export { type BackupManifest, checkAgainstManifest, type ManifestFile, parseManifest } from './backup-manifest.ts';
export { type BaseBackup, type BaseBackupOptions, takeBaseBackup } from './base-backup.ts';
export { formatLsn, type Lsn, parseLsn, segmentName } from './lsn.ts';
export { ReplicationError, type ReplicationFault } from './replication.errors.ts';
export type { TarEntry } from './tar-reader.ts';
export {
  dropSlot,
  ensureSlot,
  openWalStream,
  readServerPosition,
  type ServerPosition,
  type WalPiece,
  type WalStream,
} from './wal-stream.ts';
