import { closeGracefully, listen } from '@nexus/http';
import { expect, test } from 'vitest';
import { startIdentity } from './identity-fixture.ts';

const clientId = 'nexus';
const clientSecret = 'secreto-de-cliente-47';
const settings = {
  name: 'Acceso',
  newcomers: 'create',
  linkByEmail: false,
  secondStep: 'ours',
  authority: null,
  clientId,
  clientSecret,
};

test('a whole sign-in at oidc-provider, by another hand than ours', { timeout: 60_000 }, async () => {
  const { default: Provider } = await import('oidc-provider');
  const own = await startIdentity();
  const { url, port } = await listen(own.app, { port: 0 });
  const issuerPort = await freePort();
  const issuer = `http://localhost:${issuerPort}`;
  const { exportJWK, generateKeyPair } = await import('jose');
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const oidc = new Provider(issuer, {
    clients: [
      { client_id: clientId, client_secret: clientSecret, redirect_uris: [`${url}/api/v1/session/provider/callback`] },
    ],
    pkce: { required: () => true },
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'k', use: 'sig', alg: 'RS256' }] } as never,
    cookies: { keys: ['una clave de prueba'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, name: 'Berta Gil', email: 'berta@example.org', email_verified: true }),
    }),
  });
  const server = oidc.listen(issuerPort, '127.0.0.1');
  const id = await own.addSource({ kind: 'provider', settings: { ...settings, issuer } });
  const browser = createBrowser();
  // Sent to the provider, signed in and agreed there, sent back: each step as a browser takes it.
  let response = await browser.go(`${url}/api/v1/session/provider/${id}/start?to=/activity`);
  for (const prompt of ['login', 'consent']) {
    const form = /action="([^"]+)"/.exec(await response.text())![1]!;
    const body: Record<string, string> = prompt === 'login' ? { prompt, login: 'berta-7', password: 'x' } : { prompt };
    response = await browser.go(new URL(form, response.url).href, body, [`localhost:${port}/activity`]);
  }
  expect(browser.stoppedAt).toBe(`${url}/activity`);
  const me = await browser.go(`${url}/api/v1/me`);
  expect(await me.json()).toMatchObject({ name: 'Berta Gil', email: 'berta@example.org' });
  server.close();
  server.closeAllConnections();
  await closeGracefully(own.app, 200);
  await own.db.close();
});

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Follows redirects and keeps cookies by host, as far as this test needs. */
function createBrowser() {
  const cookies = new Map<string, Map<string, string>>();
  const browser = {
    stoppedAt: '',
    async go(address: string, form?: Record<string, string>, stopAt: string[] = []): Promise<Response> {
      let url = address;
      let body = form;
      for (let steps = 0; steps < 20; steps += 1) {
        if (stopAt.some((place) => url.includes(place))) {
          browser.stoppedAt = url;
          return new Response('');
        }
        const { host } = new URL(url);
        const jar = cookies.get(host) ?? new Map<string, string>();
        cookies.set(host, jar);
        const response = await fetch(url, {
          redirect: 'manual',
          headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
          ...(body === undefined ? {} : { method: 'POST', body: new URLSearchParams(body) }),
        });
        for (const line of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          if (value === '') jar.delete(name);
          else jar.set(name, value);
        }
        const location = response.headers.get('location');
        if (location === null) return response;
        url = new URL(location, url).href;
        body = undefined;
      }
      throw new Error('too many redirects');
    },
  };
  return browser;
}
