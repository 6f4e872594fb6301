import { keyIdOf } from '@nexus/crypto';

/** The one place where the root key is, in memory. */
export type RootKey = {
  /** @throws Error once it is forgotten */
  current(): Buffer;
  id(): string;
  replace(next: Uint8Array): void;
  /** Overwrites it. Keys that were derived from it stay in memory until they are collected. */
  forget(): void;
};

export function holdRootKey(bytes: Uint8Array): RootKey {
  let held: Buffer | null = Buffer.from(bytes);
  const current = (): Buffer => {
    if (held === null) throw new Error('the keys were forgotten: the server is sealed');
    return held;
  };
  const forget = (): void => {
    held?.fill(0);
    held = null;
  };
  return {
    current,
    id: () => keyIdOf(current()).toString('hex'),
    replace(next) {
      forget();
      held = Buffer.from(next);
    },
    forget,
  };
}
