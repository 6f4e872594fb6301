import { createHash } from 'node:crypto';
import type { RequestSource } from '@nexus/http';
import type { Entered, IdentityParts } from '../identity.parts.ts';
import { createLinking } from '../linking.ts';
import { sealedSources } from '../sealed-sources.ts';
import type { Source } from '../sources.settings.ts';
import { openidClient, openProvider, ProviderFault, signatureAlgorithms } from './provider-client.ts';

export type ProviderSource = Extract<Source, { kind: 'provider' }>;

/** What has to come back with the answer, kept in the browser that asked and in no other. */
type Flow = {
  sourceId: string;
  state: string;
  nonce: string;
  verifier: string;
  redirectUri: string;
  returnTo: string;
  expiresAt: number;
};

/** Vouched for, and a code of ours is still to come. */
type Ticket = { sourceId: string; personId: string; spend: string; returnTo: string; expiresAt: number };

export type ProviderResult = ({ entered: Entered } | { ticket: string }) & { returnTo: string };

const flowMinutes = 10;

/** Signing in at the building's provider: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636), state and nonce. */
export function createProviderSignIn(parts: IdentityParts) {
  const { people, clock, logger } = parts;
  const sealed = sealedSources(parts.sealer);
  const linking = createLinking(parts);

  /** Where the browser goes, and what it keeps meanwhile. @throws ProviderFault */
  async function beginAtProvider(
    { id, settings }: ProviderSource,
    { origin, returnTo }: { origin: string; returnTo: string },
  ): Promise<{ location: string; flow: string }> {
    const client = await openidClient();
    const { config } = await openProvider(settings);
    const flow: Flow = {
      sourceId: id,
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      redirectUri: `${origin}${callbackPath}`,
      returnTo: localPath(returnTo),
      expiresAt: clock.now().getTime() + flowMinutes * 60_000,
    };
    const location = client.buildAuthorizationUrl(config, {
      redirect_uri: flow.redirectUri,
      scope: 'openid profile email',
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
    });
    return { location: location.href, flow: sealed.sealToken('identity.flow', flow) };
  }

  /**
   * What the provider sent back. Whatever does not fit is refused with one answer, and recorded with its reason.
   * @throws SignInRefusedError
   */
  async function returnFromProvider(
    findSource: (id: string) => Promise<ProviderSource | null>,
    { query, flowToken }: { query: string; flowToken: string | null },
    source: RequestSource,
  ): Promise<ProviderResult> {
    const flow = flowToken === null ? null : sealed.openToken<Flow>('identity.flow', flowToken);
    if (flow === null || flow.expiresAt <= clock.now().getTime()) return people.refuseVouched('flow', null, source);
    const provider = await findSource(flow.sourceId);
    if (provider === null) return people.refuseVouched('source_off', null, source);
    const claims = await claimsOf(provider, flow, query).catch((error: unknown) => {
      logger.warn('an answer of the provider was refused', { error });
      return null;
    });
    if (claims === null) return people.refuseVouched('provider_answer', null, source);
    const { settings } = provider;
    const linked = await linking.link(
      {
        sourceId: provider.id,
        subject: `${claims.iss} ${claims.sub}`,
        name: typeof claims['name'] === 'string' ? claims['name'] : null,
        // Only one that the provider has seen to: at many, people type in whatever address they like.
        email: claims['email_verified'] === true && typeof claims['email'] === 'string' ? claims['email'] : null,
      },
      settings,
    );
    if ('refused' in linked) return people.refuseVouched(linked.refused, null, source);
    const { personId } = linked;
    const spend = createHash('sha256').update(`flow ${flow.state} ${flow.nonce}`).digest();
    const expiresAt = new Date(flow.expiresAt);
    try {
      const entry = { personId, way: 'provider' as const, sourceId: provider.id, secondStep: settings.secondStep };
      const entered = await people.enterVouched({ ...entry, spend: { hash: spend, expiresAt } }, source);
      return { entered, returnTo: flow.returnTo };
    } catch (error) {
      if ((error as { code?: string }).code !== 'session.code_required') throw error;
      // The ticket spends the same answer: however often it is sent, somebody comes in once.
      const ticket: Ticket = {
        sourceId: provider.id,
        personId,
        spend: spend.toString('base64url'),
        returnTo: flow.returnTo,
        expiresAt: flow.expiresAt,
      };
      return { ticket: sealed.sealToken('identity.ticket', ticket), returnTo: flow.returnTo };
    }
  }

  /** The code of our second step, after the provider has vouched. */
  async function enterWithTicket(token: string | null, code: string, source: RequestSource): Promise<Entered> {
    const ticket = token === null ? null : sealed.openToken<Ticket>('identity.ticket', token);
    if (ticket === null || ticket.expiresAt <= clock.now().getTime())
      return people.refuseVouched('ticket', null, source);
    const { personId, sourceId, expiresAt } = ticket;
    const spend = { hash: Buffer.from(ticket.spend, 'base64url'), expiresAt: new Date(expiresAt) };
    return people.enterVouched({ personId, way: 'provider', sourceId, secondStep: 'ours', code, spend }, source);
  }

  return { beginAtProvider, returnFromProvider, enterWithTicket };
}

export const callbackPath = '/api/v1/session/provider/callback';

/** Trades the code for the ID token and checks it: signature by the provider's keys, issuer, audience, times, nonce, state. */
async function claimsOf({ settings }: ProviderSource, flow: Flow, query: string) {
  const client = await openidClient();
  const { config } = await openProvider(settings);
  const tokens = await client.authorizationCodeGrant(config, new URL(`${flow.redirectUri}?${query}`), {
    pkceCodeVerifier: flow.verifier,
    expectedState: flow.state,
    expectedNonce: flow.nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined || tokens.id_token === undefined) throw new ProviderFault('refused');
  const header = JSON.parse(Buffer.from(tokens.id_token.split('.')[0]!, 'base64url').toString()) as { alg?: string };
  if (!signatureAlgorithms.includes(header.alg ?? ''))
    throw new ProviderFault('refused', new Error(`alg ${header.alg}`));
  // Issued to another client of the same provider (OpenID Connect Core section 3.1.3.7, steps 4 and 5).
  if (claims['azp'] !== undefined && claims['azp'] !== settings.clientId)
    throw new ProviderFault('refused', new Error('azp'));
  return claims;
}

/** Somewhere on our own page, whatever the address says. */
export function localPath(path: string): string {
  return /^\/(?![/\\])[^\\\s]*$/.test(path) ? path : '/';
}
