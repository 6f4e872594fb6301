/**
 * Why a file is refused. The codes are stable: people find them in the guides, programs branch on them.
 *
 * - about the bytes: `not_a_licence_file`, `newer_format`, `too_large`, `truncated`, `changed`, `changed_algorithm`, `malformed`
 * - about keys: `unknown_key`, `key_not_yet_valid`, `key_expired`, `key_revoked`, `wrong_purpose`
 * - about the use: `wrong_kind`, `wrong_product`, `other_licence`, `not_yet_valid`, `older_file`, `revoked`, `clock_back`
 * - about the machine: `other_machine`, `cloned_disk`, `other_activation`, `not_asked_for`
 * - about a usage report: `other_device`, `counters_fell`, `same_number_other_content`, `chain_broken`, `epoch_unknown`
 */
export type LicenceFault =
  | 'not_a_licence_file'
  | 'newer_format'
  | 'too_large'
  | 'truncated'
  | 'changed'
  | 'changed_algorithm'
  | 'malformed'
  | 'unknown_key'
  | 'key_not_yet_valid'
  | 'key_expired'
  | 'key_revoked'
  | 'wrong_purpose'
  | 'wrong_kind'
  | 'wrong_product'
  | 'other_licence'
  | 'not_yet_valid'
  | 'older_file'
  | 'revoked'
  | 'clock_back'
  | 'other_machine'
  | 'cloned_disk'
  | 'other_activation'
  | 'not_asked_for'
  | 'other_device'
  | 'counters_fell'
  | 'same_number_other_content'
  | 'chain_broken'
  | 'epoch_unknown';

/** A file cannot be taken. `fault` says why; the message says where and quotes nothing of the file. */
export class LicenceFileError extends Error {
  readonly fault: LicenceFault;

  constructor(fault: LicenceFault, where: string, options?: ErrorOptions) {
    super(`${fault}: ${where}`, options);
    this.name = 'LicenceFileError';
    this.fault = fault;
  }
}

export function refuse(fault: LicenceFault, where: string, options?: ErrorOptions): never {
  throw new LicenceFileError(fault, where, options);
}
