import type { X509Certificate } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';
import type { ServerTls } from './server-tls.ts';

export type PresentedCertificate = {
  certificate: X509Certificate;
  /** SHA-256 over its bytes, hexadecimal. */
  fingerprint: string;
  /** Null when it was checked and holds: chain, dates, revocation, use. Otherwise a code such as `CERT_REVOKED`. */
  fault: string | null;
};

/** What a client may do with its certificate (RFC 5280 section 4.2.1.12). */
const clientAuthentication = '1.3.6.1.5.5.7.3.2';

/** The certificate that the client showed on this connection, good or not; null when it showed none. */
export function presentedCertificate(request: FastifyRequest, tls: ServerTls | null): PresentedCertificate | null {
  const socket = request.raw.socket;
  if (tls === null || !(socket instanceof TLSSocket)) return null;
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return null;
  const fingerprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  return { certificate, fingerprint, fault: faultOf(certificate, socket, tls) };
}

function faultOf(certificate: X509Certificate, socket: TLSSocket, tls: ServerTls): string | null {
  if (!socket.authorized) return codeOf(socket.authorizationError) ?? 'NOT_AUTHORIZED';
  if (!tls.isCurrent(socket)) return 'STALE_CONNECTION';
  // A connection may outlive what it was made with.
  if (certificate.validToDate <= new Date()) return 'CERT_HAS_EXPIRED';
  // OpenSSL takes a certificate that names no use for every use; one for signing documents is none for signing in.
  if (!certificate.keyUsage?.includes(clientAuthentication)) return 'INVALID_PURPOSE';
  return null;
}

/** Typed as an error, and a string in practice. */
function codeOf(error: unknown): string | null {
  if (typeof error === 'string') return error;
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : null;
}
