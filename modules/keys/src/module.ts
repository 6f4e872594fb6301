import { createKeyring, type Keyring, type KeyringOptions } from './keys.service.ts';

/** Tables of this module; run after the foundation of `packages/db`. */
export const keysMigrations = { name: 'keys', directory: new URL('../migrations/', import.meta.url) };

export async function createKeysModule(options: KeyringOptions): Promise<{ service: Keyring }> {
  return { service: await createKeyring(options) };
}
