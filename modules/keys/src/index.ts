export { isGenuine } from './administration/erasure-certificate.ts';
export { keysActions } from './keys.actions.ts';
export {
  KeyTableDamagedError,
  SpaceKeyNotFoundError,
  UnsealFileReplayedError,
  WrongRootKeyError,
} from './keys.errors.ts';
export type { BackupGeneration, BackupsPort, KeysDatabase, SealedContent } from './keys.ports.ts';
export type { AnyTx } from './keys.repository.ts';
export { keysSealed } from './keys.sealed.ts';
export { createKeyring, type Keyring, type KeyringOptions } from './keys.service.ts';
export { createKeysModule, keyAdministrationMigrations, keysMigrations } from './module.ts';
export { openRootKey, type RootKeyCandidate } from './open-root-key.ts';
export { type CanaryScan, scanForCanaries } from './self-tests/canary-scan.ts';
export type { SelfTest } from './self-tests/self-tests.service.ts';
