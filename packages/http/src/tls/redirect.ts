import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isTrustedHost, trustedNames } from '../origin.ts';

export type RedirectOptions = { host: string; port: number; securePort: number; trustedHosts: readonly string[] };

/**
 * Sends people who typed an address without https on to it. Only what changes nothing is sent on: a password that came in clear must not look
 * as if it had been in order. Names that are not ours are refused, or this would send people anywhere.
 */
export async function startRedirect(options: RedirectOptions): Promise<{ port: number; close(): Promise<void> }> {
  const names = trustedNames(options.trustedHosts);
  const server: Server = createServer(
    { maxHeaderSize: 8_192, requestTimeout: 10_000, headersTimeout: 5_000 },
    (request, response) => {
      const host = request.headers.host ?? '';
      if (!isTrustedHost(host, names)) return void response.writeHead(421).end();
      if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(403).end('https\n');
      const name = host.replace(/:\d+$/, '');
      const port = options.securePort === 443 ? '' : `:${options.securePort}`;
      const path = request.url?.startsWith('/') && !request.url.startsWith('//') ? request.url : '/';
      response.writeHead(308, { location: `https://${name}${port}${path}`, connection: 'close' }).end();
    },
  );
  server.maxConnections = 1_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
