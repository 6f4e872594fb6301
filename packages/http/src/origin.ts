import type { FastifyRequest } from 'fastify';
import { CrossSiteError, UntrustedHostError } from './http-errors.ts';

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuses requests for host names that are not ours. A page of another site can point its own name at 127.0.0.1 (DNS rebinding)
 * and would then be same-origin with us; its requests carry its name in Host.
 */
export function trustedHostCheck(configuredNames: readonly string[]): (request: FastifyRequest) => void {
  const names = trustedNames(configuredNames);
  return (request) => {
    if (!isTrustedHost(request.headers.host ?? '', names))
      throw new UntrustedHostError('This server does not answer under that name.');
  };
}

export function trustedNames(configuredNames: readonly string[]): ReadonlySet<string> {
  return new Set([...loopbackNames, ...configuredNames].map((name) => name.toLowerCase()));
}

/** `host` as it comes in the header, with or without a port. */
export function isTrustedHost(host: string, names: ReadonlySet<string>): boolean {
  return names.has(host.toLowerCase().replace(/:\d+$/, ''));
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Stops another site from acting with a visitor's cookie (and from signing a visitor in as somebody else). Browsers say where a request
 * comes from in `Sec-Fetch-Site` or at least `Origin`, and pages cannot forge either.
 * `proofRequired`: a request with a cookie that says neither is refused; programs use `Authorization` instead.
 */
export function ensureSameOrigin(request: FastifyRequest, options: { proofRequired: boolean }): void {
  if (safeMethods.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') refuse();
  if (origin !== undefined && hostOf(origin) !== request.headers.host?.toLowerCase()) refuse();
  if (site === undefined && origin === undefined && options.proofRequired) refuse();
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function refuse(): never {
  throw new CrossSiteError(
    'The request did not come from this server’s own page. Programs send a token in Authorization.',
  );
}
