import { availableParallelism } from 'node:os';
import { delimiter, resolve } from 'node:path';
import { parseSiemDestination, type SiemDestination } from '@nexus/audit';
import type { Destination } from '@nexus/outbound';
import { ConfigError, type Environment, list, oneOf, wholeNumber } from '@nexus/server';
import { configuredDestinations } from './outbound/configured-destinations.ts';
import { readTlsConfig, type TlsConfig } from './tls/tls-config.ts';

export type VaultConfig = {
  dataDir: string;
  host: string;
  port: number;
  mode: 'evaluation' | 'production';
  /** Files that are read at the same time. */
  readers: number;
  watchRoots: string[];
  /** Folders below which backups may be written. */
  backupRoots: string[];
  maxFileBytes: number;
  /** Names besides localhost under which people reach the server. */
  trustedHosts: string[];
  indexCacheBytes: number;
  /** People reach the server by https, through a proxy: cookies are for https alone. */
  isHttps: boolean;
  /** Addresses of proxies whose word about the visitor's address is believed. */
  trustedProxies: string[];
  /** Where the audit log goes besides the database. */
  audit: {
    /** Folders on other mounts that get every signed checkpoint. */
    checkpointFolders: string[];
    checkpointSeconds: number;
    /** Log servers that get every signed checkpoint. */
    checkpointServers: SyslogDestination[];
    /** Other systems that get every entry. */
    siem: SiemDestination[];
  };
  /** Set when an administrator runs the database. */
  hasExternalDatabase: boolean;
  /** The addresses that the server may connect to; all that `outbound/configured-destinations.ts` finds in the settings. */
  destinations: Destination[];
  /** Only approved algorithms. */
  isFips: boolean;
  /** Days between the second officer's approval of an erasure and the erasure. */
  erasureDelayDays: number;
  /** The server speaks TLS itself; null where it does not. */
  tls: TlsConfig | null;
  /** Files with public keys of issuers of licences, besides those that the program carries; of sources only. */
  licenceRoots: string[];
};

type SyslogDestination = Extract<SiemDestination, { kind: 'syslog' }>;

const mebibyte = 1024 ** 2;

/** Reads the environment. @throws ConfigError that names the variable and what it may be. */
export function readConfig(env: Environment, cwd: string): VaultConfig {
  const mode = oneOf(env, 'NEXUS_MODE', 'evaluation', ['evaluation', 'production']);
  return {
    dataDir: resolve(cwd, env['NEXUS_DATA'] || 'data/vault'),
    host: env['NEXUS_HOST'] || '127.0.0.1',
    port: wholeNumber(env, 'NEXUS_PORT', 7340, 0, 65_535),
    mode,
    readers: wholeNumber(env, 'NEXUS_READERS', Math.max(1, Math.min(8, availableParallelism())), 1, 64),
    watchRoots: list(env['NEXUS_WATCH_ROOTS'], delimiter).map((root) => resolve(cwd, root)),
    backupRoots: list(env['NEXUS_BACKUP_ROOTS'], delimiter).map((root) => resolve(cwd, root)),
    maxFileBytes: wholeNumber(env, 'NEXUS_MAX_FILE_MB', 2_048, 1, 102_400) * mebibyte,
    trustedHosts: list(env['NEXUS_HOSTS'], ','),
    indexCacheBytes: wholeNumber(env, 'NEXUS_INDEX_CACHE_MB', 1_024, 16, 1_048_576) * mebibyte,
    isHttps: env['NEXUS_HTTPS'] === '1',
    trustedProxies: list(env['NEXUS_PROXIES'], ','),
    audit: {
      checkpointFolders: list(env['NEXUS_AUDIT_FOLDERS'], delimiter).map((folder) => resolve(cwd, folder)),
      checkpointSeconds: wholeNumber(env, 'NEXUS_AUDIT_CHECKPOINT_SECONDS', 60, 1, 86_400),
      checkpointServers: siemDestinations(env, 'NEXUS_AUDIT_CHECKPOINT_SYSLOG').map((destination) => {
        if (destination.kind === 'syslog') return destination;
        throw new ConfigError(
          'NEXUS_AUDIT_CHECKPOINT_SYSLOG may name syslog servers; for folders there is NEXUS_AUDIT_FOLDERS.',
        );
      }),
      siem: siemDestinations(env, 'NEXUS_AUDIT_SIEM'),
    },
    hasExternalDatabase: Boolean(env['DATABASE_URL'] || env['DATABASE_OWNER_URL']),
    destinations: configuredDestinations(env),
    isFips: env['NEXUS_FIPS'] === '1',
    erasureDelayDays: wholeNumber(env, 'NEXUS_ERASURE_DAYS', 7, 0, 365),
    tls: tlsOf(env, cwd),
    licenceRoots: list(env['NEXUS_LICENCE_ROOTS'], delimiter).map((file) => resolve(cwd, file)),
  };
}

function tlsOf(env: Environment, cwd: string): TlsConfig | null {
  try {
    return readTlsConfig(env, cwd);
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error));
  }
}

function siemDestinations(env: Environment, name: string): SiemDestination[] {
  return list(env[name], ',').map((text) => {
    try {
      return parseSiemDestination(text);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new ConfigError(`${name}: "${text}" ${error.message}.`);
    }
  });
}
