import type { Tx } from '@nexus/db';
import { sql } from 'kysely';

export type ExchangeRate = {
  id: string;
  source: string;
  base: string;
  quote: string;
  numerator: bigint;
  denominator: bigint;
  at: Date;
};

export async function insertRate(tx: Tx, rate: ExchangeRate & { recordedBy: string; recordedAt: Date }): Promise<void> {
  await sql`insert into exchange_rates (id, source, base, quote, numerator, denominator, at, recorded_by, recorded_at)
    values (${rate.id}, ${rate.source}, ${rate.base}, ${rate.quote}, ${rate.numerator}, ${rate.denominator}, ${rate.at}, ${rate.recordedBy}, ${rate.recordedAt})`.execute(
    tx,
  );
}

/** The newest rate that was of `at` or before. */
export async function rateAt(tx: Tx, base: string, quote: string, at: Date): Promise<ExchangeRate | null> {
  const found = await sql<ExchangeRate>`select id, source, base, quote, numerator, denominator, at from exchange_rates
    where base = ${base} and quote = ${quote} and at <= ${at} order by at desc, source limit 1`.execute(tx);
  return found.rows[0] ?? null;
}

export async function listRates(tx: Tx, limit: number): Promise<ExchangeRate[]> {
  const found = sql<ExchangeRate>`select id, source, base, quote, numerator, denominator, at from exchange_rates order by at desc, id limit ${limit}`;
  return (await found.execute(tx)).rows;
}

export async function findRate(tx: Tx, id: string): Promise<ExchangeRate | null> {
  const found = sql<ExchangeRate>`select id, source, base, quote, numerator, denominator, at from exchange_rates where id = ${id}`;
  return (await found.execute(tx)).rows[0] ?? null;
}
