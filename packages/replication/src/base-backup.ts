import type { ConnectionSettings } from '@nexus/db';
import type pg from 'pg';
import { type BackupManifest, parseManifest } from './backup-manifest.ts';
import { command, connectForReplication, refusal } from './connection.ts';
import { type HeldStream, type HeldStreamLimits, holdCopyData } from './held-stream.ts';
import { type Lsn, parseLsn } from './lsn.ts';
import { ReplicationError } from './replication.errors.ts';
import { readTar, type TarEntry } from './tar-reader.ts';

export type BaseBackupOptions = {
  settings: ConnectionSettings;
  /** Shown by the server while it runs. Letters, digits and dashes. */
  label: string;
  /** Each entry, to be taken whole before the promise resolves. */
  onEntry(entry: TarEntry): Promise<void>;
  signal?: AbortSignal;
  limits?: Partial<HeldStreamLimits>;
};

export type BaseBackup = {
  timeline: number;
  /** Where replay begins, and from where on the copy is consistent. */
  start: Lsn;
  end: Lsn;
  manifest: BackupManifest;
};

const defaultLimits: HeldStreamLimits = { silentMs: 120_000, stalledMs: 300_000 };
const largestManifest = 256 * 1024 ** 2;

/**
 * Takes an online base backup: files and, last, the manifest. The log that replay needs to reach `end` comes with it (`pg_wal/`), and a slot of this
 * session keeps the server from recycling it meanwhile. Without a manifest there is no backup: then this throws, whatever came before.
 * @throws ReplicationError
 */
export async function takeBaseBackup(options: BaseBackupOptions): Promise<BaseBackup> {
  if (!/^[A-Za-z0-9-]{1,60}$/.test(options.label)) throw new TypeError('a label has letters, digits and dashes');
  const connection = await connectForReplication(options.settings);
  try {
    const slot = `nexus_once_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
    await command(connection, `CREATE_REPLICATION_SLOT ${slot} TEMPORARY PHYSICAL RESERVE_WAL`);
    const held = holdCopyData(connection, { ...defaultLimits, ...options.limits }, options.signal);
    const statement = `BASE_BACKUP (LABEL '${options.label}', CHECKPOINT 'fast', WAL true, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256')`;
    const answered = connection.client.query(statement).then(
      (result: pg.QueryResult | pg.QueryResult[]) => {
        held.end();
        return Array.isArray(result) ? result : [result];
      },
      (cause: unknown) => {
        const error = refusal(cause);
        held.fail(error);
        throw error;
      },
    );
    answered.catch(() => {}); // Heard through the stream.
    const manifest = await Promise.race([takeArchives(held, options.onEntry), held.failed]);
    const results = (await answered).filter(({ rows }) => rows.length > 0);
    const [started, ended] = [results[0]?.rows[0], results.at(-1)?.rows[0]] as Record<string, string>[];
    if (!started?.['recptr'] || !ended?.['recptr'] || !started['tli'])
      throw new ReplicationError('malformed', 'The database did not say where its backup begins and ends.');
    return {
      timeline: Number(started['tli']),
      start: parseLsn(started['recptr']),
      end: parseLsn(ended['recptr']),
      manifest,
    };
  } finally {
    connection.destroy();
  }
}

/** Messages: `n` begins an archive, `m` the manifest, `d` carries data of either, `p` tells of progress. */
async function takeArchives(held: HeldStream, onEntry: BaseBackupOptions['onEntry']): Promise<BackupManifest> {
  const messages = held[Symbol.asyncIterator]();
  let archives = 0;
  let next: Buffer | null = null;
  const read = async (): Promise<Buffer | null> => {
    const { value, done } = await messages.next();
    return done ? null : value;
  };
  /** Data up to the next message that is none, which is then in `next`. */
  async function* data(): AsyncGenerator<Buffer, void, undefined> {
    for (next = await read(); next !== null && (next[0] === d || next[0] === p); next = await read()) {
      if (next[0] === d) yield next.subarray(1);
    }
  }
  next = await read();
  while (next !== null && next[0] === n) {
    archives += 1;
    const [name] = next.subarray(1).toString('utf8').split('\0');
    if (name !== 'base.tar' || archives > 1)
      throw new ReplicationError('unsupported', 'The database has tablespaces; they are not backed up.');
    for await (const entry of readTar(data())) {
      if (entry.kind === 'link')
        throw new ReplicationError('unsupported', `${entry.path} is a link; tablespaces are not backed up.`);
      await onEntry(entry);
    }
  }
  if (archives === 0 || next === null || next[0] !== m)
    throw new ReplicationError('malformed', 'The database sent no manifest: there is no backup.');
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of data()) {
    size += part.length;
    if (size > largestManifest) throw new ReplicationError('malformed', 'The manifest is too large.');
    parts.push(part);
  }
  if (next !== null) throw new ReplicationError('malformed', 'Something came after the manifest.');
  return parseManifest(Buffer.concat(parts));
}

const [d, m, n, p] = ['d', 'm', 'n', 'p'].map((letter) => letter.charCodeAt(0));
