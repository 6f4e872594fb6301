/** Why a sealed object did not open. For the log: callers treat all of them alike. */
export type SealFault = 'format' | 'unknown_key' | 'authentication' | 'truncated';

/** The sealed bytes were changed, cut, moved to another place, or sealed under a key that is not at hand. Carries no content. */
export class SealBrokenError extends Error {
  readonly code = 'crypto.seal_broken';
  readonly fault: SealFault;

  constructor(fault: SealFault, options?: ErrorOptions) {
    super(`sealed object does not open: ${fault}`, options);
    this.name = 'SealBrokenError';
    this.fault = fault;
  }
}

/** The key file is missing a part, damaged, or readable by others. The message says which and what to do, never the key. */
export class KeyFileError extends Error {
  readonly code = 'crypto.key_file';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KeyFileError';
  }
}
