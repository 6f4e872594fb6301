import type { Destination, Protocol } from './destinations.ts';

const schemes: Readonly<Record<string, { protocol: Protocol; port: number | null }>> = {
  'http:': { protocol: 'tcp', port: 80 },
  'https:': { protocol: 'tcp', port: 443 },
  'postgres:': { protocol: 'tcp', port: 5432 },
  'postgresql:': { protocol: 'tcp', port: 5432 },
  'ldap:': { protocol: 'tcp', port: 389 },
  'ldaps:': { protocol: 'tcp', port: 636 },
  'smtp:': { protocol: 'tcp', port: 25 },
  'smtps:': { protocol: 'tcp', port: 465 },
  'syslog:': { protocol: 'udp', port: 514 },
  'udp:': { protocol: 'udp', port: null },
  'tcp:': { protocol: 'tcp', port: null },
  'tls:': { protocol: 'tcp', port: null },
  'unix:': { protocol: 'unix', port: 0 },
};

/**
 * The destination that an address in a setting names: `http(s)://`, `ldap(s)://`, `postgres://`, `smtp(s)://`, `syslog://` with their usual ports;
 * `tcp://`, `tls://` and `udp://` with a port; `unix:///path`.
 * @throws TypeError that says what is wrong and repeats no password
 */
export function destinationOf(purpose: string, address: string): Destination {
  const url = URL.parse(address);
  const scheme = url && Object.hasOwn(schemes, url.protocol) ? schemes[url.protocol] : undefined;
  if (!url || !scheme) throw new TypeError(`the address of "${purpose}" is none that Nexus can connect to`);
  if (scheme.protocol === 'unix') return { purpose, protocol: 'unix', host: decodeURIComponent(url.pathname), port: 0 };
  const port = url.port === '' ? scheme.port : Number(url.port);
  if (url.hostname === '' || port === null) throw new TypeError(`the address of "${purpose}" needs host and port`);
  return { purpose, protocol: scheme.protocol, host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port };
}
