import type { ControlCheck } from '@nexus/controls';
import type { VaultConfig } from '../config.ts';

/** Whether people hold the root key, or a file beside the data does. */
export function rootKeyCheck(keys: { isEvaluationKeyInUse(): boolean }): ControlCheck {
  return {
    id: 'keys.root',
    async run() {
      const isBesideData = keys.isEvaluationKeyInUse();
      return { state: isBesideData ? 'attention' : 'ok', facts: { besideData: isBesideData } };
    },
  };
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** Whether what goes between people and the server could be read on the way. */
export function listeningCheck({ host, tls, isHttps }: Pick<VaultConfig, 'host' | 'tls' | 'isHttps'>): ControlCheck {
  return {
    id: 'network.listening',
    async run() {
      const isLocal = loopback.has(host);
      const isOpen = !isLocal && tls === null;
      return { state: isOpen ? 'failed' : 'ok', facts: { host, ownTls: tls !== null, proxyWithTls: isHttps } };
    },
  };
}
