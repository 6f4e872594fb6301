import { parseSiemDestination } from '@nexus/audit';
import { parseConnectionUrl } from '@nexus/db';
import { type Destination, destinationOf } from '@nexus/outbound';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Every address that the settings let the server connect to: what the fence admits and what the systemd unit lets through. A setting that names
 * an address has its line here, or nothing reaches that address. Malformed ones are left to whoever reads the setting.
 */
export function configuredDestinations(env: Environment): Destination[] {
  return [
    ...databases(env, [
      'DATABASE_URL',
      'DATABASE_OWNER_URL',
      'DATABASE_WORKER_URL',
      'DATABASE_AUDITOR_URL',
      'DATABASE_BACKUP_URL',
    ]),
    ...logServers(env, ['NEXUS_AUDIT_SIEM', 'NEXUS_AUDIT_CHECKPOINT_SYSLOG']),
  ].filter((destination, index, all) => all.findIndex((other) => isSame(other, destination)) === index);
}

function databases(env: Environment, names: readonly string[]): Destination[] {
  return names.flatMap((name) => {
    const text = env[name];
    if (!text) return [];
    try {
      const { host, port } = parseConnectionUrl(text);
      // The folder of a socket: it stays on the machine, and the fence lets PostgreSQL's through.
      return host.startsWith('/') ? [] : [{ purpose: 'database', protocol: 'tcp' as const, host, port }];
    } catch {
      return [];
    }
  });
}

function logServers(env: Environment, names: readonly string[]): Destination[] {
  const addresses = names.flatMap((name) => (env[name] ?? '').split(',').filter((text) => text.trim() !== ''));
  return addresses.flatMap((text): Destination[] => {
    try {
      const parsed = parseSiemDestination(text.trim());
      if (parsed.kind === 'file') return [];
      const { transport, host, port } = parsed;
      return [{ purpose: 'log server', protocol: transport === 'udp' ? 'udp' : 'tcp', host, port }];
    } catch {
      return [];
    }
  });
}

/** For settings with one address, such as `ldaps://dc1.example.org`. */
export function addressIn(env: Environment, name: string, purpose: string): Destination[] {
  const text = env[name];
  if (!text) return [];
  try {
    return [destinationOf(purpose, text)];
  } catch {
    return [];
  }
}

function isSame(a: Destination, b: Destination): boolean {
  return a.purpose === b.purpose && a.protocol === b.protocol && a.host === b.host && a.port === b.port;
}
