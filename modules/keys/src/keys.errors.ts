import { systemSpaceId } from '@nexus/crypto';
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

/** Keys in the database that do not open under the right root key: their rows were damaged. */
export class KeyTableDamagedError extends AppError {
  readonly status = 503;
  readonly code = 'keys.table_damaged';
  readonly title = 'The key table is damaged';
  readonly spaceIds: readonly string[];

  constructor(spaceIds: readonly string[], verifiedAt: Date | null, options?: { cause?: unknown }) {
    const named = spaceIds.map((id) => (id === systemSpaceId ? 'the system itself' : `space ${id}`)).slice(0, 20);
    const more = spaceIds.length > named.length ? ` and ${spaceIds.length - named.length} more` : '';
    const backup = verifiedAt
      ? `All keys opened at ${verifiedAt.toISOString()}: restore the newest backup from then or from before.`
      : 'Restore the newest backup from before the damage.';
    super(`These keys do not open: ${named.join(', ')}${more}. Nothing was changed. ${backup}`, options);
    this.spaceIds = spaceIds;
  }
}

/** The unseal file is older than the last change of the unseal methods. */
export class UnsealFileReplayedError extends AppError {
  readonly status = 503;
  readonly code = 'keys.unseal_file_replayed';
  readonly title = 'unseal.json is an old one';
}
