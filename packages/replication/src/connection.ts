import type { Duplex } from 'node:stream';
import type { ConnectionSettings } from '@nexus/db';
import pg from 'pg';
import { ReplicationError } from './replication.errors.ts';

/** What `pg` keeps inside and a replication stream needs: messages of COPY, and the socket to hold back. */
type Wire = {
  stream: Duplex;
  on(event: 'copyData', listener: (message: { chunk: Buffer }) => void): void;
  on(event: 'replicationStart' | 'copyDone' | 'copyOutResponse' | 'readyForQuery', listener: () => void): void;
  on(event: 'errorMessage', listener: (error: Error) => void): void;
  sendCopyFromChunk(chunk: Buffer): void;
};

export type ReplicationConnection = {
  client: pg.Client;
  wire: Wire;
  /** Settles, with the reason, when the connection is gone. */
  lost: Promise<Error>;
  /** Cuts the connection; a server in the middle of a backup ends it. */
  destroy(): void;
};

/** Opens a connection that speaks the replication protocol. The role needs REPLICATION and no right on any table. */
export async function connectForReplication(
  settings: ConnectionSettings,
  limitMs = 15_000,
): Promise<ReplicationConnection> {
  const options = { ...settings, replication: 'true', application_name: 'nexus backup', keepAlive: true };
  const client = new pg.Client({ ...options, connectionTimeoutMillis: limitMs });
  const lost = new Promise<Error>((resolve) => {
    client.on('error', resolve);
    client.on('end', () => resolve(new Error('the connection was closed')));
  });
  try {
    await client.connect();
  } catch (cause) {
    const fault = cause instanceof pg.DatabaseError ? 'refused' : 'lost';
    throw new ReplicationError(fault, `The database does not take a replication connection: ${messageOf(cause)}`, {
      cause,
    });
  }
  const wire = (client as unknown as { connection: Wire }).connection;
  return { client, wire, lost, destroy: () => wire.stream.destroy() };
}

/** One command of the replication grammar; its first result set. @throws ReplicationError `refused` or `lost` */
export async function command<Row extends pg.QueryResultRow>(
  { client }: ReplicationConnection,
  text: string,
): Promise<Row[]> {
  try {
    const result: pg.QueryResult<Row> | pg.QueryResult<Row>[] = await client.query<Row>(text);
    return (Array.isArray(result) ? result[0]! : result).rows;
  } catch (cause) {
    throw refusal(cause);
  }
}

export function refusal(cause: unknown): ReplicationError {
  if (cause instanceof ReplicationError) return cause;
  const fault = cause instanceof pg.DatabaseError ? 'refused' : 'lost';
  return new ReplicationError(fault, `The database ended the stream: ${messageOf(cause)}`, { cause });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
