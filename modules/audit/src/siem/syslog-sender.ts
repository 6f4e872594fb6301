import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { connect as connectTcp, isIPv6, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { PlaceFaultError } from '../places/checkpoint-place.ts';
import type { SiemDestination } from './siem-destination.ts';

type SyslogDestination = Extract<SiemDestination, { kind: 'syslog' }>;

const patienceMs = 10_000;

/**
 * Sends messages and resolves when the receiver has taken them: over TCP and TLS it has read to the end and closed without an error, over UDP they
 * have left this machine, which is all that can be known there. Opens one connection a call, to this address and no other.
 */
export async function sendSyslog(destination: SyslogDestination, messages: readonly string[]): Promise<void> {
  if (destination.transport === 'udp') return await sendDatagrams(destination, messages);
  // Octet counting (RFC 6587 section 3.4.1, RFC 5425): nothing in a message can be taken for its end.
  const frames = messages.map((message) => `${Buffer.byteLength(message)} ${message}`).join('');
  await sendStream(await openSocket(destination), frames);
}

async function openSocket({ transport, host, port, caFile }: SyslogDestination): Promise<Socket> {
  if (transport === 'tcp') return connectTcp({ host, port });
  const ca = caFile === null ? {} : { ca: await readFile(caFile, 'utf8') };
  return connectTls({ host, port, minVersion: 'TLSv1.2', servername: /^[\d.:]+$/.test(host) ? '' : host, ...ca });
}

function sendStream(socket: Socket, frames: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (fault: string, cause?: unknown) => {
      socket.destroy();
      reject(new PlaceFaultError(fault, { cause }));
    };
    socket.setTimeout(patienceMs, () => fail('timeout'));
    socket.once('error', (error: NodeJS.ErrnoException) => fail(error.code?.toLowerCase() ?? 'refused', error));
    socket.once('close', (hadError) => (hadError ? undefined : resolve()));
    // What the receiver says is not read, but has to flow for its end to be seen.
    socket.resume();
    socket.end(frames);
  });
}

function sendDatagrams({ host, port }: SyslogDestination, messages: readonly string[]): Promise<void> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  const send = (message: string) =>
    new Promise<void>((resolve, reject) => {
      socket.send(message, port, host, (error) => (error ? reject(error) : resolve()));
    });
  return (async () => {
    try {
      for (const message of messages) await send(message);
    } catch (error) {
      throw new PlaceFaultError((error as NodeJS.ErrnoException).code?.toLowerCase() ?? 'unsent', { cause: error });
    } finally {
      socket.close();
    }
  })();
}
