import { createHmac } from 'node:crypto';
import pg from 'pg';
import { type ConnectionSettings, type DatabaseCredentials, parseConnectionUrl, roleNames } from './credentials.ts';
import { isConnectionError } from './database-errors.ts';
import { databaseAccessSql, type Passwords, rolesSql } from './roles.ts';
import { DatabaseStartError } from './startup-errors.ts';

const oldestMajor = 15;
const duties = ['owner', 'app', 'worker', 'auditor'] as const;

type Environment = Readonly<Record<string, string | undefined>>;
type Duty = (typeof duties)[number];

const variables: Record<Duty, string> = {
  owner: 'DATABASE_OWNER_URL',
  app: 'DATABASE_URL',
  worker: 'DATABASE_WORKER_URL',
  auditor: 'DATABASE_AUDITOR_URL',
};

/**
 * Credentials of a server that an administrator runs. With all four URLs each is checked and used. Roles without a URL are made
 * by the owner, if it may; `DATABASE_URL` alone is taken for the owner's. A superuser's URL only serves to make roles, the owner
 * among them. Passwords of roles made here follow from that of the URL, so every process of an installation finds the same ones
 * and none is stored.
 * @throws DatabaseStartError naming the variable and what is wrong with it
 */
export async function externalCredentials(env: Environment): Promise<DatabaseCredentials> {
  const given = readGiven(env);
  if (given.owner === undefined)
    throw new DatabaseStartError('Set DATABASE_URL or DATABASE_OWNER_URL to reach an external database.');
  const maker = { settings: given.owner, ...(await inspectMaker(given.owner)) };
  const wanted = duties.filter((duty) => given[duty] === undefined || (duty === 'owner' && maker.isSuperuser));
  const credentials = { ...given, ...(await makeRoles(maker, wanted)) } as DatabaseCredentials;
  for (const duty of duties) await ensureFit(credentials[duty], duty);
  return credentials;
}

function readGiven(env: Environment): Partial<Record<Duty, ConnectionSettings>> {
  const given: Partial<Record<Duty, ConnectionSettings>> = {};
  for (const duty of duties) {
    const text = env[variables[duty]];
    if (text === undefined || text === '') continue;
    try {
      given[duty] = parseConnectionUrl(text);
    } catch (cause) {
      throw new DatabaseStartError(`${variables[duty]}: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
      });
    }
  }
  if (given.owner !== undefined || given.app === undefined) return given;
  const { app, ...others } = given;
  return { ...others, owner: app };
}

type Maker = { settings: ConnectionSettings; isSuperuser: boolean; mayMakeRoles: boolean };

async function inspectMaker(settings: ConnectionSettings): Promise<Omit<Maker, 'settings'>> {
  return withClient(settings, async (client) => {
    const { rows } = await client.query<Omit<Maker, 'settings'> & { version: number }>(
      `select current_setting('server_version_num')::int as version, rolsuper as "isSuperuser",
         rolsuper or rolcreaterole as "mayMakeRoles" from pg_roles where rolname = current_user`,
    );
    const { version, isSuperuser, mayMakeRoles } = rows[0]!;
    const major = Math.floor(version / 10_000);
    if (major < oldestMajor) {
      throw new DatabaseStartError(
        `The database server is PostgreSQL ${major}; version ${oldestMajor} or newer is needed.`,
      );
    }
    return { isSuperuser, mayMakeRoles };
  });
}

async function makeRoles(maker: Maker, wanted: readonly Duty[]): Promise<Partial<DatabaseCredentials>> {
  if (wanted.length === 0) return {};
  const { settings } = maker;
  const lacking = wanted.map((duty) => variables[duty]).join(', ');
  if (settings.password === undefined) {
    throw new DatabaseStartError(`The URL of the owner has no password to derive others from. Set ${lacking} as well.`);
  }
  const secret = settings.password;
  const passwordOf = (duty: Duty) =>
    createHmac('sha256', secret).update(`nexus database role ${duty}`).digest('base64url');
  const passwords = Object.fromEntries(wanted.map((duty) => [duty, passwordOf(duty)])) as Partial<Passwords>;
  const made = Object.fromEntries(
    wanted.map((duty) => [duty, { ...settings, user: roleNames[duty], password: passwords[duty]! }]),
  );
  if (await canAllConnect(Object.values(made))) return made;
  if (!maker.mayMakeRoles) {
    const names = wanted.map((duty) => roleNames[duty]).join(', ');
    throw new DatabaseStartError(
      `The roles ${names} cannot log in, and ${settings.user} may not create roles. Create them and set ${lacking}, or grant CREATEROLE.`,
    );
  }
  await withClient(settings, async (client) => {
    await client.query(rolesSql(passwords));
    if (!maker.isSuperuser) return;
    await client.query(`${databaseAccessSql(settings.database)};
      grant create, connect on database ${pg.escapeIdentifier(settings.database)} to ${roleNames.owner};
      grant all on schema public to ${roleNames.owner}`);
  });
  return made;
}

async function canAllConnect(all: readonly ConnectionSettings[]): Promise<boolean> {
  try {
    for (const settings of all) await withClient(settings, async () => {});
    return true;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    // Unknown role, wrong password, or no right to connect: the maker puts that right.
    if (cause instanceof pg.DatabaseError && /^(28...|42501)$/.test(cause.code ?? '')) return false;
    throw error;
  }
}

/** Refuses credentials with which row-level security would not bind, or one duty could do another's work. */
async function ensureFit(settings: ConnectionSettings, duty: Duty): Promise<void> {
  if (duty === 'owner') return;
  const name = roleNames[duty];
  await withClient(settings, async (client) => {
    const { rows } = await client.query<{ isMighty: boolean; roles: string[] }>(
      `select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as "isMighty",
         array(select r.rolname::text from pg_roles r where r.rolname = any($1) and pg_has_role(current_user, r.oid, 'MEMBER')) as roles
       from pg_roles where rolname = current_user`,
      [Object.values(roleNames)],
    );
    const { isMighty, roles } = rows[0]!;
    if (isMighty)
      throw new DatabaseStartError(
        `${variables[duty]}: ${settings.user} may be neither superuser nor have BYPASSRLS, CREATEROLE or CREATEDB.`,
      );
    if (roles.length !== 1 || roles[0] !== name) {
      throw new DatabaseStartError(
        `${variables[duty]}: ${settings.user} must be ${name} or a member of it, and of no other role of Nexus.`,
      );
    }
  });
}

async function withClient<R>(settings: ConnectionSettings, run: (client: pg.Client) => Promise<R>): Promise<R> {
  const client = new pg.Client({ ...settings, connectionTimeoutMillis: 10_000, application_name: 'nexus start' });
  client.on('error', () => {}); // Whatever it interrupts fails with it.
  try {
    await client.connect();
  } catch (cause) {
    const where = `${settings.user} at ${settings.host}:${settings.port}/${settings.database}`;
    const why = isConnectionError(cause)
      ? 'the server does not answer'
      : cause instanceof Error
        ? cause.message
        : String(cause);
    throw new DatabaseStartError(`Cannot connect to the database as ${where}: ${why}.`, { cause });
  }
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
