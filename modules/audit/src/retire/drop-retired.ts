import type { ServerQuery } from '@nexus/db';
import { type Partition, partitionsSql } from './partitions.ts';

export type ConfirmedRetirement = { until: number; archive: string; size: number; root: string; sequence: number };

/** Why nothing was dropped; nothing at all, in every case. */
export class RetirementRefusedError extends Error {
  readonly fault: 'not_confirmed' | 'not_signed' | 'other_log';
  constructor(fault: RetirementRefusedError['fault'], message: string) {
    super(message);
    this.name = 'RetirementRefusedError';
    this.fault = fault;
  }
}

/**
 * As the owner of the database, which no process of the service is: drops the parts of the log that two people retired with this very archive. What allows
 * it is the log itself, once the entry that says so is under a signed checkpoint.
 * @returns how many entries are gone
 * @throws RetirementRefusedError
 */
export async function dropRetired(query: ServerQuery, archive: string): Promise<{ until: number; dropped: number }> {
  await query('begin');
  try {
    // Nobody adds to the log meanwhile.
    await query('lock table audit_head, audit_entries in access exclusive mode');
    const { until } = await findConfirmed(query, archive);
    let dropped = 0;
    for (const { name, until: end } of await query<Partition>(partitionsSql)) {
      if (end > until) break;
      const quoted = `public."${name.replaceAll('"', '""')}"`;
      const [{ count } = { count: 0 }] = await query<{ count: number }>(
        `select count(*)::float8 as count from ${quoted}`,
      );
      await query(`alter table public.audit_entries detach partition ${quoted}`);
      await query(`drop table ${quoted}`);
      dropped += count;
    }
    await query('commit');
    return { until, dropped };
  } catch (error) {
    await query('rollback').catch(() => {});
    throw error;
  }
}

async function findConfirmed(query: ServerQuery, archive: string): Promise<ConfirmedRetirement> {
  const retired = await entriesOf(query, 'audit.retired');
  const found = retired.find(({ entry }) => entry.details.archive === archive);
  if (!found)
    throw new RetirementRefusedError('not_confirmed', 'No entry of the log retires anything with this archive.');
  const { sequence, entry } = found;
  const asked = (await entriesOf(query, 'audit.retirement_asked')).find((one) => one.sequence === entry.details.asked);
  const isByTwo =
    asked?.entry.details.archive === archive &&
    asked.entry.details.until === entry.details.until &&
    asked.entry.actor.personId !== undefined &&
    entry.actor.personId !== undefined &&
    asked.entry.actor.personId !== entry.actor.personId;
  if (!isByTwo) throw new RetirementRefusedError('not_confirmed', 'Two different people have to retire entries.');
  const [signed] = await query<{ size: number }>(
    'select size::float8 as size from audit_checkpoints where size > $1 order by size limit 1',
    [sequence],
  );
  if (!signed)
    throw new RetirementRefusedError('not_signed', 'The entry that retires them is under no signed checkpoint yet.');
  const { until, size, root } = entry.details;
  const [covered] = await query<{ root: string }>(
    `select encode(root, 'base64') as root from audit_checkpoints where size = $1`,
    [size],
  );
  if (covered?.root !== root || until > size)
    throw new RetirementRefusedError('other_log', 'The archive ends with a checkpoint that is not one of this log.');
  return { until, archive, size, root, sequence };
}

type StoredEntry = {
  sequence: number;
  entry: {
    actor: { personId?: string };
    details: { until: number; archive: string; size: number; root: string; asked?: number };
  };
};

/** Newest first; only entries that are what their hash says. */
async function entriesOf(query: ServerQuery, action: string): Promise<StoredEntry[]> {
  const rows = await query<{ sequence: number; entry: Buffer }>(
    `select sequence::float8 as sequence, entry from audit_entries
     where action = $1 and leaf_hash = sha256('\\x00'::bytea || entry) order by sequence desc limit 200`,
    [action],
  );
  return rows.map(({ sequence, entry }) => ({ sequence, entry: JSON.parse(entry.toString('utf8')) }));
}
