import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasOpenssl } from '@nexus/http/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeOwnCertificates } from '../src/tls/own-authority.ts';
import { writeCertificate } from '../src/tls/write-certificate.ts';

let folder: string;
const names = ['boveda.example.org', 'localhost', '127.0.0.1', 'fd00::17:5'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-tls-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const verify = (certificate: string, ...more: string[]) =>
  execFileSync(
    'openssl',
    ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', join(folder, 'authority.pem'), ...more, certificate],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );

test('makes an authority and a certificate that Node reads as meant, keys for their owner alone', async () => {
  const made = await writeOwnCertificates(folder, { names, days: 397 });
  expect(made.isRenewal).toBe(false);
  const [authority, server] = await Promise.all(
    [made.authority, made.certificate].map(async (path) => new X509Certificate(await readFile(path))),
  );
  expect(authority!.ca).toBe(true);
  expect(server!.ca).toBe(false);
  expect(server!.checkIssued(authority!)).toBe(true);
  expect(server!.verify(authority!.publicKey)).toBe(true);
  expect(server!.checkHost('boveda.example.org')).toBe('boveda.example.org');
  expect(server!.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(server!.checkIP('fd00::17:5')).toBe('fd00::17:5');
  expect(server!.checkHost('otra.example.org')).toBeUndefined();
  expect((await stat(made.key)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'authority.key'))).mode & 0o777).toBe(0o600);
});

test('renewing keeps the authority that browsers know', async () => {
  const before = await readFile(join(folder, 'authority.pem'), 'utf8');
  const old = await readFile(join(folder, 'server.pem'), 'utf8');
  expect((await writeOwnCertificates(folder, { names, days: 30 })).isRenewal).toBe(true);
  expect(await readFile(join(folder, 'authority.pem'), 'utf8')).toBe(before);
  expect(await readFile(join(folder, 'server.pem'), 'utf8')).not.toBe(old);
});

test.skipIf(!hasOpenssl)(
  'OpenSSL agrees strictly, and lets the authority vouch for no other name: needs openssl',
  async () => {
    for (const name of ['boveda.example.org', 'localhost'])
      expect(verify(join(folder, 'server.pem'), '-verify_hostname', name)).toContain('OK');
    expect(verify(join(folder, 'server.pem'), '-verify_ip', '127.0.0.1')).toContain('OK');
    // The same authority key, misused for a name that it may not vouch for.
    const { createPrivateKey, createPublicKey, generateKeyPairSync } = await import('node:crypto');
    const issuerKey = createPrivateKey(await readFile(join(folder, 'authority.key')));
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const stolen = writeCertificate({
      kind: 'server',
      subject: 'banco.example.com',
      issuer: 'Nexus boveda.example.org',
      publicKey,
      issuerKey,
      issuerPublicKey: createPublicKey(issuerKey),
      names: ['banco.example.com'],
      validFrom: new Date(Date.now() - 1000),
      validUntil: new Date(Date.now() + 86_400_000),
    });
    const path = join(folder, 'stolen.pem');
    await import('node:fs/promises').then(({ writeFile }) => writeFile(path, stolen));
    expect(() => verify(path)).toThrow(/permitted subtree violation/);
  },
);
