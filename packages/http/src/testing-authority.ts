import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type TestCertificate = { cert: string; key: string; certPath: string; keyPath: string };

export type TestAuthority = {
  folder: string;
  caPath: string;
  ca: string;
  /** `extensions` are lines of OpenSSL's configuration; `days` may be negative for one that is over. */
  issue(
    name: string,
    options?: { subject?: string; extensions?: readonly string[]; days?: number; notBefore?: Date },
  ): TestCertificate;
  /** The list with everything that was revoked so far; a path. */
  revoke(...certificates: TestCertificate[]): string;
  /** A list that nobody has renewed in time; a path. */
  overdueList(): string;
  close(): void;
};

export const hasOpenssl = canRun('openssl', ['version']);

export function canRun(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const day = (at: Date) => `${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;

/** A certificate authority made by the machine's openssl: another hand than the code under test. */
export function createTestAuthority(commonName = 'Test authority'): TestAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-ca-'));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  mkdirSync(at('new'));
  writeFileSync(at('index.txt'), '');
  writeFileSync(at('serial'), '1000\n');
  writeFileSync(at('crlnumber'), '01\n');
  writeFileSync(
    at('ca.cnf'),
    `[ca]\ndefault_ca=it\n[it]\ndatabase=${at('index.txt')}\nserial=${at('serial')}\ncrlnumber=${at('crlnumber')}\nnew_certs_dir=${at('new')}\ndefault_md=sha256\ndefault_crl_days=30\npolicy=any\nunique_subject=no\n[any]\ncommonName=optional\nserialNumber=optional\norganizationName=optional\nemailAddress=optional\n`,
  );
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '30',
    '-subj',
    `/CN=${commonName}`,
  );

  return {
    folder,
    caPath: at('ca.pem'),
    ca: readFileSync(at('ca.pem'), 'utf8'),
    issue(
      name,
      { subject = `/CN=${name}`, extensions = [], days = 10, notBefore = new Date(Date.now() - 3_600_000) } = {},
    ) {
      openssl('req', '-new', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject);
      writeFileSync(at(`${name}.ext`), ['basicConstraints=CA:FALSE', ...extensions, ''].join('\n'));
      const until = new Date(notBefore.getTime() + days * 86_400_000);
      const dates = ['-startdate', day(notBefore), '-enddate', day(until)];
      openssl(
        'ca',
        '-batch',
        '-config',
        'ca.cnf',
        '-cert',
        'ca.pem',
        '-keyfile',
        'ca.key',
        '-in',
        `${name}.csr`,
        '-out',
        `${name}.pem`,
        '-notext',
        '-extfile',
        `${name}.ext`,
        ...dates,
      );
      const [certPath, keyPath] = [at(`${name}.pem`), at(`${name}.key`)];
      return { cert: readFileSync(certPath, 'utf8'), key: readFileSync(keyPath, 'utf8'), certPath, keyPath };
    },
    revoke(...certificates) {
      for (const { certPath } of certificates)
        openssl('ca', '-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key', '-revoke', certPath);
      openssl('ca', '-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key', '-gencrl', '-out', 'list.crl');
      return at('list.crl');
    },
    overdueList() {
      const dates = [
        '-crl_lastupdate',
        day(new Date(Date.now() - 9 * 86_400_000)),
        '-crl_nextupdate',
        day(new Date(Date.now() - 86_400_000)),
      ];
      openssl(
        'ca',
        '-config',
        'ca.cnf',
        '-cert',
        'ca.pem',
        '-keyfile',
        'ca.key',
        '-gencrl',
        '-out',
        'overdue.crl',
        ...dates,
      );
      return at('overdue.crl');
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
