import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCertificate } from './write-certificate.ts';

export type OwnAuthority = {
  /** For the browsers of the building. */
  authority: string;
  certificate: string;
  key: string;
  /** Whether the authority was there already. */
  isRenewal: boolean;
};

const authorityYears = 10;
const dayMs = 86_400_000;

/**
 * Certificates for a building that has none: an authority that may vouch for these names alone, and the server's certificate by it. Called again, the
 * authority stays (browsers know it) and the server gets a fresh certificate, as long as the names are those that the authority was made for.
 */
export async function writeOwnCertificates(
  folder: string,
  { names, days, now = new Date() }: { names: readonly string[]; days: number; now?: Date },
): Promise<OwnAuthority> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const at = (name: string) => join(folder, name);
  const authorityName = `Nexus ${names[0]}`;
  const isRenewal = existsSync(at('authority.key')) && existsSync(at('authority.pem'));
  const authority = isRenewal ? await readAuthority(at) : newKeys();
  const validFrom = new Date(now.getTime() - dayMs);
  if (!isRenewal) {
    const pem = writeCertificate({
      kind: 'authority',
      subject: authorityName,
      issuer: authorityName,
      publicKey: authority.publicKey,
      issuerKey: authority.privateKey,
      issuerPublicKey: authority.publicKey,
      names,
      validFrom,
      validUntil: new Date(now.getTime() + authorityYears * 365 * dayMs),
    });
    await writeWhole(at('authority.key'), pemOf(authority.privateKey), 0o600);
    await writeWhole(at('authority.pem'), pem, 0o644);
  }
  const issuer = isRenewal ? commonNameOf(await readFile(at('authority.pem'), 'utf8')) : authorityName;
  const server = newKeys();
  const certificate = writeCertificate({
    kind: 'server',
    subject: names[0]!,
    issuer,
    publicKey: server.publicKey,
    issuerKey: authority.privateKey,
    issuerPublicKey: authority.publicKey,
    names,
    validFrom,
    validUntil: new Date(now.getTime() + days * dayMs),
  });
  // The certificate first: a server that looks in between sees a key that does not fit and keeps what it has.
  await writeWhole(at('server.pem'), certificate, 0o644);
  await writeWhole(at('server.key'), pemOf(server.privateKey), 0o600);
  return { authority: at('authority.pem'), certificate: at('server.pem'), key: at('server.key'), isRenewal };
}

type Keys = { privateKey: KeyObject; publicKey: KeyObject };

function newKeys(): Keys {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

async function readAuthority(at: (name: string) => string): Promise<Keys> {
  const privateKey = createPrivateKey(await readFile(at('authority.key')));
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

function commonNameOf(pem: string): string {
  return new X509Certificate(pem).subject.replace(/^CN=/, '');
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  await writeFile(`${path}.new`, text, { mode });
  await rename(`${path}.new`, path);
}
