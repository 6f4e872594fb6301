import { createPublicKey } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** What the token of the next sign-in looks like; each name but `good` is something wrong. */
export type Scenario = keyof typeof scenarios;

type Keys = { kid: string; privateKey: CryptoKey; publicKey: CryptoKey };

type Making = {
  claims: JWTPayload & { nonce?: string };
  keys: Keys;
  stranger: Keys;
  publicPem: string;
  clientSecret: string;
};

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const sign = (claims: JWTPayload, { kid, privateKey }: Keys, header: object = {}) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(privateKey);
const bySecret = (claims: JWTPayload, secret: string, kid: string) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(Buffer.from(secret));
const now = () => Math.floor(Date.now() / 1000);

export const scenarios = {
  good: ({ claims, keys }: Making) => sign(claims, keys),
  'no signature': ({ claims }: Making) => `${encode({ alg: 'none' })}.${encode(claims)}.`,
  'no signature under another spelling': ({ claims }: Making) => `${encode({ alg: 'nOnE' })}.${encode(claims)}.`,
  'the public key as a shared secret': ({ claims, keys, publicPem }: Making) => bySecret(claims, publicPem, keys.kid),
  'the client secret as key': ({ claims, keys, clientSecret }: Making) => bySecret(claims, clientSecret, keys.kid),
  'a key of somebody else under our name': ({ claims, keys, stranger }: Making) =>
    sign(claims, { ...stranger, kid: keys.kid }),
  'an unknown key': ({ claims, stranger }: Making) => sign(claims, stranger),
  'its own key in the header': async ({ claims, stranger }: Making) =>
    sign(claims, stranger, { jwk: await exportJWK(stranger.publicKey) }),
  'an address for keys in the header': ({ claims, stranger }: Making) =>
    sign(claims, stranger, { jku: 'https://evil.example/keys' }),
  'a changed claim': async ({ claims, keys }: Making) => {
    const [head, , tail] = (await sign(claims, keys)).split('.');
    return `${head}.${encode({ ...claims, sub: 'other' })}.${tail}`;
  },
  'another issuer': ({ claims, keys }: Making) => sign({ ...claims, iss: 'https://evil.example' }, keys),
  'another audience': ({ claims, keys }: Making) => sign({ ...claims, aud: 'another-client' }, keys),
  'two audiences and no word for whom': ({ claims, keys }: Making) =>
    sign({ ...claims, aud: [String(claims.aud), 'another-client'] }, keys),
  'issued for another client': ({ claims, keys }: Making) => sign({ ...claims, azp: 'another-client' }, keys),
  'a time that is over': ({ claims, keys }: Making) => sign({ ...claims, exp: now() - 120 }, keys),
  'a time that has not come': ({ claims, keys }: Making) => sign({ ...claims, nbf: now() + 600 }, keys),
  'no end': ({ claims: { exp: _, ...claims }, keys }: Making) => sign(claims, keys),
  'no nonce': ({ claims: { nonce: _, ...claims }, keys }: Making) => sign(claims, keys),
  'the nonce of another sign-in': ({ claims, keys }: Making) => sign({ ...claims, nonce: 'another' }, keys),
  'no subject': ({ claims: { sub: _, ...claims }, keys }: Making) => sign(claims, keys),
  'no token': async () => undefined,
} satisfies Record<string, (making: Making) => Promise<string | undefined> | string>;

export type CrookedProvider = {
  issuer: string;
  /** Of the token that is made next. */
  claims: Record<string, unknown>;
  /** What discovery says besides, or instead. */
  metadata: Record<string, unknown>;
  /** Which nonce the sign-in under way has; codes name the scenario. */
  nonce: string;
  /** What came to the token endpoint. */
  asked: URLSearchParams[];
  rotateKeys(): Promise<void>;
  logoutToken(change?: JWTPayload): Promise<string>;
  close(): Promise<void>;
};

export const clientId = 'nexus';
export const clientSecret = 'secreto-de-cliente-47';

/** An OpenID provider that does what it is told, right or wrong. */
export async function startCrookedProvider(secure?: { cert: string; key: string }): Promise<CrookedProvider> {
  const newKeys = async (kid: string): Promise<Keys> => ({
    kid,
    ...(await generateKeyPair('RS256', { extractable: true })),
  });
  let keys = await newKeys('first');
  const stranger = await newKeys('stranger');
  const used = new Set<string>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (body: object, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const path = request.url!.split('?')[0];
    if (path === '/.well-known/openid-configuration') return void send({ ...discovery(), ...provider.metadata });
    if (path === '/keys') {
      const jwk = { ...(await exportJWK(keys.publicKey)), kid: keys.kid, use: 'sig', alg: 'RS256' };
      return void send({ keys: [jwk] });
    }
    if (path !== '/token') return void send({}, 404);
    let text = '';
    for await (const chunk of request) text += chunk;
    const form = new URLSearchParams(text);
    provider.asked.push(form);
    const [name = '', serial = ''] = (form.get('code') ?? '').split('~');
    if (used.has(serial)) return void send({ error: 'invalid_grant' }, 400);
    used.add(serial);
    const publicPem = createPublicKey({
      key: (await exportJWK(keys.publicKey)) as never,
      format: 'jwk',
    } as never).export({ type: 'spki', format: 'pem' });
    const claims = {
      iss: provider.issuer,
      aud: clientId,
      sub: 'ana-1',
      iat: now(),
      exp: now() + 300,
      nonce: provider.nonce,
      ...provider.claims,
    };
    const token = await scenarios[name as Scenario]({
      claims,
      keys,
      stranger,
      publicPem: String(publicPem),
      clientSecret,
    });
    send({
      access_token: 'x',
      token_type: 'Bearer',
      expires_in: 60,
      ...(token === undefined ? {} : { id_token: token }),
    });
  }

  const discovery = () => ({
    issuer: provider.issuer,
    authorization_endpoint: `${provider.issuer}/authorize`,
    token_endpoint: `${provider.issuer}/token`,
    jwks_uri: `${provider.issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    code_challenge_methods_supported: ['S256'],
  });

  const handle = (request: IncomingMessage, response: ServerResponse) => void answer(request, response);
  const server = secure === undefined ? createServer(handle) : createSecureServer(secure, handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const provider: CrookedProvider = {
    issuer: `${secure === undefined ? 'http' : 'https'}://localhost:${port}`,
    claims: {},
    metadata: {},
    nonce: '',
    asked: [],
    async rotateKeys() {
      keys = await newKeys(`next-${Math.random()}`);
    },
    logoutToken: (change = {}) =>
      sign(
        {
          iss: provider.issuer,
          aud: clientId,
          sub: 'ana-1',
          iat: now(),
          exp: now() + 60,
          jti: String(Math.random()),
          events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
          ...change,
        },
        keys,
      ),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return provider;
}
