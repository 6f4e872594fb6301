import type { AnyTx } from './keys.repository.ts';

/** What the keyring needs of the database: transactions of its own job. */
export type KeysDatabase = {
  withWorker<Result>(
    job: string,
    run: (tx: AnyTx) => Promise<Result>,
    options?: { readOnly?: boolean },
  ): Promise<Result>;
};
