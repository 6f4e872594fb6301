import { Client } from 'ldapts';
import type { DirectorySettings } from '../sources.settings.ts';

/** What went wrong with a directory, in a word that the page has a sentence for. */
export type DirectoryFaultCode =
  | 'unreachable'
  | 'certificate'
  | 'no_start_tls'
  | 'bind_refused'
  | 'base_missing'
  | 'filter'
  | 'referral'
  | 'too_slow'
  | 'protocol';

export class DirectoryFault extends Error {
  readonly code: DirectoryFaultCode;
  constructor(code: DirectoryFaultCode, cause: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

const connectMs = 5_000;
const answerMs = 5_000;

/** One connection, encrypted where the settings say so, and closed at the end whatever happens. @throws DirectoryFault */
export async function withDirectory<Result>(
  settings: Pick<DirectorySettings, 'url' | 'startTls' | 'authority'>,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const tlsOptions = {
    minVersion: 'TLSv1.2' as const,
    ...(settings.authority === null ? {} : { ca: settings.authority }),
  };
  const isSecure = settings.url.startsWith('ldaps:');
  const client = new Client({
    url: settings.url,
    connectTimeout: connectMs,
    timeout: answerMs,
    ...(isSecure ? { tlsOptions } : {}),
  });
  try {
    if (settings.startTls && !isSecure) {
      const host = new URL(settings.url).hostname;
      await client.startTLS({ ...tlsOptions, host }).catch((error: unknown) => {
        throw new DirectoryFault(isCertificateFault(error) ? 'certificate' : faultOf(error, 'no_start_tls'), error);
      });
    }
    return await work(client);
  } catch (error) {
    throw error instanceof DirectoryFault ? error : new DirectoryFault(faultOf(error, 'protocol'), error);
  } finally {
    await client.unbind().catch(() => {});
  }
}

/** As the account that Nexus reads the directory with; without one, as nobody. @throws DirectoryFault */
export async function bindAsReader(client: Client, { bindDn, bindPassword = '' }: DirectorySettings): Promise<void> {
  if (bindDn === '') return;
  // A name without a password is an anonymous bind that looks like a good one (RFC 4513 section 5.1.2).
  if (bindPassword === '') throw new DirectoryFault('bind_refused', new Error('no password'));
  await client.bind(bindDn, bindPassword);
}

/** LDAP result codes (RFC 4511 appendix A) and system errors, as far as somebody can do something about them. */
function faultOf(error: unknown, fallback: DirectoryFaultCode): DirectoryFaultCode {
  if (isCertificateFault(error)) return 'certificate';
  const { code, message = '' } = error as { code?: number | string; message?: string };
  if (typeof code === 'number') return resultCodes[code] ?? 'protocol';
  if (/timeout|timed out/i.test(message)) return 'too_slow';
  if (typeof code === 'string' && /^(ECONN|ENOTFOUND|EHOST|ENET|EAI_|EPERM|ETIMEDOUT|EPIPE)/.test(code))
    return 'unreachable';
  if (/connect|socket|closed/i.test(message)) return 'unreachable';
  return fallback;
}

const resultCodes: Readonly<Record<number, DirectoryFaultCode>> = {
  3: 'too_slow',
  4: 'filter',
  8: 'bind_refused',
  10: 'referral',
  13: 'no_start_tls',
  32: 'base_missing',
  34: 'base_missing',
  48: 'bind_refused',
  49: 'bind_refused',
  50: 'bind_refused',
};

function isCertificateFault(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|^ERR_TLS|^ERR_SSL/.test(code);
}
