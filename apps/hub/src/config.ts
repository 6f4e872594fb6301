import { delimiter, resolve } from 'node:path';
import { isIban } from '@nexus/commissions';
import { businessCalendar } from '@nexus/kernel';
import { ConfigError, type Environment, list, oneOf, wholeNumber } from '@nexus/server';

export type HubConfig = {
  dataDir: string;
  host: string;
  port: number;
  mode: 'evaluation' | 'production';
  /** What the network calls itself until its owner says otherwise. */
  networkName: string;
  /** Who invoices, as it stands on paper. */
  issuer: { name: string; taxId: string; address: string };
  /** From whose account partners are paid; null until it is set, and then there is no SEPA file. */
  payer: { name: string; iban: string; bic: string | null } | null;
  /** IANA name: to which day and month of the business an instant belongs. */
  timeZone: string;
  /** Names besides localhost under which people reach the server. */
  trustedHosts: string[];
  /** People reach the server by https, through a proxy: cookies are for https alone. */
  isHttps: boolean;
  /** Addresses of proxies whose word about the visitor's address is believed. */
  trustedProxies: string[];
  /** Folders on other mounts that get every signed checkpoint of the audit log. */
  auditFolders: string[];
  /** Set when an administrator runs the database. */
  hasExternalDatabase: boolean;
};

/** Reads the environment. @throws ConfigError that names the variable and what it may be. */
export function readConfig(env: Environment, cwd: string): HubConfig {
  return {
    dataDir: resolve(cwd, env['NEXUS_DATA'] || 'data/hub'),
    host: env['NEXUS_HOST'] || '127.0.0.1',
    port: wholeNumber(env, 'NEXUS_PORT', 7350, 0, 65_535),
    mode: oneOf(env, 'NEXUS_MODE', 'evaluation', ['evaluation', 'production']),
    networkName: env['NEXUS_NETWORK'] || 'Nexus',
    issuer: {
      name: env['NEXUS_ISSUER'] || env['NEXUS_NETWORK'] || 'Nexus',
      taxId: env['NEXUS_TAX_ID'] || '',
      address: env['NEXUS_ADDRESS'] || '',
    },
    payer: payerOf(env),
    timeZone: timeZoneOf(env['NEXUS_TIME_ZONE'] || 'America/Caracas'),
    trustedHosts: list(env['NEXUS_HOSTS'], ','),
    isHttps: env['NEXUS_HTTPS'] === '1',
    trustedProxies: list(env['NEXUS_PROXIES'], ','),
    auditFolders: list(env['NEXUS_AUDIT_FOLDERS'], delimiter).map((folder) => resolve(cwd, folder)),
    hasExternalDatabase: Boolean(env['DATABASE_URL'] || env['DATABASE_OWNER_URL']),
  };
}

function payerOf(env: Environment): HubConfig['payer'] {
  const iban = (env['NEXUS_PAYER_IBAN'] ?? '').replaceAll(' ', '').toUpperCase();
  if (iban === '') return null;
  if (!isIban(iban)) throw new ConfigError(`NEXUS_PAYER_IBAN is "${iban}"; its check digits do not fit.`);
  return { name: env['NEXUS_ISSUER'] || env['NEXUS_NETWORK'] || 'Nexus', iban, bic: env['NEXUS_PAYER_BIC'] || null };
}

function timeZoneOf(name: string): string {
  try {
    return businessCalendar(name).timeZone;
  } catch (error) {
    throw new ConfigError(`NEXUS_TIME_ZONE: ${error instanceof Error ? error.message : error}`);
  }
}
