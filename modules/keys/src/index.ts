export { SpaceKeyNotFoundError, WrongRootKeyError } from './keys.errors.ts';
export type { KeysDatabase } from './keys.ports.ts';
export type { AnyTx } from './keys.repository.ts';
export { createKeyring, type Keyring, type KeyringOptions } from './keys.service.ts';
export { createKeysModule, keysMigrations } from './module.ts';
