import type { Database } from '@nexus/db';
import type { Clock, Logger } from '@nexus/kernel';
import { MalformedError, parseNote, verifyNote } from '@nexus/transparency-log';
import type { SealerPort } from '../audit.ports.ts';
import type { AnyTx } from '../audit.repository.ts';
import { type CheckpointPlace, faultOf, type PlaceRecord } from '../places/checkpoint-place.ts';
import { markFailing, positionOf } from './deliveries.repository.ts';
import { loadKeys } from './log-keys.ts';
import type { LogBreak, RecordingGate } from './recording-gate.ts';
import { entriesOf, treeSize } from './tree.repository.ts';
import { treeIn } from './tree-keeper.ts';

export const checkJob = 'audit.check';

export type SecondPlaceCheckOptions = {
  database: Pick<Database, 'withWorker'>;
  sealer: SealerPort;
  places: readonly CheckpointPlace[];
  gate: RecordingGate;
  clock: Clock;
  logger: Logger;
};

/**
 * Compares the log in the database with the last checkpoint that each second place holds. A log that is shorter, that has other entries, or that
 * another key signed closes the gate. A place that cannot be read is an alarm and no more: it says nothing about the log.
 */
export async function checkSecondPlaces(options: SecondPlaceCheckOptions): Promise<LogBreak | null> {
  const { database, places, gate, clock, logger } = options;
  for (const place of places) {
    if (place.read === null) continue;
    const records = await place.read().catch((error: unknown) => faultOf(error));
    const found = await database.withWorker(checkJob, async (tx: AnyTx) => {
      if (typeof records === 'string') {
        await markFailing(tx, place.name, records, clock.now());
        return null;
      }
      if (records.length === 0 && (await positionOf(tx, place.name)) > 0)
        await markFailing(tx, place.name, 'emptied', clock.now());
      return await compare(tx, records, options);
    });
    if (found === null) continue;
    const broken: LogBreak = { ...found, seenBy: place.name, foundAt: clock.now() };
    logger.error('THE AUDIT LOG IS NOT WHAT ITS SECOND PLACE HAS SEEN: nothing that must be recorded is done', broken);
    gate.close(broken);
    return broken;
  }
  return null;
}

async function compare(
  tx: AnyTx,
  records: readonly PlaceRecord[],
  { sealer }: SecondPlaceCheckOptions,
): Promise<Omit<LogBreak, 'seenBy' | 'foundAt'> | null> {
  const last = records.at(-1);
  if (last === undefined || (await isAccepted(tx, last))) return null;
  const ourSize = await treeSize(tx);
  const about = { size: last.size, root: last.root, ourSize };
  const keys = await loadKeys(tx, sealer);
  if (keys === null || !isSignedBy(last, keys.all)) return { kind: 'replaced', ...about, agreesUpTo: 0 };
  if (await agrees(tx, last, ourSize)) return null;
  let agreesUpTo = 0;
  for (const record of records.toReversed()) {
    if (!(await agrees(tx, record, ourSize))) continue;
    agreesUpTo = record.size;
    break;
  }
  return { kind: ourSize < last.size ? 'rolled_back' : 'forked', ...about, agreesUpTo };
}

async function agrees(tx: AnyTx, { size, root }: PlaceRecord, ourSize: number): Promise<boolean> {
  return size <= ourSize && (await treeIn(tx).root(size)).toString('base64') === root;
}

function isSignedBy({ checkpoint }: PlaceRecord, keys: Parameters<typeof verifyNote>[1]): boolean {
  try {
    return verifyNote(parseNote(checkpoint), keys).isSigned;
  } catch (error) {
    if (error instanceof MalformedError) return false;
    throw error;
  }
}

/** An officer has looked into it and let the log go on: the acceptance is an entry of the log itself. */
async function isAccepted(tx: AnyTx, { size, root }: PlaceRecord): Promise<boolean> {
  const accepted = await entriesOf(tx, 'audit.break_accepted', 100);
  return accepted.some(({ entry }) => {
    const { details } = JSON.parse(entry.toString('utf8')) as { details?: { size?: number; root?: string } };
    return details?.size === size && details.root === root;
  });
}
