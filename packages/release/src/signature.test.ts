import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createReleaseKey, fingerprintOf, isSignedBy, publicPemOf, readPublicKeyFile, signBytes } from './signature.ts';

/** RFC 8032, 7.1, test 3. */
const vector = {
  privatePem: pem(
    'PRIVATE KEY',
    `302e020100300506032b657004220420c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7`,
  ),
  publicPem: pem(
    'PUBLIC KEY',
    `302a300506032b6570032100fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025`,
  ),
  message: Buffer.from('af82', 'hex'),
  signature:
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
};

function pem(kind: string, der: string): string {
  return `-----BEGIN ${kind}-----\n${Buffer.from(der, 'hex').toString('base64')}\n-----END ${kind}-----\n`;
}

test('signs as the published vector does', () => {
  expect(signBytes(vector.message, vector.privatePem).toString('hex')).toBe(vector.signature);
  expect(publicPemOf(vector.privatePem)).toBe(vector.publicPem);
});

test('any other byte, key or length is no signature', () => {
  const { privatePem, publicPem } = createReleaseKey();
  const signature = signBytes('manifest', privatePem);
  expect(isSignedBy('manifest', signature, publicPem)).toBe(true);
  expect(isSignedBy('manifesto', signature, publicPem)).toBe(false);
  expect(isSignedBy('manifest', signature, vector.publicPem)).toBe(false);
  expect(isSignedBy('manifest', signature.subarray(0, 63), publicPem)).toBe(false);
  for (let at = 0; at < 64; at++) {
    const other = Buffer.from(signature);
    other[at]! ^= 1;
    expect(isSignedBy('manifest', other, publicPem)).toBe(false);
  }
});

test('the fingerprint is that of the key’s 32 bytes', () => {
  expect(fingerprintOf(vector.publicPem)).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
  expect(fingerprintOf(createReleaseKey().publicPem)).not.toBe(fingerprintOf(vector.publicPem));
});

test('openssl checks it with the same files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-signature-'));
  try {
    const { privatePem, publicPem } = createReleaseKey();
    const file = (name: string, bytes: string | Buffer) => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    };
    const key = file('key.pub', publicPem);
    const text = file('MANIFEST', 'nexus-bundle 1\n');
    const signature = file('MANIFEST.sig', signBytes('nexus-bundle 1\n', privatePem));
    const check = () =>
      execFileSync(
        'openssl',
        ['pkeyutl', '-verify', '-pubin', '-inkey', key, '-rawin', '-in', text, '-sigfile', signature],
        {
          encoding: 'utf8',
          stdio: 'pipe',
        },
      );
    expect(check()).toContain('Success');
    file('MANIFEST', 'nexus-bundle 2\n');
    expect(check).toThrow();
    expect(() => readPublicKeyFile(text)).toThrow('Ed25519');
    expect(readPublicKeyFile(key)).toBe(publicPem);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
