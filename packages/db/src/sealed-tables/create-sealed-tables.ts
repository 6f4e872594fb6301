import { type Sealer, systemSpaceId } from '@nexus/crypto';
import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';
import {
  anySealedOtherwise,
  contextOf,
  isOfSpace,
  isSealedOtherwise,
  readColumns,
  type SealedColumn,
  type SealedRow,
  type SealedTable,
} from './sealed-table.ts';

type AnyTx = QueryExecutorProvider;

/** Something sealed, with what it takes to open it. */
export type SealedSample = {
  table: string;
  context: { kind: string; objectId: string; version?: number };
  sealed: Buffer;
};

/** Sealed content of one module, for whoever changes or destroys keys. */
export type SealedTables = {
  readonly tables: readonly SealedTable[];
  /** Rows with something that another key than `keyId` sealed. */
  countOthers(tx: AnyTx, spaceId: string, keyId: Uint8Array): Promise<number>;
  /** One pass: seals anew, under the sealer's key, what other keys of the space sealed. Writers go on meanwhile; what they write is not touched. */
  reseal(spaceId: string, sealer: Sealer, onBatch: (rows: number) => Promise<void>): Promise<void>;
  /** Deletes the rows of the space, the tables in reverse order. Not for the system's. */
  erase(spaceId: string): Promise<number>;
  sample(spaceId: string, perTable: number): Promise<SealedSample[]>;
};

const rowsAtOnce = 200;
const job = 'keys.reseal';

/** @param tables in an order in which rows can be deleted from the last to the first */
export function createSealedTables(
  database: Pick<Database, 'withWorker'>,
  tables: readonly SealedTable[],
): SealedTables {
  const work = <R>(run: (tx: AnyTx) => Promise<R>) => database.withWorker<unknown, R>(job, run);

  return {
    tables,
    async countOthers(tx, spaceId, keyId) {
      let total = 0;
      for (const table of tables) {
        const where = isOfSpace(table, spaceId, systemSpaceId);
        if (where === null) continue;
        const { rows } = await sql<{ count: string }>`
          select count(*)::text as count from ${sql.table(table.name)} where ${where} and ${anySealedOtherwise(table, keyId)}`.execute(
          tx,
        );
        total += Number(rows[0]?.count ?? 0);
      }
      return total;
    },
    async reseal(spaceId, sealer, onBatch) {
      for (const table of tables) {
        const where = isOfSpace(table, spaceId, systemSpaceId);
        if (where === null) continue;
        for (let after: SealedRow | null = null; ; ) {
          const rows: SealedRow[] = await work((tx) =>
            readPage(tx, table, sql`${where} and ${anySealedOtherwise(table, sealer.keyId)}`, after, rowsAtOnce),
          );
          if (rows.length === 0) break;
          await work(async (tx) => {
            for (const column of table.columns) await resealColumn(tx, table, column, rows, sealer);
          });
          await onBatch(rows.length);
          after = rows.at(-1)!;
        }
      }
    },
    async erase(spaceId) {
      if (spaceId === systemSpaceId) throw new TypeError('what is the system’s own is not erased');
      let total = 0;
      for (const table of tables.filter(({ stays }) => stays !== true).reverse()) {
        const where = isOfSpace(table, spaceId, systemSpaceId);
        if (where === null) continue;
        const { numAffectedRows } = await work((tx) =>
          sql`delete from ${sql.table(table.name)} where ${where}`.execute(tx),
        );
        total += Number(numAffectedRows ?? 0n);
      }
      return total;
    },
    async sample(spaceId, perTable) {
      const samples: SealedSample[] = [];
      for (const table of tables) {
        const where = isOfSpace(table, spaceId, systemSpaceId);
        if (where === null) continue;
        const rows = await work((tx) => readPage(tx, table, where, null, perTable));
        for (const row of rows) {
          for (const column of table.columns) {
            const sealed = row[column.name];
            if (sealed instanceof Buffer && sealed.length > 0)
              samples.push({ table: table.name, context: contextOf(column, row), sealed });
          }
        }
      }
      return samples;
    },
  };
}

async function readPage(
  tx: AnyTx,
  table: SealedTable,
  where: RawBuilder<unknown>,
  after: SealedRow | null,
  limit: number,
): Promise<SealedRow[]> {
  const key = Object.entries(table.key);
  const names = sql.join(key.map(([name]) => sql.ref(name)));
  const behind = after
    ? sql`and (${names}) > (${sql.join(key.map(([name, type]) => sql`${after[name]}::${sql.raw(type)}`))})`
    : sql``;
  const { rows } = await sql<SealedRow>`
    select ${readColumns(table)} from ${sql.table(table.name)} where ${where} ${behind} order by ${names} limit ${limit}`.execute(
    tx,
  );
  // Rows come in camel case; the declarations speak of the columns of the database.
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [snakeCase(name), value])));
}

/** Compare and swap: a row that somebody wrote meanwhile keeps what they wrote, and is met again by the next pass if it needs it. */
async function resealColumn(
  tx: AnyTx,
  table: SealedTable,
  column: SealedColumn,
  rows: readonly SealedRow[],
  sealer: Sealer,
): Promise<void> {
  const old = rows.filter((row) => row[column.name] instanceof Buffer && (row[column.name] as Buffer).length > 0);
  if (old.length === 0) return;
  const fresh = old.map((row) =>
    sealer.seal(contextOf(column, row), sealer.open(contextOf(column, row), row[column.name] as Buffer)),
  );
  const key = Object.entries(table.key);
  const arrays = key.map(([name, type]) => sql`${old.map((row) => row[name])}::${sql.raw(type)}[]`);
  const target = sql.table(table.name);
  const sameKey = key.map(([name]) => sql`${target}.${sql.ref(name)} = v.${sql.ref(name)}`);
  await sql`
    update ${target} set ${sql.ref(column.name)} = v.fresh
    from unnest(${sql.join(arrays)}, ${old.map((row) => row[column.name])}::bytea[], ${fresh}::bytea[])
      as v (${sql.join([...key.map(([name]) => sql.ref(name)), sql.raw('old'), sql.raw('fresh')])})
    where ${sql.join(sameKey, sql` and `)} and ${target}.${sql.ref(column.name)} = v.old
      and ${isSealedOtherwise(`${table.name}.${column.name}`, sealer.keyId)}`.execute(tx);
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
