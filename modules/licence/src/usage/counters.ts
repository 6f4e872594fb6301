import type { Tx } from '@nexus/db';
import { type Counters, consumedSince } from '@nexus/licence-file';
import type { EpochRow } from '../licence.tables.ts';
import { readTotals } from './usage.repository.ts';

/** Totals since the epoch began, of what the licence meters and nothing else. */
export async function countersOf(
  tx: Tx,
  { base }: Pick<EpochRow, 'base'>,
  units: readonly string[],
): Promise<Counters> {
  const counted = consumedSince(base, await readTotals(tx));
  return Object.fromEntries(units.map((unit) => [unit, counted[unit] ?? 0]));
}
