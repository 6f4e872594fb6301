import { resolve } from 'node:path';
import type { ClientCertificates, TlsFiles } from '@nexus/http';

export type TlsConfig = {
  files: TlsFiles;
  clients: ClientCertificates;
  onlyApproved: boolean;
  /** Where http is answered with the way to https; null for nowhere. */
  redirectPort: number | null;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Null where the server speaks http. @throws Error that names the setting which is missing or makes no sense */
export function readTlsConfig(env: Environment, cwd: string): TlsConfig | null {
  const path = (name: string) => (env[name] ? resolve(cwd, env[name]) : undefined);
  const [certificate, key] = [path('NEXUS_TLS_CERT'), path('NEXUS_TLS_KEY')];
  if (certificate === undefined && key === undefined) return null;
  if (certificate === undefined || key === undefined) {
    throw new Error(`${certificate === undefined ? 'NEXUS_TLS_CERT' : 'NEXUS_TLS_KEY'} is missing; TLS needs both.`);
  }
  const clientAuthorities = path('NEXUS_TLS_CLIENT_CA');
  const clients = env['NEXUS_TLS_CLIENT'] || (clientAuthorities === undefined ? 'none' : 'optional');
  if (clients !== 'none' && clients !== 'optional' && clients !== 'required') {
    throw new Error(`NEXUS_TLS_CLIENT is "${clients}"; it may be none, optional or required.`);
  }
  if (clients !== 'none' && clientAuthorities === undefined) {
    throw new Error('NEXUS_TLS_CLIENT needs NEXUS_TLS_CLIENT_CA: the authorities whose cards are taken.');
  }
  const given = {
    chain: path('NEXUS_TLS_CHAIN'),
    passphrase: path('NEXUS_TLS_PASSPHRASE_FILE'),
    clientAuthorities,
    revocations: path('NEXUS_TLS_CLIENT_CRL'),
  };
  const files = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    files: { certificate, key, ...files },
    clients,
    onlyApproved: env['NEXUS_FIPS'] === '1',
    redirectPort: portOf(env['NEXUS_TLS_REDIRECT_PORT']),
  };
}

function portOf(text: string | undefined): number | null {
  if (!text) return null;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`NEXUS_TLS_REDIRECT_PORT is "${text}"; it may be a port.`);
}
