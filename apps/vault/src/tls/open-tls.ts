import { openServerTls, type ServerTls, startRedirect } from '@nexus/http';
import type { Logger } from '@nexus/kernel';
import type { VaultConfig } from '../config.ts';

/** The certificate files of the settings, ready for a server; null where it speaks http. @throws TlsFilesError that names the file */
export async function openTls(config: Pick<VaultConfig, 'tls'>, logger: Logger): Promise<ServerTls | null> {
  if (config.tls === null) return null;
  const { files, clients, onlyApproved } = config.tls;
  return await openServerTls({ files, clients, onlyApproved, logger });
}

/** What runs beside a server with TLS: http that points to https. Resolves with what ends it, and the looking at files. */
export async function keepTls(
  tls: ServerTls,
  { tls: settings, host, trustedHosts }: Pick<VaultConfig, 'tls' | 'host' | 'trustedHosts'>,
  securePort: number,
): Promise<() => Promise<void>> {
  const redirectPort = settings?.redirectPort ?? null;
  const redirect =
    redirectPort === null ? null : await startRedirect({ host, port: redirectPort, securePort, trustedHosts });
  return async () => {
    tls.close();
    await redirect?.close();
  };
}
