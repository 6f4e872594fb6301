import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nexus/kernel';
import pg from 'pg';
import type { ConnectionSettings } from './credentials.ts';

export type Subscription = { stop(): Promise<void> };

export type Listener = {
  subscribe(channel: string, onNotify: () => void): Promise<Subscription>;
  close(): Promise<void>;
};

/**
 * One connection that listens on all channels. When it breaks, it comes back by itself and calls every subscriber once, because
 * notifications may have been missed meanwhile.
 */
export function openListener(settings: ConnectionSettings, logger: Logger): Listener {
  const subscribers = new Map<string, Set<() => void>>();
  let client: pg.Client | null = null;
  let connecting: Promise<void> | null = null;
  let isClosed = false;

  const call = (onNotify: () => void) => {
    try {
      onNotify();
    } catch (error) {
      logger.error('a listener to the database failed', { error });
    }
  };

  const connect = async () => {
    const next = new pg.Client({ ...settings, application_name: 'nexus listener', keepAlive: true });
    next.on('error', (error) => logger.warn('listening connection lost', { error }));
    next.on('notification', ({ channel }) => subscribers.get(channel)?.forEach(call));
    await next.connect();
    for (const channel of subscribers.keys()) await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    next.once('end', () => {
      if (client !== next) return;
      client = null;
      void reconnect();
    });
    client = next;
  };

  const ensureConnected = () => {
    if (client !== null) return Promise.resolve();
    connecting ??= connect().finally(() => {
      connecting = null;
    });
    return connecting;
  };

  const reconnect = async () => {
    for (let pauseMs = 100; !isClosed; pauseMs = Math.min(5_000, pauseMs * 2)) {
      try {
        await ensureConnected();
        for (const set of subscribers.values()) set.forEach(call);
        return;
      } catch (error) {
        logger.warn('cannot listen to the database yet', { error });
        await sleep(pauseMs, undefined, { ref: false });
      }
    }
  };

  return {
    async subscribe(channel, onNotify) {
      if (isClosed) throw new Error('The database is closed.');
      const set = subscribers.get(channel) ?? new Set();
      subscribers.set(channel, set);
      set.add(onNotify);
      await ensureConnected();
      await client?.query(`listen ${pg.escapeIdentifier(channel)}`);
      return {
        async stop() {
          set.delete(onNotify);
          if (set.size > 0) return;
          subscribers.delete(channel);
          await client?.query(`unlisten ${pg.escapeIdentifier(channel)}`).catch(() => {}); // Gone with its connection.
        },
      };
    },
    async close() {
      isClosed = true;
      const last = client;
      client = null;
      await last?.end();
    },
  };
}
