import type { Database } from '@nexus/db';
import { findManifests, type Manifest } from './retrieval.repository.ts';
import type { RetrievalTables } from './retrieval.tables.ts';

/** In one statement; a person who reads thousands of spaces asks several times. */
const mostAtOnce = 500;

type Waiting = { spaceId: string; labelId: string; resolve(row: Manifest | null): void; reject(error: unknown): void };

/**
 * Manifests by cell. What is asked for in the same turn of the event loop is read in one transaction: the first question after a start, over hundreds of
 * cells, would else open one for each.
 */
export function createManifestReader(database: Pick<Database, 'withWorker'>) {
  let waiting: Waiting[] = [];

  async function readWaiting(): Promise<void> {
    const asked = waiting;
    waiting = [];
    for (let from = 0; from < asked.length; from += mostAtOnce) await read(asked.slice(from, from + mostAtOnce));
  }

  async function read(asked: readonly Waiting[]): Promise<void> {
    try {
      const rows = await database.withWorker<RetrievalTables, Manifest[]>('search', (tx) => findManifests(tx, asked), {
        readOnly: true,
      });
      const rowOf = new Map(rows.map((row) => [`${row.spaceId}.${row.labelId}`, row]));
      for (const { spaceId, labelId, resolve } of asked) resolve(rowOf.get(`${spaceId}.${labelId}`) ?? null);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  return function readManifest(cell: { spaceId: string; labelId: string }): Promise<Manifest | null> {
    return new Promise((resolve, reject) => {
      waiting.push({ ...cell, resolve, reject });
      if (waiting.length === 1) setImmediate(() => void readWaiting());
    });
  };
}
