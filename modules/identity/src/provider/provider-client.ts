import type { Configuration } from 'openid-client';
import type { ProviderSettings } from '../sources.settings.ts';
import { ForeignEndpointError, type PrivateFetch, privateFetch } from './private-fetch.ts';

export type ProviderFaultCode =
  | 'unreachable'
  | 'certificate'
  | 'wrong_issuer'
  | 'foreign_endpoint'
  | 'no_pkce'
  | 'no_keys'
  | 'refused';

export class ProviderFault extends Error {
  readonly code: ProviderFaultCode;
  constructor(code: ProviderFaultCode, cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

/** Loaded when somebody uses it: a server without a provider starts without it. */
export const openidClient = () => import('openid-client');

export type Provider = { config: Configuration; fetch: PrivateFetch; origin: string };

/** Signatures that say who signed. Neither none nor those with a shared secret (RFC 8725 section 3.1 and 3.2). */
export const signatureAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/**
 * What the provider says about itself, asked anew for every sign-in: keys that it has changed hold at once. Every endpoint that this server talks to has
 * to be where the administrator configured the issuer. @throws ProviderFault
 */
export async function openProvider(settings: ProviderSettings): Promise<Provider> {
  const client = await openidClient();
  const issuer = new URL(settings.issuer);
  const fetch = privateFetch(issuer.origin, settings.authority);
  const config = await client
    .discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
      [client.customFetch]: fetch as never,
      timeout: 10,
      // http is only let through where it does not leave this machine; the settings were checked for that.
      execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
    })
    .catch((error: unknown) => {
      throw new ProviderFault(faultOf(error), error);
    });
  // By default a token that came straight over TLS is not checked against the provider's keys. Here it is.
  client.enableNonRepudiationChecks(config);
  config[client.customFetch] = fetch as never;
  ensureAtHome(config, issuer.origin);
  return { config, fetch, origin: issuer.origin };
}

function ensureAtHome(config: Configuration, origin: string): void {
  const metadata = config.serverMetadata();
  for (const endpoint of [metadata.token_endpoint, metadata.jwks_uri]) {
    if (endpoint === undefined || URL.parse(endpoint)?.origin !== origin)
      throw new ProviderFault('foreign_endpoint', new Error(String(endpoint)));
  }
  if (!URL.canParse(metadata.authorization_endpoint ?? '')) throw new ProviderFault('foreign_endpoint');
}

function faultOf(error: unknown): ProviderFaultCode {
  const causes: unknown[] = [];
  for (let at: unknown = error; at instanceof Error && causes.length < 5; at = at.cause) causes.push(at);
  if (causes.some((cause) => cause instanceof ForeignEndpointError)) return 'foreign_endpoint';
  const codes = causes.map((cause) => String((cause as { code?: unknown }).code ?? ''));
  if (codes.some((code) => /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|^ERR_TLS|^ERR_SSL/.test(code))) return 'certificate';
  if (codes.some((code) => /JSON_ATTRIBUTE_COMPARISON/.test(code))) return 'wrong_issuer';
  if (codes.some((code) => /^E[A-Z]+$/.test(code) || /TIMEOUT|ABORT/.test(code))) return 'unreachable';
  return 'refused';
}
