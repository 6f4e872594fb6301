import type { SealContext } from '@nexus/crypto';
import { type RawBuilder, sql } from 'kysely';

/** One sealed column and what it is bound to. Names are those of the database. */
export type SealedColumn = {
  name: string;
  /** `kind` of the seal. */
  kind: string;
  /** Column with the object's id. */
  objectId: string;
  /** Column with the object's version, to which `plus` is added; without it the version is 1. */
  version?: { column: string; plus: number };
};

/**
 * A table with sealed columns, as its module declares it: enough to seal them anew under another key without knowing what they mean.
 * `space`: the column that says whose key it is, or `system` for the system's own.
 */
export type SealedTable = {
  name: string;
  space: { column: string } | 'system';
  /** Columns of the primary key with their types. */
  key: Readonly<Record<string, 'uuid' | 'int' | 'bytea'>>;
  columns: readonly SealedColumn[];
  /** Rows outlive their space: what they hold does not open any more, and that they were is evidence. */
  stays?: boolean;
};

export type SealedRow = Record<string, unknown>;

/** Smaller than anything sealed: an empty place holder. */
const smallest = 20;

export function contextOf(column: SealedColumn, row: SealedRow): SealContext {
  const { kind, objectId, version } = column;
  const context = { kind, objectId: String(row[objectId]) };
  return version ? { ...context, version: Number(row[version.column]) + version.plus } : context;
}

/** Rows that hold something of this space; false for a table that has nothing to do with it. */
export function isOfSpace(table: SealedTable, spaceId: string, systemId: string): RawBuilder<boolean> | null {
  if (table.space === 'system') return spaceId === systemId ? sql<boolean>`true` : null;
  return spaceId === systemId ? null : sql<boolean>`${sql.ref(table.space.column)} = ${spaceId}::uuid`;
}

/** Whether a column holds something that another key sealed. */
export function isSealedOtherwise(name: string, keyId: Uint8Array): RawBuilder<boolean> {
  const column = sql.ref(name);
  return sql<boolean>`(octet_length(${column}) >= ${smallest} and substring(${column} from 5 for 16) <> ${Buffer.from(keyId)})`;
}

export function anySealedOtherwise(table: SealedTable, keyId: Uint8Array): RawBuilder<boolean> {
  return sql<boolean>`(${sql.join(
    table.columns.map(({ name }) => isSealedOtherwise(name, keyId)),
    sql` or `,
  )})`;
}

/** Every column that a page of rows is read with. */
export function readColumns(table: SealedTable): RawBuilder<unknown> {
  const names = new Set(Object.keys(table.key));
  for (const { name, objectId, version } of table.columns) {
    names.add(name).add(objectId);
    if (version) names.add(version.column);
  }
  // Quoted as they are: rows come back under the names of the database.
  return sql.join([...names].map((name) => sql`${sql.ref(name)} as ${sql.id(name)}`));
}
