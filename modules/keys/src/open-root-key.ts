import { keyIdOf } from '@nexus/crypto';
import { KeyTableDamagedError, UnsealFileReplayedError, WrongRootKeyError } from './keys.errors.ts';
import type { KeysDatabase } from './keys.ports.ts';
import { findKeyState, listKeysAfter, listRootKeyIds, saveKeyState } from './keys.repository.ts';
import { unwrapSpaceKey } from './space-secrets.ts';

/** A root key that a credential opened; `revision` is that of the file it came from, 0 for the evaluation key. */
export type RootKeyCandidate = { rootKey: Uint8Array; revision: number };

const job = 'keys.verify';
const batch = 1_000;
const nobody = { spaceId: '00000000-0000-0000-0000-000000000000', keyVersion: 0 };

/**
 * Which of the candidates is the root key of this database; there are two when a rotation of the root key was interrupted, and either may hold. Then opens
 * every key of the table, so that damage is found now and not in a year; about 20 microseconds a key.
 *
 * @throws WrongRootKeyError when none is, UnsealFileReplayedError for an old file, KeyTableDamagedError that names what does not open
 */
export async function openRootKey<Candidate extends RootKeyCandidate>(
  database: KeysDatabase,
  candidates: readonly Candidate[],
  now: Date,
): Promise<Candidate> {
  const { ids, state } = await database.withWorker(
    job,
    async (tx) => ({ ids: await listRootKeyIds(tx), state: await findKeyState(tx) }),
    { readOnly: true },
  );
  const idOf = ({ rootKey }: Candidate) => keyIdOf(rootKey).toString('hex');
  const chosen = ids.length === 0 ? candidates[0] : candidates.find((candidate) => ids.includes(idOf(candidate)));
  if (chosen === undefined) {
    const given = candidates.map(idOf).join(', ');
    throw new WrongRootKeyError(
      `This opens root key ${given}, and the database was sealed under ${ids.join(', ')}. Either it belongs to another installation, or it is older than the last change of the root key: use the unseal.json of the same backup as the database.`,
    );
  }
  if (state !== null && chosen.revision > 0 && BigInt(chosen.revision) < state.unsealRevision) {
    throw new UnsealFileReplayedError(
      `unseal.json has revision ${chosen.revision}, and the last one here was ${state.unsealRevision}: an old file was put back. Use the newest one.`,
    );
  }
  await ensureKeysOpen(database, chosen.rootKey, state?.verifiedAt ?? null);
  const { revision } = chosen;
  await database.withWorker(job, (tx) => saveKeyState(tx, { revision, rootKeyId: idOf(chosen), verifiedAt: now }));
  return chosen;
}

async function ensureKeysOpen(database: KeysDatabase, rootKey: Uint8Array, verifiedAt: Date | null): Promise<void> {
  const damaged = new Set<string>();
  for (let after = nobody; ; ) {
    const rows = await database.withWorker(job, (tx) => listKeysAfter(tx, after, batch), { readOnly: true });
    for (const row of rows) {
      try {
        unwrapSpaceKey(rootKey, row);
      } catch (error) {
        // Another root key in some rows only is damage too: all of them were wrapped in one transaction.
        if (!(error instanceof KeyTableDamagedError || error instanceof WrongRootKeyError)) throw error;
        damaged.add(row.spaceId);
      }
    }
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last;
  }
  if (damaged.size > 0) throw new KeyTableDamagedError([...damaged], verifiedAt);
}
