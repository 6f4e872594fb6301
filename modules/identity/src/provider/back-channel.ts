import type { IdentityParts } from '../identity.parts.ts';
import { createLinking } from '../linking.ts';
import { openProvider, signatureAlgorithms } from './provider-client.ts';
import type { ProviderSource } from './provider-sign-in.service.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';
const job = 'identity.sign-out';

/**
 * The provider says that somebody signed out there (OpenID Connect Back-Channel Logout 1.0): what it opened here ends. False for a token that is
 * not what it should be; one that names nobody here is none of our business and true.
 */
export async function signOutByProvider(
  parts: IdentityParts,
  provider: ProviderSource,
  token: string,
): Promise<boolean> {
  const subject = await subjectOf(provider, token).catch((error: unknown) => {
    parts.logger.warn('a sign-out of the provider was refused', { error });
    return null;
  });
  if (subject === null) return false;
  const personId = await createLinking(parts).findLinked(provider.id, subject);
  if (personId !== null) await parts.people.endSessionsOfSource(job, personId, provider.id);
  return true;
}

async function subjectOf({ settings }: ProviderSource, token: string): Promise<string> {
  const { createLocalJWKSet, jwtVerify } = await import('jose');
  const { config, fetch } = await openProvider(settings);
  const metadata = config.serverMetadata();
  const keys = (await (await fetch(metadata.jwks_uri!)).json()) as Parameters<typeof createLocalJWKSet>[0];
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
    algorithms: signatureAlgorithms,
    issuer: metadata.issuer,
    audience: settings.clientId,
    maxTokenAge: '5 minutes',
    requiredClaims: ['jti', 'events', 'sub', 'iat'],
  });
  const events = payload['events'] as Record<string, unknown> | null;
  // An ID token has a nonce and no event; it must not pass for a sign-out.
  if (payload['nonce'] !== undefined || typeof events !== 'object' || events?.[event] === undefined)
    throw new Error('no sign-out');
  return `${payload.iss} ${payload.sub}`;
}
