import type { X509Certificate } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Server, ServerOptions } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { type Clock, type Logger, systemClock } from '@nexus/kernel';
import { tlsSuites } from './suites.ts';
import { readTlsFiles, type TlsFiles } from './tls-files.ts';

export type ClientCertificates = 'none' | 'optional' | 'required';

export type TlsState = {
  subject: string;
  names: string;
  fingerprint: string;
  validFrom: Date;
  validUntil: Date;
  /** `expires_soon` from 30 days before. */
  condition: 'good' | 'expires_soon' | 'expired' | 'not_yet_valid';
  loadedAt: Date;
  /** Why files that changed since are not in use; null when what is on the disk is what is served. */
  problem: string | null;
  clients: ClientCertificates;
};

export type ServerTls = {
  options: ServerOptions;
  /** Gives the server its certificate and goes on looking at the files. */
  attach(server: Server): void;
  /** Looks at the files now. Resolves with whether others are in use than before. */
  reload(): Promise<boolean>;
  state(): TlsState;
  /** Whether a connection was made under the authorities and revocation lists that hold now. */
  isCurrent(socket: TLSSocket): boolean;
  close(): void;
};

export type ServerTlsOptions = {
  files: TlsFiles;
  clients: ClientCertificates;
  onlyApproved: boolean;
  logger: Logger;
  clock?: Clock;
  /** How often the files are looked at; 5 s. */
  everyMs?: number;
};

const warnDays = 30;
const handshakeMs = 10_000;

/**
 * TLS from files that may change while the server runs. Connections that are open stay open; new ones get the new certificate. Files that make
 * no sense (half written, another key) change nothing: what was loaded stays, the log and `state().problem` say so. Looked at by time and size,
 * not by file system events, because certificates come by symbolic links, mounts and renames, which those miss.
 * @throws TlsFilesError when the first reading fails
 */
export async function openServerTls(options: ServerTlsOptions): Promise<ServerTls> {
  const { files, logger, clock = systemClock, clients } = options;
  let { material, certificate } = await readTlsFiles(files);
  let stamp = await stampOf(files);
  let loadedAt = clock.now();
  let problem: string | null = null;
  let generation = 0;
  let server: Server | null = null;
  let timer: NodeJS.Timeout | null = null;
  const generations = new WeakMap<object, number>();
  const suites = tlsSuites(options);
  const asks = clients !== 'none';

  async function reload(): Promise<boolean> {
    const seen = await stampOf(files);
    if (seen === stamp) return false;
    try {
      const read = await readTlsFiles(files);
      server?.setSecureContext({ ...suites, ...read.material });
      const isSameTrust = sameTrust(read.material, material);
      ({ material, certificate } = read);
      stamp = seen;
      problem = null;
      loadedAt = clock.now();
      // Who came in under authorities that no longer hold, or before a revocation, shows the certificate again.
      if (!isSameTrust) generation += 1;
      if (!isSameTrust) server?.closeIdleConnections();
      logger.info('tls: certificate files loaded', {
        fingerprint: certificate.fingerprint256,
        until: certificate.validTo,
      });
      return true;
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      // Once for each change, not every few seconds.
      if (problem !== said) logger.error('tls: the new certificate files cannot be used; the old ones stay', { error });
      problem = said;
      return false;
    }
  }

  return {
    options: {
      ...suites,
      ...material,
      handshakeTimeout: handshakeMs,
      requestCert: asks,
      // With `optional` a certificate that is not good lets its owner in as far as anybody: the sign-in says what is wrong with it.
      rejectUnauthorized: clients === 'required',
    },
    attach(attached) {
      server = attached;
      attached.on('secureConnection', (socket) => generations.set(socket, generation));
      timer = setInterval(() => void reload(), options.everyMs ?? 5_000);
      timer.unref();
    },
    reload,
    state: () => ({
      subject: certificate.subject.replaceAll('\n', ', '),
      names: certificate.subjectAltName ?? '',
      fingerprint: certificate.fingerprint256,
      validFrom: certificate.validFromDate,
      validUntil: certificate.validToDate,
      condition: conditionOf(certificate, clock.now()),
      loadedAt,
      problem,
      clients,
    }),
    isCurrent: (socket) => generations.get(socket) === generation,
    close() {
      if (timer !== null) clearInterval(timer);
    },
  };
}

function conditionOf(certificate: X509Certificate, now: Date): TlsState['condition'] {
  if (certificate.validFromDate > now) return 'not_yet_valid';
  if (certificate.validToDate <= now) return 'expired';
  const days = (certificate.validToDate.getTime() - now.getTime()) / 86_400_000;
  return days < warnDays ? 'expires_soon' : 'good';
}

function sameTrust(a: { ca?: string[]; crl?: string[] }, b: { ca?: string[]; crl?: string[] }): boolean {
  return JSON.stringify([a.ca, a.crl]) === JSON.stringify([b.ca, b.crl]);
}

async function stampOf(files: TlsFiles): Promise<string> {
  const stamps = await Promise.all(
    Object.values(files).map(async (path) => {
      const found = await stat(path, { bigint: true }).catch(() => null);
      return found === null ? `${path} -` : `${path} ${found.ino} ${found.size} ${found.mtimeNs}`;
    }),
  );
  return stamps.join('\n');
}
