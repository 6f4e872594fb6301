import type { ConnectionSettings } from '@nexus/db';
import { command, connectForReplication, type ReplicationConnection, refusal } from './connection.ts';
import { type HeldStreamLimits, holdCopyData } from './held-stream.ts';
import { formatLsn, type Lsn, parseLsn } from './lsn.ts';
import { ReplicationError } from './replication.errors.ts';

export type ServerPosition = { systemIdentifier: string; timeline: number; written: Lsn };

/** A stretch of the log, byte for byte, and when the server sent it. */
export type WalPiece = { start: Lsn; bytes: Buffer; sentAt: Date };

export type WalStream = AsyncIterable<WalPiece> & {
  /** Everything before this position is safe: the server may recycle it. */
  confirm(safe: Lsn): void;
  /** The newest that the server spoke of: its end of the log, and its clock then. */
  heard(): { written: Lsn; at: Date };
  close(): void;
};

export type WalStreamOptions = {
  settings: ConnectionSettings;
  slot: string;
  timeline: number;
  from: Lsn;
  signal?: AbortSignal;
  limits?: Partial<HeldStreamLimits>;
};

const slotPattern = /^[a-z0-9_]{1,63}$/;
const tellEveryMs = 5_000;
/** Microseconds from 1970 to 2000, where PostgreSQL's clock begins. */
const epochMicros = 946_684_800_000_000n;
const defaultLimits: HeldStreamLimits = { silentMs: 90_000, stalledMs: 300_000 };

/** Where the server is. @throws ReplicationError */
export async function readServerPosition(settings: ConnectionSettings): Promise<ServerPosition> {
  return await withConnection(settings, positionOn);
}

/**
 * Makes a slot that keeps the log from now on, unless it is there. `restart` is the oldest position that it still has; null when the server
 * had to let go of it. @throws ReplicationError
 */
export async function ensureSlot(settings: ConnectionSettings, slot: string): Promise<{ restart: Lsn | null }> {
  checkSlot(slot);
  return await withConnection(settings, async (connection) => {
    const read = async () => {
      const [row] = await command<{ slot_type: string | null; restart_lsn: string | null }>(
        connection,
        `READ_REPLICATION_SLOT ${slot}`,
      );
      return row?.slot_type ? row : null;
    };
    const found = await read();
    if (found === null) await command(connection, `CREATE_REPLICATION_SLOT ${slot} PHYSICAL RESERVE_WAL`);
    const { restart_lsn: restart } = found ?? (await read()) ?? { restart_lsn: null };
    return { restart: restart === null ? null : parseLsn(restart) };
  });
}

/** Dropping what is not there is no error. */
export async function dropSlot(settings: ConnectionSettings, slot: string): Promise<void> {
  checkSlot(slot);
  await withConnection(settings, async (connection) => {
    await command(connection, `DROP_REPLICATION_SLOT ${slot} WAIT`).catch((error: unknown) => {
      if (!(error instanceof ReplicationError) || !/does not exist/.test(error.message)) throw error;
    });
  });
}

/**
 * The write-ahead log from a position on, as it is written; ends only by `close`, by the signal or with an error.
 * @throws ReplicationError `refused` when the server has no log any more from there
 */
export async function openWalStream(options: WalStreamOptions): Promise<WalStream> {
  checkSlot(options.slot);
  const connection = await connectForReplication(options.settings);
  const held = holdCopyData(connection, { ...defaultLimits, ...options.limits }, options.signal);
  let newest = { written: options.from, at: new Date(0) };
  let safe = options.from;
  const tell = () => connection.wire.sendCopyFromChunk(statusMessage(newest.written, safe));
  const started = new Promise<void>((resolve) => connection.wire.on('replicationStart', () => resolve()));
  const ended = connection.client
    .query(
      `START_REPLICATION SLOT ${options.slot} PHYSICAL ${formatLsn(options.from)} TIMELINE ${Number(options.timeline)}`,
    )
    .then(
      () => held.fail(new ReplicationError('lost', 'The database ended the stream of its log.')),
      (cause: unknown) => held.fail(refusal(cause)),
    );
  const timer = setInterval(tell, tellEveryMs);
  timer.unref();
  const close = () => {
    clearInterval(timer);
    connection.destroy();
  };
  try {
    await Promise.race([started, held.failed]);
  } catch (error) {
    close();
    await ended;
    throw error;
  }

  async function* pieces(): AsyncGenerator<WalPiece, void, undefined> {
    try {
      for await (const message of held) {
        const type = String.fromCharCode(message[0] ?? 0);
        if (type === 'w' && message.length > 25) {
          const start = message.readBigUInt64BE(1);
          const sentAt = dateOf(message.readBigInt64BE(17));
          const bytes = message.subarray(25);
          newest = { written: start + BigInt(bytes.length), at: sentAt };
          yield { start, bytes, sentAt };
        } else if (type === 'k' && message.length === 18) {
          newest = { written: message.readBigUInt64BE(1), at: dateOf(message.readBigInt64BE(9)) };
          if (message[17] === 1) tell();
        } else throw new ReplicationError('malformed', 'The database sent something that is no piece of its log.');
      }
    } finally {
      close();
    }
  }

  return {
    [Symbol.asyncIterator]: pieces,
    confirm(position) {
      safe = position;
      tell();
    },
    heard: () => newest,
    close,
  };
}

/** `r`: written, flushed and applied positions, our clock, and no wish for an answer. */
function statusMessage(written: Lsn, safe: Lsn): Buffer {
  const message = Buffer.alloc(34);
  message.write('r', 0, 'latin1');
  message.writeBigUInt64BE(written, 1);
  message.writeBigUInt64BE(safe, 9);
  message.writeBigUInt64BE(safe, 17);
  message.writeBigInt64BE(BigInt(Date.now()) * 1_000n - epochMicros, 25);
  return message;
}

function dateOf(micros: bigint): Date {
  return new Date(Number((micros + epochMicros) / 1_000n));
}

async function positionOn(connection: ReplicationConnection): Promise<ServerPosition> {
  const [row] = await command<{ systemid: string; timeline: number | string; xlogpos: string }>(
    connection,
    'IDENTIFY_SYSTEM',
  );
  if (row === undefined) throw new ReplicationError('malformed', 'The database did not say who it is.');
  return {
    systemIdentifier: String(row.systemid),
    timeline: Number(row.timeline),
    written: parseLsn(row.xlogpos),
  };
}

async function withConnection<R>(
  settings: ConnectionSettings,
  run: (connection: ReplicationConnection) => Promise<R>,
): Promise<R> {
  const connection = await connectForReplication(settings);
  try {
    return await run(connection);
  } finally {
    connection.destroy();
  }
}

function checkSlot(slot: string): void {
  if (!slotPattern.test(slot)) throw new TypeError('a slot is named with lower-case letters, digits and underscores');
}
