import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@nexus/db';
import type { Clock, Logger } from '@nexus/kernel';
import type { AnyTx } from '../audit.repository.ts';
import { markDelivered, markFailing, positionOf, tryLockDestination } from '../log/deliveries.repository.ts';
import { firstSequence, readEntryBytes } from '../log/tree.repository.ts';
import { faultOf } from '../places/checkpoint-place.ts';
import { entryAsCef } from './cef.ts';
import { entryAsOcsf } from './ocsf.ts';
import { entryAsSyslog } from './rfc5424.ts';
import { nameOfDestination, type SiemDestination } from './siem-destination.ts';
import { type SiemEntry, type SiemSource, siemEntryOf } from './siem-entry.ts';
import { sendSyslog } from './syslog-sender.ts';

export const deliveryJob = 'audit.delivery';

export type EntryDelivery = {
  /** Sends what a destination does not have yet, at most a batch. Returns how many entries; null while it does not take them. */
  deliverOnce(destination: SiemDestination): Promise<number | null>;
  deliver(signal: AbortSignal): Promise<void>;
};

export type EntryDeliveryOptions = {
  database: Pick<Database, 'withWorker'>;
  destinations: readonly SiemDestination[];
  source: () => Promise<SiemSource>;
  clock: Clock;
  logger: Logger;
  batchSize?: number;
};

/** What fits into a datagram on every network (RFC 5424 section 6.1): beyond it the text of an entry is left out, its fields stay. */
const datagramBytes = 2_048;
const pauseMs = 1_000;
const longestPauseMs = 60_000;

/**
 * Entries to other systems, in the order of the log, by place: what was sent and not yet noted as sent goes out again, so that each arrives at
 * least once. A destination that does not take them holds up nobody else.
 */
export function createEntryDelivery(options: EntryDeliveryOptions): EntryDelivery {
  const { database, destinations, source, clock, logger, batchSize = 500 } = options;
  const inJob = <R>(run: (tx: AnyTx) => Promise<R>): Promise<R> => database.withWorker(deliveryJob, run);

  const deliverOnce = async (destination: SiemDestination): Promise<number | null> => {
    const name = nameOfDestination(destination);
    try {
      return await inJob(async (tx) => {
        if (!(await tryLockDestination(tx, name))) return 0;
        const position = Math.max(await positionOf(tx, name), await firstSequence(tx));
        const found = await readEntryBytes(tx, position, batchSize);
        if (found.length === 0) return 0;
        await send(
          destination,
          found.map(({ sequence, entry }) => siemEntryOf(sequence, entry)),
          await source(),
        );
        await markDelivered(tx, name, found.at(-1)!.sequence + 1, clock.now());
        return found.length;
      });
    } catch (error) {
      const fault = faultOf(error);
      logger.error('entries of the audit log do not reach their destination', { destination: name, fault, error });
      await inJob((tx) => markFailing(tx, name, fault, clock.now()));
      return null;
    }
  };

  const deliverTo = async (destination: SiemDestination, signal: AbortSignal): Promise<void> => {
    let failures = 0;
    while (!signal.aborted) {
      const sent = await deliverOnce(destination).catch(() => null);
      failures = sent === null ? failures + 1 : 0;
      if (sent === batchSize) continue;
      const wait = Math.min(longestPauseMs, pauseMs * 2 ** Math.min(failures, 10));
      await sleep(wait, undefined, { signal, ref: false }).catch(() => {});
    }
  };

  return {
    deliverOnce,
    async deliver(signal) {
      await Promise.all(destinations.map((destination) => deliverTo(destination, signal)));
    },
  };
}

async function send(destination: SiemDestination, entries: readonly SiemEntry[], source: SiemSource): Promise<void> {
  if (destination.kind === 'file')
    return await append(
      destination.path,
      entries.map((entry) => lineOf(entry, destination, source)),
    );
  await sendSyslog(
    destination,
    entries.map((entry) => syslogOf(entry, destination, source)),
  );
}

function lineOf(entry: SiemEntry, { format }: SiemDestination, source: SiemSource): string {
  if (format === 'ocsf') return entryAsOcsf(entry, source);
  return format === 'cef' ? entryAsCef(entry, source) : entryAsSyslog(entry, source);
}

function syslogOf(entry: SiemEntry, destination: SiemDestination, source: SiemSource): string {
  const text = destination.format === 'rfc5424' ? entry.text : lineOf(entry, destination, source);
  const message = entryAsSyslog(entry, source, text);
  const isTooLarge =
    destination.kind === 'syslog' && destination.transport === 'udp' && Buffer.byteLength(message) > datagramBytes;
  return isTooLarge ? entryAsSyslog(entry, source, '') : message;
}

/** Opened by name each time: whoever rotates the file may move it away. */
async function append(path: string, lines: readonly string[]): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o640);
  try {
    await file.appendFile(lines.map((line) => `${line}\n`).join(''));
    await file.sync();
  } finally {
    await file.close();
  }
}
