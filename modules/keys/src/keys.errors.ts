import { AppError, NotFoundError } from '@nexus/kernel';

/** The space has no key that opens anything: it was never made, not committed yet, or erased. */
export class SpaceKeyNotFoundError extends NotFoundError {
  override readonly code = 'keys.not_found';
}

/** The keys of this database were wrapped by another root key: the wrong key file, or the data folder of another installation. */
export class WrongRootKeyError extends AppError {
  readonly status = 503;
  readonly code = 'keys.wrong_root_key';
  readonly title = 'The root key does not open this database';
}
