import { readFileSync } from 'node:fs';

/** How to reach one database as one role. `host` is a name, an address, or the folder of a Unix socket. */
export type ConnectionSettings = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  readonly ssl?: false | { readonly rejectUnauthorized: boolean; readonly ca?: string };
};

/** One connection per duty. Pass it around whole; only `packages/db` looks inside. */
export type DatabaseCredentials = {
  readonly owner: ConnectionSettings;
  readonly app: ConnectionSettings;
  readonly worker: ConnectionSettings;
  readonly auditor: ConnectionSettings;
};

export const roleNames = {
  owner: 'nexus_owner',
  app: 'nexus_app',
  worker: 'nexus_worker',
  auditor: 'nexus_auditor',
} as const;

/** May read the server's files and log over the replication protocol, and no table. Not a duty of the service: backups alone use it. */
export const backupRoleName = 'nexus_backup';

/** The same four roles on another database of the same server. */
export function onDatabase(credentials: DatabaseCredentials, database: string): DatabaseCredentials {
  return {
    owner: { ...credentials.owner, database },
    app: { ...credentials.app, database },
    worker: { ...credentials.worker, database },
    auditor: { ...credentials.auditor, database },
  };
}

/**
 * Reads `postgresql://user:password@host:port/database?sslmode=...&sslrootcert=...&host=/socket/folder`, the form that libpq takes.
 * @throws TypeError with a text that names what is wrong and never the password.
 */
export function parseConnectionUrl(text: string): ConnectionSettings {
  // libpq allows an empty host before a `?host=`; the WHATWG parser does not.
  const url = URL.parse(text.replace(/@(:\d+)?\//, '@localhost$1/').replace(/^([a-z]+:\/\/)\//, '$1localhost/'));
  if (url === null) throw new TypeError('not a URL (special characters in a password must be percent-encoded)');
  if (!/^postgres(ql)?:$/.test(url.protocol)) throw new TypeError('must begin with postgresql://');
  const database = decodeURIComponent(url.pathname.slice(1));
  const user = decodeURIComponent(url.username || (url.searchParams.get('user') ?? ''));
  if (database === '') throw new TypeError('names no database after the host');
  if (user === '') throw new TypeError('names no user');
  const password = decodeURIComponent(url.password || (url.searchParams.get('password') ?? ''));
  const socketFolder = url.searchParams.get('host') ?? '';
  return {
    host: socketFolder || decodeURIComponent(url.hostname) || 'localhost',
    port: Number(url.port || url.searchParams.get('port') || 5432),
    database,
    user,
    ...(password === '' ? {} : { password }),
    ...tlsOf(url.searchParams),
  };
}

function tlsOf(query: URLSearchParams): Pick<ConnectionSettings, 'ssl'> {
  const mode = query.get('sslmode') ?? 'disable';
  const rootCertificate = query.get('sslrootcert');
  const ca = rootCertificate === null ? {} : { ca: readFileSync(rootCertificate, 'utf8') };
  if (mode === 'disable') return {};
  if (mode === 'require' && rootCertificate === null) return { ssl: { rejectUnauthorized: false } };
  if (mode === 'require' || mode === 'verify-ca' || mode === 'verify-full')
    return { ssl: { rejectUnauthorized: true, ...ca } };
  throw new TypeError(`sslmode ${mode} is not supported; use disable, require, verify-ca or verify-full`);
}
