import type { Sealer } from '@nexus/crypto';
import type { Database, Tx } from '@nexus/db';
import { type Clock, ConflictError, NotFoundError, newId, type PersonActor } from '@nexus/kernel';
import type { AuditPort } from '../retrieval.ports.ts';
import type { RetrievalTables, SavedSearchRow } from '../retrieval.tables.ts';
import type { SearchHit, SearchOutcome } from '../search-passages.ts';
import { newsOf, seenAfter } from './news-of.ts';
import * as repository from './saved-searches.repository.ts';

export class SavedSearchNotFoundError extends NotFoundError {
  override readonly code = 'retrieval.saved_search_not_found';
  constructor() {
    super('There is no such saved search, or it is not yours.');
  }
}

export class TooManySavedSearchesError extends ConflictError {
  override readonly code = 'retrieval.too_many_saved_searches';
  constructor() {
    super(`There is room for ${most} saved searches. Delete one that you no longer need.`);
  }
}

export type SavedSearch = {
  id: string;
  text: string;
  spaceId: string | null;
  watched: boolean;
  createdAt: Date;
  seenAt: Date;
};

export type SavedSearchesDependencies = {
  database: Pick<Database, 'withActor'>;
  keyring: { system(): Pick<Sealer, 'sealText' | 'openText'> };
  search(
    actor: PersonActor,
    input: { text: string; spaceIds: readonly string[] | null; limit: number; everyWord: true },
  ): Promise<SearchOutcome>;
  audit: AuditPort;
  clock: Clock;
};

const most = 100;
/** Passages that a watch looks at, best first. */
const watchDepth = 300;

export type SavedSearches = ReturnType<typeof createSavedSearches>;

/**
 * Searches that a person keeps, and watches among them. A watch is run in the person's own name when they look, so that it finds what they may read
 * at that moment and nothing else; nobody searches on their behalf while they are away.
 */
export function createSavedSearches({ database, keyring, search, audit, clock }: SavedSearchesDependencies) {
  const act = <R>(actor: PersonActor, run: (tx: Tx<RetrievalTables>) => Promise<R>) =>
    database.withActor<RetrievalTables, R>(actor, run);
  const contextOf = (id: string) => ({ kind: 'saved_searches.query', objectId: id });

  function open(row: SavedSearchRow): SavedSearch {
    const { id, spaceId, watched, createdAt, seenAt } = row;
    return { id, text: keyring.system().openText(contextOf(id), row.query), spaceId, watched, createdAt, seenAt };
  }

  async function record(tx: Tx<RetrievalTables>, actor: PersonActor, action: string, id?: string): Promise<void> {
    const objects = id ? [{ kind: 'saved_search', id }] : [];
    await audit.record(tx as Tx, { actor, action, outcome: 'success', objects });
  }

  async function getRow(tx: Tx<RetrievalTables>, actor: PersonActor, id: string): Promise<SavedSearchRow> {
    const row = await repository.findSavedSearch(tx, actor.personId, id);
    if (!row) throw new SavedSearchNotFoundError();
    return row;
  }

  async function run(
    actor: PersonActor,
    { text, spaceId }: Pick<SavedSearch, 'text' | 'spaceId'>,
  ): Promise<SearchHit[]> {
    const input = { text, spaceIds: spaceId ? [spaceId] : null, limit: watchDepth, everyWord: true as const };
    return (await search(actor, input)).hits;
  }

  async function list(actor: PersonActor): Promise<SavedSearch[]> {
    return await act(actor, async (tx) => {
      await record(tx, actor, 'saved_search.listed');
      return (await repository.listSavedSearches(tx, actor.personId)).map(open);
    });
  }

  async function save(
    actor: PersonActor,
    input: { text: string; spaceId: string | null; watched: boolean },
  ): Promise<SavedSearch> {
    const seen = input.watched ? seenAfter(await run(actor, input), []) : [];
    return await act(actor, async (tx) => {
      if ((await repository.listSavedSearches(tx, actor.personId)).length >= most)
        throw new TooManySavedSearchesError();
      const id = newId();
      const now = clock.now();
      const { spaceId, watched } = input;
      const query = keyring.system().sealText(contextOf(id), input.text);
      const row = { id, personId: actor.personId, spaceId, query, watched, seen, createdAt: now, seenAt: now };
      await repository.insertSavedSearch(tx, row);
      await record(tx, actor, 'saved_search.created', id);
      return open(row);
    });
  }

  /** A watch begins anew: what is there when it is turned on is no news. */
  async function watch(actor: PersonActor, id: string, watched: boolean): Promise<SavedSearch> {
    const row = await act(actor, (tx) => getRow(tx, actor, id));
    const seen = watched && !row.watched ? seenAfter(await run(actor, open(row)), row.seen) : row.seen;
    return await act(actor, async (tx) => {
      await repository.updateSavedSearch(tx, id, { watched, seen, seenAt: clock.now() });
      await record(tx, actor, 'saved_search.changed', id);
      return open(await getRow(tx, actor, id));
    });
  }

  /** One passage for each document version that matches and was not told of. */
  async function news(actor: PersonActor, id: string): Promise<SearchHit[]> {
    const row = await act(actor, (tx) => getRow(tx, actor, id));
    return row.watched ? newsOf(await run(actor, open(row)), row) : [];
  }

  /** The person has looked: what matches now is no longer news. */
  async function markSeen(actor: PersonActor, id: string): Promise<void> {
    const row = await act(actor, (tx) => getRow(tx, actor, id));
    const seen = seenAfter(await run(actor, open(row)), row.seen);
    await act(actor, async (tx) => {
      await repository.updateSavedSearch(tx, id, { seen, seenAt: clock.now() });
      await record(tx, actor, 'saved_search.changed', id);
    });
  }

  async function remove(actor: PersonActor, id: string): Promise<void> {
    await act(actor, async (tx) => {
      if (!(await repository.deleteSavedSearch(tx, actor.personId, id))) throw new SavedSearchNotFoundError();
      await record(tx, actor, 'saved_search.deleted', id);
    });
  }

  return { list, save, watch, news, markSeen, remove };
}
