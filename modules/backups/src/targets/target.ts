/**
 * A place for backups: objects by key, written once, never changed. Everything in it is sealed or says nothing, so whoever keeps it need not be
 * trusted with content. Keys are slash-separated names of lower-case letters, digits, `-`, `_` and `.`.
 */
export type Target = {
  /** For messages: a path or an address, never a secret. */
  readonly name: string;
  /**
   * Safe on the medium when it resolves. `lockedUntil` asks the store to refuse deletion until then, where it can.
   * @throws ObjectExistsError when the key is taken; TargetAwayError, TargetFullError
   */
  put(key: string, bytes: Uint8Array, options?: { lockedUntil?: Date }): Promise<void>;
  /** @throws ObjectMissingError, TargetAwayError */
  get(key: string): Promise<Buffer>;
  getRange(key: string, offset: number, length: number): Promise<Buffer>;
  /** Keys below `prefix/` with their sizes, in the order of their names. */
  list(prefix: string): AsyncIterable<{ key: string; size: number }>;
  /** Removing what is not there is no error. */
  remove(key: string): Promise<void>;
  /** Moves the date before which the store refuses deletion; does nothing where it cannot refuse. */
  extendLock(key: string, until: Date): Promise<void>;
  /** Looks whether the place is there and what it guarantees. @throws TargetAwayError */
  probe(): Promise<TargetGuarantees>;
};

export type TargetGuarantees = {
  /** A second write under the same key is refused. */
  writeOnce: boolean;
  /** Objects can be made undeletable until a date, for us as well. */
  objectLock: boolean;
  /** What the place lies on is another device than the data folder; null where that cannot be known. */
  otherDevice: boolean | null;
  /** A wrong secret is refused; null where there is none. */
  checksSecret: boolean | null;
};

/** The place is not there now: an unplugged disk, a store that does not answer. It may come back. */
export class TargetAwayError extends Error {}
export class TargetFullError extends Error {}
/** The place answers and refuses: wrong secret, no right, another installation's backups. */
export class TargetRefusedError extends Error {}
export class ObjectMissingError extends Error {
  readonly key: string;
  constructor(key: string, options?: { cause?: unknown }) {
    super(`${key} is missing`, options);
    this.key = key;
  }
}
export class ObjectExistsError extends Error {
  constructor(key: string) {
    super(`${key} exists already`);
  }
}

/** Bytes that the place gave and that are not what was put there. `key` names the object. */
export class BackupBrokenError extends Error {
  readonly key: string;
  readonly fault: 'changed' | 'missing' | 'swapped' | 'cut' | 'other_key' | 'format';
  constructor(key: string, fault: BackupBrokenError['fault'], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.key = key;
    this.fault = fault;
  }
}

const keyPattern = /^[a-z0-9_-][a-z0-9._-]*(\/[a-z0-9_-][a-z0-9._-]*)*$/;

export function checkKey(key: string): string {
  if (!keyPattern.test(key)) throw new TypeError(`not a key of a backup: ${JSON.stringify(key)}`);
  return key;
}
