/** What an administrator can act on: a bundle, key or program that is not what it should be. The text is in Spanish and English. */
export class ReleaseError extends Error {
  /** Stable, for scripts and tests. */
  readonly code: ReleaseFault;
  constructor(code: ReleaseFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReleaseError';
    this.code = code;
  }
}

export type ReleaseFault =
  | 'not_a_bundle'
  | 'truncated'
  | 'bad_signature'
  | 'other_key'
  | 'key_file'
  | 'changed'
  | 'older'
  | 'other_platform'
  | 'does_not_run'
  | 'not_installed'
  | 'in_the_way';
