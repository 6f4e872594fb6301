import type { ColumnType, SelectType } from 'kysely';

/** bigint when read; small numbers may be written as numbers. */
export type Int8 = ColumnType<bigint, bigint | number, bigint | number>;

/** A Buffer when read; any bytes may be written. */
export type Bytes = ColumnType<Buffer, Uint8Array, Uint8Array>;

/** Parsed when read (check its shape); written as JSON text, because a bare array would become a PostgreSQL array. */
export type Json = ColumnType<unknown, string, string>;

/** May be left out of an insert. Unlike Kysely's own it also takes the types above. */
export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

/** Drawn by the database and never written. */
export type GeneratedAlways<T> = ColumnType<SelectType<T>, never, never>;

/** A column of a view. */
export type ReadOnly<T> = ColumnType<SelectType<T>, never, never>;
