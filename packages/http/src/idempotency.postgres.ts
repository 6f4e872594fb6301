import { type Actor, type Clock, newId, type PersonActor } from '@nexus/kernel';
import { type QueryExecutorProvider, sql } from 'kysely';
import type { IdempotencyStart, IdempotencyStore, StoredResponse } from './idempotency.ts';

type ActorDatabase = {
  withActor<Result>(actor: Actor, work: (tx: QueryExecutorProvider) => Promise<Result>): Promise<Result>;
};

type SealContext = { kind: string; objectId: string; version?: number };

/** The part of the system `Sealer` that is needed. */
type ResponseSealer = {
  sealJson(context: SealContext, value: unknown): Buffer;
  openJson<T>(context: SealContext, sealed: Uint8Array): T;
  fingerprint(kind: string, value: string): Buffer;
};

type Row = { attemptId: string; requestHash: Buffer; status: number | null; response: Buffer | null };

const keepMs = 24 * 60 * 60 * 1000;

/** How long a request may run before its key counts as abandoned, for instance by a server that was killed. */
const runningMs = 5 * 60 * 1000;

/**
 * The table `idempotency_keys`. Keys and requests are kept as keyed hashes, responses sealed. A server that is killed between the commit
 * of an action and `finish` leaves its key `running`; after five minutes the same request starts anew.
 */
export function createPostgresIdempotencyStore(parts: {
  database: ActorDatabase;
  sealer: ResponseSealer;
  clock: Clock;
}): IdempotencyStore {
  const { database, sealer, clock } = parts;
  const keyHashOf = (key: string) => sealer.fingerprint('idempotency.key', key);
  const contextOf = (attemptId: string) => ({ kind: 'idempotency_keys.response', objectId: attemptId });

  async function begin(actor: PersonActor, key: string, request: string): Promise<IdempotencyStart> {
    const keyHash = keyHashOf(key);
    const requestHash = sealer.fingerprint('idempotency.request', request);
    const attemptId = newId(clock.now().getTime());
    const row = await database.withActor(actor, async (tx) => {
      const now = clock.now();
      const taken = await sql<{ attemptId: string }>`
        insert into idempotency_keys (person_id, key_hash, attempt_id, request_hash, running_until, expires_at)
        values (${actor.personId}, ${keyHash}, ${attemptId}, ${requestHash},
                ${later(now, runningMs)}, ${later(now, keepMs)})
        on conflict (person_id, key_hash) do update
          set attempt_id = excluded.attempt_id, request_hash = excluded.request_hash, status = null, response = null,
              running_until = excluded.running_until, expires_at = excluded.expires_at
          where idempotency_keys.expires_at <= ${now}
             or (idempotency_keys.status is null and idempotency_keys.running_until <= ${now}
                 and idempotency_keys.request_hash = excluded.request_hash)
        returning attempt_id as "attemptId"`.execute(tx);
      if (taken.rows.length === 1) return null;
      const found = await sql<Row>`
        select attempt_id as "attemptId", request_hash as "requestHash", status, response
        from idempotency_keys where person_id = ${actor.personId} and key_hash = ${keyHash}`.execute(tx);
      return found.rows[0] ?? 'gone';
    });
    if (row === null) return { state: 'started', attemptId };
    // Released between the two statements: the other request ended without creating anything, the caller may try again.
    if (row === 'gone') return { state: 'running' };
    if (!row.requestHash.equals(requestHash)) return { state: 'other-request' };
    if (row.status === null || row.response === null) return { state: 'running' };
    return { state: 'done', response: sealer.openJson<StoredResponse>(contextOf(row.attemptId), row.response) };
  }

  return {
    begin,

    async finish({ actor, key, attemptId }, response) {
      const sealed = sealer.sealJson(contextOf(attemptId), response);
      await database.withActor(actor, (tx) =>
        sql`update idempotency_keys set status = ${response.status}, response = ${sealed}
            where person_id = ${actor.personId} and key_hash = ${keyHashOf(key)} and attempt_id = ${attemptId}`.execute(
          tx,
        ),
      );
    },

    async release({ actor, key, attemptId }) {
      await database.withActor(actor, (tx) =>
        sql`delete from idempotency_keys
            where person_id = ${actor.personId} and key_hash = ${keyHashOf(key)} and attempt_id = ${attemptId}`.execute(
          tx,
        ),
      );
    },
  };
}

function later(time: Date, ms: number): Date {
  return new Date(time.getTime() + ms);
}

type WorkerDatabase = {
  withWorker<Result>(job: string, work: (tx: QueryExecutorProvider) => Promise<Result>): Promise<Result>;
};

/** What has to run from time to time, for the scheduler. */
export function idempotencyJobs({ database, clock }: { database: WorkerDatabase; clock: Clock }) {
  const name = 'http.delete-expired-keys';
  const run = async () => {
    await database.withWorker(name, (tx) => deleteExpiredIdempotencyKeys(tx, clock.now()));
  };
  return [{ name, cron: '41 * * * *', run }];
}

/** Deletes what has expired; run by a worker. Returns the number of keys deleted. */
async function deleteExpiredIdempotencyKeys(tx: QueryExecutorProvider, now: Date): Promise<number> {
  const result = await sql`delete from idempotency_keys where expires_at <= ${now}`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}
