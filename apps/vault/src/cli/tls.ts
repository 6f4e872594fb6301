import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { style } from '@nexus/terminal';
import { UsageError } from './usage.ts';

const dnsName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** `./nexus tls self-signed`: certificates for a building that has none, and the settings that use them. */
export async function tlsSelfSigned(options: { names: string[]; folder: string; days: number }): Promise<number> {
  const wrong = options.names.find((name) => isIP(name) === 0 && !dnsName.test(name));
  if (wrong !== undefined)
    throw new UsageError(`«${wrong}» no es un nombre ni una dirección / neither name nor address`);
  // By which the browsers of the company reach the server first, then this machine itself.
  const names = [...new Set([...options.names, 'localhost', '127.0.0.1'])];
  const { writeOwnCertificates } = await import('../tls/own-authority.ts');
  const made = await writeOwnCertificates(resolve(options.folder), { names, days: options.days });
  const lines = [
    `${style('green', '✓')} ${made.isRenewal ? 'Certificado renovado / certificate renewed' : 'Autoridad y certificado creados / authority and certificate made'}: ${names.join(', ')}`,
    '',
    `  NEXUS_TLS_CERT=${made.certificate}`,
    `  NEXUS_TLS_KEY=${made.key}`,
    '',
    `  Instale ${made.authority} en los navegadores; guarde authority.key fuera del servidor.`,
    `  Install ${made.authority} in the browsers; keep authority.key away from the server.`,
  ];
  console.log(lines.join('\n'));
  return 0;
}
