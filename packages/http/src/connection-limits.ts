import type { Server, Socket } from 'node:net';
import type { Logger } from '@nexus/kernel';
import { networkOf } from './network-address.ts';

export type ConnectionLimits = {
  /** Open connections of one source: an address, or the first half of an IPv6 address. 256; four times that from this very machine. */
  perSource?: number;
  /** Proxies, behind which there are many sources. */
  exempt?: readonly string[];
};

const loopback = new Set(['127.0.0.1', '::1', '0:0:0:0::/64']);

/**
 * One source cannot take all connections: what is over its share is closed before a byte is read (slow-loris and its kin hold thousands open at
 * the cost of a few bytes a minute). Returns how many each source has, for tests.
 */
export function limitConnections(
  server: Server,
  limits: ConnectionLimits,
  logger: Logger,
): ReadonlyMap<string, number> {
  const { perSource = 256, exempt = [] } = limits;
  const open = new Map<string, number>();
  const proxies = new Set(exempt.map(networkOf));
  let lastLoggedAt = 0;
  server.on('connection', (socket: Socket) => {
    const source = networkOf(socket.remoteAddress ?? '');
    if (proxies.has(source)) return;
    const count = open.get(source) ?? 0;
    if (count >= (loopback.has(source) ? perSource * 4 : perSource)) {
      if (Date.now() - lastLoggedAt > 10_000) logger.warn('too many connections from one source', { count });
      lastLoggedAt = Date.now();
      socket.destroy();
      return;
    }
    open.set(source, count + 1);
    socket.once('close', () => {
      const left = (open.get(source) ?? 1) - 1;
      if (left === 0) open.delete(source);
      else open.set(source, left);
    });
  });
  return open;
}
