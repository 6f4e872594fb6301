/** Why something that was given to unseal is refused. Stable: pages and the command line have words for each. */
export type UnsealFault =
  | 'wrong_passphrase'
  | 'wrong_key_file'
  /** Not an unseal key file at all, or damaged; `detail` says what it looks like. */
  | 'wrong_kind'
  | 'no_such_method'
  | 'not_approved'
  /** The share was mistyped or damaged: its check value does not fit. */
  | 'share_damaged'
  /** Its check value fits, and it is still not the share that was issued. */
  | 'share_forged'
  /** From a set that was replaced. */
  | 'share_of_older_set'
  | 'share_of_another_installation'
  | 'share_given_twice'
  | 'too_few_shares'
  | 'file_damaged'
  | 'file_forged'
  | 'last_method';

/** Carries no secret; `detail` names what is wrong, for people. */
export class UnsealError extends Error {
  readonly code: UnsealFault;
  /** The number that the refused share says it has. */
  readonly share: number | null;

  constructor(code: UnsealFault, detail: string, options: ErrorOptions & { share?: number } = {}) {
    super(detail, options);
    this.name = 'UnsealError';
    this.code = code;
    this.share = options.share ?? null;
  }
}
