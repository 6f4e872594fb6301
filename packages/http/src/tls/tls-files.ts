import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { AppError } from '@nexus/kernel';

/** Paths of PEM files; every one of them may be replaced while the server runs. */
export type TlsFiles = {
  /** The server's certificate, followed by those between it and its authority. */
  certificate: string;
  key: string;
  /** Certificates between ours and the authority, where they are not in `certificate`. */
  chain?: string;
  /** Holds the passphrase of `key`, on its first line. */
  passphrase?: string;
  /** Authorities whose client certificates (smart cards) are taken. Without it none is asked for. */
  clientAuthorities?: string;
  /** Lists of revoked client certificates, one of each authority. */
  revocations?: string;
};

export type TlsMaterial = {
  cert: string;
  key: string;
  passphrase?: string;
  ca?: string[];
  crl?: string[];
};

/** The files do not make a server that could be reached. The old ones stay in use where there are some. */
export class TlsFilesError extends AppError {
  readonly status = 503;
  readonly code = 'tls.files';
  readonly title = 'The certificate files cannot be used';
}

/**
 * Reads and checks everything together: that each file is there, that key and certificate belong together, that client authorities are
 * certificates. @throws TlsFilesError that names the file
 */
export async function readTlsFiles(files: TlsFiles): Promise<{ material: TlsMaterial; certificate: X509Certificate }> {
  const [cert, key, chain, passphrase, authorities, revocations] = await Promise.all([
    textOf(files.certificate),
    textOf(files.key),
    textOf(files.chain),
    textOf(files.passphrase),
    textOf(files.clientAuthorities),
    textOf(files.revocations),
  ]);
  const firstLine = passphrase?.split(/\r?\n/, 1)[0];
  const certificate = checked(files.certificate, () => new X509Certificate(cert!));
  const privateKey = checked(files.key, () =>
    createPrivateKey({ key: key!, ...(firstLine === undefined ? {} : { passphrase: firstLine }) }),
  );
  if (!certificate.checkPrivateKey(privateKey))
    throw new TlsFilesError(`The key in ${files.key} is not the one of the certificate in ${files.certificate}.`);
  const ca = authorities === undefined ? undefined : blocksOf(authorities, 'CERTIFICATE', files.clientAuthorities!);
  const crl = revocations === undefined ? undefined : blocksOf(revocations, 'X509 CRL', files.revocations!);
  for (const authority of ca ?? []) checked(files.clientAuthorities!, () => new X509Certificate(authority));
  const material: TlsMaterial = {
    cert: chain === undefined ? cert! : `${cert!.trimEnd()}\n${chain}`,
    key: key!,
    ...(firstLine === undefined ? {} : { passphrase: firstLine }),
    ...(ca === undefined ? {} : { ca }),
    ...(crl === undefined ? {} : { crl }),
  };
  // What OpenSSL would only say at the first handshake, it says here.
  checked(`${files.certificate}${files.revocations === undefined ? '' : ` or ${files.revocations}`}`, () =>
    createSecureContext(material),
  );
  return { material, certificate };
}

async function textOf(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new TlsFilesError(`The file ${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  }
}

function checked<Value>(path: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    // The cause stays out of the text: OpenSSL's words may quote what it read.
    const reason = (cause as { reason?: string }).reason ?? (cause as { code?: string }).code ?? 'not PEM';
    throw new TlsFilesError(`What is in ${path} cannot be used (${reason}).`, { cause });
  }
}

/** Each block alone: OpenSSL takes one revocation list at a time, and a list of authorities that is half text is a mistake. */
function blocksOf(pem: string, label: string, path: string): string[] {
  const blocks = pem.match(new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----`, 'g')) ?? [];
  if (blocks.length === 0) throw new TlsFilesError(`There is no ${label} in ${path}.`);
  return blocks.map((block) => `${block}\n`);
}
