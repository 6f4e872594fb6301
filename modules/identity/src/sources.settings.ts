import { X509Certificate } from 'node:crypto';
import { z } from 'zod';

const Name = z.string().trim().min(1).max(60).describe('As people see it on the sign-in page');
const Attribute = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/);
const Dn = z.string().max(1_000);
const Secret = z.string().max(1_000);
const Authority = z
  .string()
  .max(100_000)
  .refine(areCertificates, 'not certificates in PEM')
  .nullable()
  .describe('PEM of the authorities that vouch for its certificate; null for those of the machine');
const shared = {
  name: Name,
  newcomers: z
    .enum(['refuse', 'create'])
    .describe('`create`: whoever is vouched for gets an account without any duty or space'),
  linkByEmail: z
    .boolean()
    .describe('Somebody who is here already is recognised by their address, once; afterwards by a stable id'),
  secondStep: z.enum(['ours', 'theirs']).describe('Whose second step is asked for, where somebody has one'),
};
const Role = z.enum(['administrator', 'officer', 'auditor']);

function areCertificates(pem: string): boolean {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    for (const block of blocks) new X509Certificate(block);
    return blocks.length > 0;
  } catch {
    return false;
  }
}

export const DirectorySettings = z
  .object({
    ...shared,
    url: z
      .string()
      .max(300)
      .refine((text) => isAddress(text, ['ldap:', 'ldaps:']), 'an address such as ldaps://dc1.example.org'),
    startTls: z.boolean(),
    authority: Authority,
    bindDn: Dn,
    bindPassword: Secret.optional().describe('Never shown again; left out, the one before stays'),
    base: Dn.min(1),
    filter: z.string().max(1_000).describe('Who may come in, such as (objectClass=inetOrgPerson)'),
    loginAttribute: Attribute.describe('uid, sAMAccountName, userPrincipalName, mail'),
    idAttribute: Attribute.describe('Stable for life: entryUUID, or objectGUID of Active Directory'),
    nameAttribute: Attribute,
    emailAttribute: Attribute,
    groupBase: Dn,
    nestedGroups: z.enum(['none', 'walk', 'active_directory']),
    groupRules: z
      .array(z.object({ group: Dn.min(1), role: Role }))
      .max(50)
      .describe('Whose members are proposed for a duty. An administrator or officer gives it'),
  })
  .meta({ id: 'DirectorySettings' });

export const ProviderSettings = z
  .object({
    ...shared,
    issuer: z
      .string()
      .max(300)
      .refine((text) => isAddress(text, ['https:', 'http:']), 'an address such as https://login.example.org'),
    authority: Authority,
    clientId: z.string().min(1).max(300),
    clientSecret: Secret.optional().describe('Never shown again; left out, the one before stays'),
  })
  .meta({ id: 'ProviderSettings' });

export const CardSettings = z
  .object({
    name: Name,
    attribute: z
      .enum(['email', 'upn', 'subject_serial_number', 'fingerprint'])
      .describe('What of a certificate says whose it is. The last two are linked to people by an administrator'),
    use: z.enum(['first', 'second', 'both']),
    isRequired: z.boolean().describe('With `second` or `both`: no password without a card'),
    domain: z.string().max(200).nullable().describe('Only addresses of this domain count'),
  })
  .meta({ id: 'CardSettings' });

export type DirectorySettings = z.infer<typeof DirectorySettings>;
export type ProviderSettings = z.infer<typeof ProviderSettings>;
export type CardSettings = z.infer<typeof CardSettings>;

export type SourceSettings =
  | { kind: 'directory'; settings: DirectorySettings }
  | { kind: 'provider'; settings: ProviderSettings }
  | { kind: 'cards'; settings: CardSettings };

export type Source = SourceSettings & { id: string; version: number };

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

function isAddress(text: string, schemes: readonly string[]): boolean {
  const url = URL.parse(text);
  return url !== null && schemes.includes(url.protocol) && url.hostname !== '' && url.username === '';
}

/**
 * Why settings would send passwords or codes in clear over a network, or null. On this very machine there is no network.
 */
export function clearTextFault({ kind, settings }: SourceSettings): string | null {
  if (kind === 'cards') return null;
  const url = new URL(kind === 'directory' ? settings.url : settings.issuer);
  if (loopback.has(url.hostname)) return null;
  if (url.protocol === 'http:') return 'A provider is reached by https.';
  if (kind === 'directory' && url.protocol === 'ldap:' && !settings.startTls)
    return 'Passwords would go through the network in clear: use ldaps:// or StartTLS.';
  return null;
}

/** Without secrets: what an administrator is shown. */
export function publicSettings(source: SourceSettings): SourceSettings {
  if (source.kind === 'directory') {
    const { bindPassword: _, ...settings } = source.settings;
    return { kind: 'directory', settings };
  }
  if (source.kind === 'provider') {
    const { clientSecret: _, ...settings } = source.settings;
    return { kind: 'provider', settings };
  }
  return source;
}

/** A secret that was not given again stays, as long as it goes to the same address: else a changed address would be a way to learn it. */
export function withKeptSecret(next: SourceSettings, before: SourceSettings): SourceSettings {
  if (next.kind === 'directory' && before.kind === 'directory' && next.settings.bindPassword === undefined) {
    const isSame = next.settings.url === before.settings.url && next.settings.bindDn === before.settings.bindDn;
    const bindPassword = isSame ? before.settings.bindPassword : undefined;
    return {
      kind: 'directory',
      settings: { ...next.settings, ...(bindPassword === undefined ? {} : { bindPassword }) },
    };
  }
  if (next.kind === 'provider' && before.kind === 'provider' && next.settings.clientSecret === undefined) {
    const clientSecret = next.settings.issuer === before.settings.issuer ? before.settings.clientSecret : undefined;
    return {
      kind: 'provider',
      settings: { ...next.settings, ...(clientSecret === undefined ? {} : { clientSecret }) },
    };
  }
  return next;
}
