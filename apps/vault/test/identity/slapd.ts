import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createTestAuthority, hasOpenssl, type TestAuthority } from '@nexus/http/testing';

const program = ['/usr/sbin/slapd', '/usr/libexec/slapd', '/usr/local/libexec/slapd'].find(existsSync);
const schemas = ['/etc/ldap/schema', '/etc/openldap/schema'].find(existsSync);
const modules = ['/usr/lib/ldap', '/usr/lib/openldap', '/usr/lib64/openldap'].find(existsSync);

/** Debian's slapd, and openssl for its certificate. */
export const hasSlapd = program !== undefined && schemas !== undefined && modules !== undefined && hasOpenssl;

export type Slapd = {
  url: string;
  secureUrl: string;
  authority: TestAuthority;
  /** Applies LDIF as the manager. */
  change(ldif: string): void;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
};

export const base = 'dc=example,dc=org';
export const managerPassword = 'gerente-47';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A directory with the given entries, on free ports of loopback; `schema` is what they need beside the usual ones. */
export async function startSlapd(entries: string, schema = ''): Promise<Slapd> {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-slapd-'));
  const authority = createTestAuthority('Directorio');
  const certificate = authority.issue('localhost', {
    extensions: ['extendedKeyUsage=serverAuth', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
  });
  const [port, securePort] = [await freePort(), await freePort()];
  mkdirSync(join(folder, 'db'));
  const config = join(folder, 'slapd.conf');
  writeFileSync(join(folder, 'more.schema'), schema);
  writeFileSync(
    config,
    [
      ...['core', 'cosine', 'inetorgperson'].map((name) => `include ${schemas}/${name}.schema`),
      `include ${folder}/more.schema`,
      `modulepath ${modules}`,
      'moduleload back_mdb',
      `pidfile ${folder}/slapd.pid`,
      `TLSCertificateFile ${certificate.certPath}`,
      `TLSCertificateKeyFile ${certificate.keyPath}`,
      'database mdb',
      `suffix "${base}"`,
      `rootdn "cn=manager,${base}"`,
      `rootpw ${managerPassword}`,
      `directory ${folder}/db`,
      'access to attrs=userPassword by anonymous auth by * none',
      'access to * by users read by anonymous auth',
      '',
    ].join('\n'),
  );
  writeFileSync(join(folder, 'entries.ldif'), entries);
  execFileSync(program!, ['-T', 'add', '-f', config, '-l', join(folder, 'entries.ldif')], { stdio: 'pipe' });
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    const listeners = `ldap://127.0.0.1:${port}/ ldaps://127.0.0.1:${securePort}/`;
    child = spawn(program!, ['-f', config, '-h', listeners, '-d', '0'], { stdio: 'ignore' });
    for (let tries = 0; tries < 200; tries += 1) {
      if (await answers(port)) return;
      await wait(50);
    }
    throw new Error('slapd did not start');
  }

  async function stop(): Promise<void> {
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child!.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }

  await start();
  return {
    url: `ldap://localhost:${port}`,
    secureUrl: `ldaps://localhost:${securePort}`,
    authority,
    change(ldif) {
      const login = ['-x', '-H', `ldap://127.0.0.1:${port}`, '-D', `cn=manager,${base}`, '-w', managerPassword];
      execFileSync('ldapmodify', login, { input: ldif, stdio: ['pipe', 'pipe', 'pipe'] });
    },
    start,
    stop,
    async close() {
      await stop();
      authority.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
