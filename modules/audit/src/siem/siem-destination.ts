import { isAbsolute } from 'node:path';

export type SiemFormat = 'rfc5424' | 'cef' | 'ocsf';

export type SiemDestination =
  | { kind: 'file'; path: string; format: SiemFormat }
  | {
      kind: 'syslog';
      transport: 'udp' | 'tcp' | 'tls';
      host: string;
      port: number;
      caFile: string | null;
      format: SiemFormat;
    };

const formats: readonly string[] = ['rfc5424', 'cef', 'ocsf'];
const ports = { udp: 514, tcp: 601, tls: 6514 } as const;

/**
 * `syslog+tls://siem.example.org:6514?format=cef&ca=/etc/nexus/siem-ca.pem`, `file:///var/log/nexus/audit.jsonl?format=ocsf`
 * @throws TypeError that says what is wrong with it
 */
export function parseSiemDestination(text: string): SiemDestination {
  const url = URL.parse(text);
  if (url === null) throw new TypeError('not an address');
  const [scheme, transport = ''] = url.protocol.slice(0, -1).split('+');
  const format = url.searchParams.get('format') ?? (scheme === 'file' ? 'ocsf' : 'rfc5424');
  if (!formats.includes(format)) throw new TypeError('format may be rfc5424, cef or ocsf');
  if (url.username !== '' || url.password !== '') throw new TypeError('may hold no password');
  if (scheme === 'file') {
    const path = decodeURIComponent(url.pathname);
    if (url.host !== '' || !isAbsolute(path) || path.endsWith('/'))
      throw new TypeError('file:///absolute/path/of/a/file');
    return { kind: 'file', path, format: format as SiemFormat };
  }
  if (scheme !== 'syslog' || !Object.hasOwn(ports, transport))
    throw new TypeError('may begin with syslog+udp, syslog+tcp, syslog+tls or file');
  // For schemes that it does not know, the WHATWG parser leaves the host as it was written.
  const host = decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1');
  if (host === '') throw new TypeError('names no host');
  const known = transport as keyof typeof ports;
  return {
    kind: 'syslog',
    transport: known,
    host,
    port: url.port === '' ? ports[known] : Number(url.port),
    caFile: url.searchParams.get('ca'),
    format: format as SiemFormat,
  };
}

/** Stays the same as long as it is the same place: by it is known how far it has the log. */
export function nameOfDestination(destination: SiemDestination): string {
  return destination.kind === 'file'
    ? `file:${destination.path}`
    : `syslog:${destination.transport}://${destination.host}:${destination.port}`;
}
