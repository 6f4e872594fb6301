import type { AddressInfo } from 'node:net';
import { Server as SecureServer } from 'node:tls';
import { AppError } from '@nexus/kernel';
import type { HttpApp } from './http-app.ts';

export class PortInUseError extends AppError {
  readonly status = 503;
  readonly code = 'http.port_in_use';
  readonly title = 'The port is in use';
}

export class PortForbiddenError extends AppError {
  readonly status = 503;
  readonly code = 'http.port_forbidden';
  readonly title = 'The port may not be opened';
}

export type ListenOptions = {
  /** Loopback unless the installation says otherwise. */
  host?: string;
  /** 0 takes any free port. */
  port: number;
  /** How this program's port is changed, named in the error: `NEXUS_PORT=8081` for instance. */
  portSetting?: string;
};

/** Opens the port. The address uses `localhost` for loopback, because passkeys need a name. */
export async function listen(app: HttpApp, options: ListenOptions): Promise<{ url: string; port: number }> {
  const host = options.host ?? '127.0.0.1';
  const setting = options.portSetting ?? `NEXUS_PORT=${options.port + 1}`;
  try {
    await app.listen({ host, port: options.port });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const change = `Choose another one with ${setting}. / Elija otro puerto con ${setting}.`;
    if (code === 'EADDRINUSE') {
      throw new PortInUseError(`Port ${options.port} on ${host} is used by another program. ${change}`, {
        cause: error,
      });
    }
    if (code === 'EACCES') {
      throw new PortForbiddenError(`This user may not open port ${options.port}. ${change}`, { cause: error });
    }
    throw error;
  }
  const { port } = app.server.address() as AddressInfo;
  const name = host === '127.0.0.1' || host === '::1' ? 'localhost' : host;
  const scheme = app.server instanceof SecureServer ? 'https' : 'http';
  return { url: `${scheme}://${name}:${port}`, port };
}

/** Stops taking requests, lets running ones end, and cuts what is still open after `graceMs` (10 s). */
export async function closeGracefully(app: HttpApp, graceMs = 10_000): Promise<void> {
  // A connection that becomes idle only after `close` began would otherwise be kept alive for the next request.
  const sweep = setInterval(() => app.server.closeIdleConnections(), 50);
  const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(cut);
  }
}
