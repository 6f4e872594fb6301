import { once } from 'node:events';
import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { newId, silentLogger } from '@nexus/kernel';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  closeGracefully,
  type HttpApp,
  listen,
  openServerTls,
  type ServerTls,
  setSessionCookie,
  startRedirect,
} from '../src/index.ts';
import {
  createTestAuthority,
  createTestHttpApp,
  hasOpenssl,
  type TestAuthority,
  type TestCertificate,
} from '../src/testing.ts';

let authority: TestAuthority;
let stranger: TestAuthority;
let server: TestCertificate;
let app: HttpApp | null = null;
let tls: ServerTls | null = null;
let port = 0;
const logged: string[] = [];
const logger = { ...silentLogger, error: (text: string) => void logged.push(text) };

const serverUse = ['extendedKeyUsage=serverAuth', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
const clientUse = ['extendedKeyUsage=clientAuth'];

beforeAll(() => {
  if (!hasOpenssl) return;
  authority = createTestAuthority('Edificio');
  stranger = createTestAuthority('Desconocida');
  server = authority.issue('localhost', { extensions: serverUse });
});
afterAll(() => {
  authority?.close();
  stranger?.close();
});
afterEach(async () => {
  if (app) await closeGracefully(app, 300);
  tls?.close();
  app = null;
  logged.length = 0;
});

async function start(
  options: Partial<Parameters<typeof openServerTls>[0]> = {},
  files: Partial<Parameters<typeof openServerTls>[0]['files']> = {},
): Promise<void> {
  tls = await openServerTls({
    files: { certificate: server.certPath, key: server.keyPath, ...files },
    clients: 'none',
    onlyApproved: false,
    logger,
    everyMs: 20,
    ...options,
  });
  app = await createTestHttpApp({ ana: { personId: newId() } }, { tls });
  const said = { operationId: 'who', summary: 's', tags: ['t'] };
  app.get(
    '/who',
    {
      config: { access: 'public' },
      schema: { ...said, response: { 200: z.object({ card: z.string().nullable(), fault: z.string().nullable() }) } },
    },
    async (request, reply) => {
      setSessionCookie(reply, 'token', new Date(Date.now() + 60_000));
      const shown = request.server.clientCertificate(request);
      return { card: shown?.certificate.subject ?? null, fault: shown?.fault ?? null };
    },
  );
  ({ port } = await listen(app, { port: 0 }));
}

async function handshake(options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: authority.ca, ...options });
  await once(socket, 'secureConnect');
  return socket;
}

type Answer = { status: number; headers: Record<string, unknown>; body: { card: string | null; fault: string | null } };

function who(card?: TestCertificate): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      port,
      path: '/who',
      ca: authority.ca,
      agent: false as const,
      headers: { host: 'localhost' },
      ...(card ? { cert: card.cert, key: card.key } : {}),
    };
    const sent = request({ host: 'localhost', ...options }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode!, headers: response.headers, body: JSON.parse(text) });
    });
    sent.once('error', reject).end();
  });
}

const needs = describe.skipIf(!hasOpenssl);

needs('TLS of the server: needs openssl', () => {
  test('speaks 1.3 and 1.2 and nothing older, only suites with forward secrecy', async () => {
    await start();
    const modern = await handshake();
    expect(modern.getProtocol()).toBe('TLSv1.3');
    modern.destroy();
    const classic = await handshake({ maxVersion: 'TLSv1.2' });
    expect(classic.getCipher().name).toMatch(/^ECDHE-/);
    classic.destroy();
    await expect(
      handshake({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' }),
    ).rejects.toThrow();
    await expect(handshake({ maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' })).rejects.toThrow();
    await expect(handshake({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' })).rejects.toThrow();
  });

  test('with approved algorithms only, refuses ChaCha20 and X25519', async () => {
    await start({ onlyApproved: true });
    const approved = await handshake({ ecdhCurve: 'P-256' });
    expect(approved.getCipher().name).toBe('TLS_AES_256_GCM_SHA384');
    approved.destroy();
    await expect(handshake({ ciphers: 'TLS_CHACHA20_POLY1305_SHA256', minVersion: 'TLSv1.3' })).rejects.toThrow();
    await expect(handshake({ ecdhCurve: 'X25519', minVersion: 'TLSv1.3' })).rejects.toThrow();
  });

  test('marks the cookie Secure and __Host-, and tells browsers to stay with https', async () => {
    await start();
    const { headers } = await who();
    expect(headers['strict-transport-security']).toMatch(/max-age=31536000/);
    const [cookie] = headers['set-cookie'] as string[];
    expect(cookie).toMatch(/^__Host-nexus_session=token; .*Path=\/; .*HttpOnly; Secure; SameSite=Strict/);
    expect(cookie).not.toMatch(/Domain/i);
  });

  test('takes a new certificate without restart and without dropping connections', async () => {
    const path = (name: string) => join(authority.folder, `live.${name}`);
    copyFileSync(server.certPath, path('pem'));
    copyFileSync(server.keyPath, path('key'));
    await start({}, { certificate: path('pem'), key: path('key') });
    const old = await handshake();
    const before = old.getPeerCertificate().fingerprint256;

    // Half of a certificate, as a copy that is not done yet.
    writeFileSync(path('pem'), server.cert.slice(0, 300));
    await expect.poll(() => tls!.state().problem).toContain('live.pem');
    expect(logged.join()).toContain('the old ones stay');
    const meanwhile = await handshake();
    expect(meanwhile.getPeerCertificate().fingerprint256).toBe(before);
    meanwhile.destroy();

    const next = authority.issue('localhost', { extensions: serverUse });
    // A certificate whose key has not come yet is no reason to stop either.
    writeFileSync(path('next'), next.cert);
    renameSync(path('next'), path('pem'));
    await expect.poll(() => tls!.state().problem).toContain('is not the one of the certificate');
    writeFileSync(path('key'), readFileSync(next.keyPath));
    await expect.poll(() => tls!.state().problem).toBeNull();
    const fresh = await handshake();
    expect(fresh.getPeerCertificate().fingerprint256).not.toBe(before);
    fresh.destroy();

    old.write('GET /who HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const [answer] = (await once(old, 'data')) as [Buffer];
    expect(answer.toString()).toContain('200 OK');
    old.destroy();
  });

  test('tells when its certificate runs out', async () => {
    const short = authority.issue('localhost', { extensions: serverUse, days: 3 });
    await start({}, { certificate: short.certPath, key: short.keyPath });
    expect(tls!.state().condition).toBe('expires_soon');
    tls!.close();
    const clock = { now: () => new Date(Date.now() + 40 * 86_400_000) };
    await closeGracefully(app!, 100);
    await start({ clock });
    expect(tls!.state().condition).toBe('expired');
  });

  test('does not start on a key of somebody else, and says which file', async () => {
    const other = authority.issue('other', { extensions: serverUse });
    await expect(start({}, { key: other.keyPath })).rejects.toMatchObject({
      code: 'tls.files',
      detail: expect.stringContaining(other.keyPath),
    });
    await expect(start({}, { key: '/nowhere/key.pem' })).rejects.toMatchObject({
      detail: expect.stringContaining('/nowhere/key.pem'),
    });
  });

  test('sends http on to https, for our names and what changes nothing only', async () => {
    const redirect = await startRedirect({
      host: '127.0.0.1',
      port: 0,
      securePort: 7340,
      trustedHosts: ['vault.example.org'],
    });
    const go = async (path: string, { method = 'GET', host = 'vault.example.org' } = {}) => {
      const sent = plainRequest({ port: redirect.port, path, method, headers: { host } }).end();
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      response.resume();
      return { status: response.statusCode, location: response.headers.location };
    };
    expect(await go('/spaces?x=1')).toEqual({ status: 308, location: 'https://vault.example.org:7340/spaces?x=1' });
    expect((await go('//evil.example/')).location).toBe('https://vault.example.org:7340/');
    expect(await go('/', { host: 'evil.example' })).toEqual({ status: 421, location: undefined });
    expect(await go('/api/v1/session', { method: 'POST' })).toEqual({ status: 403, location: undefined });
    await redirect.close();
  });
});

needs('client certificates: need openssl', () => {
  test('are told good from unknown, over, of another use and revoked', async () => {
    const good = authority.issue('ana', { extensions: clientUse });
    const lost = authority.issue('lost', { extensions: clientUse });
    const over = authority.issue('over', {
      extensions: clientUse,
      days: 1,
      notBefore: new Date(Date.now() - 5 * 86_400_000),
    });
    const signing = authority.issue('signing', { extensions: ['extendedKeyUsage=emailProtection'] });
    const any = authority.issue('any');
    const foreign = stranger.issue('ana', { extensions: clientUse });
    const revocations = authority.revoke(lost);
    await start({ clients: 'optional' }, { clientAuthorities: authority.caPath, revocations });
    expect((await who()).body).toEqual({ card: null, fault: null });
    expect((await who(good)).body).toEqual({ card: 'CN=ana', fault: null });
    expect((await who(lost)).body.fault).toBe('CERT_REVOKED');
    expect((await who(over)).body.fault).toBe('CERT_HAS_EXPIRED');
    expect((await who(signing)).body.fault).toBe('INVALID_PURPOSE');
    expect((await who(any)).body.fault).toBe('INVALID_PURPOSE');
    expect((await who(foreign)).body.fault).toMatch(/UNABLE_TO|SELF_SIGNED|DEPTH_ZERO/);
  });

  test('when required, nobody gets as far as a request without a good one', async () => {
    const good = authority.issue('luis', { extensions: clientUse });
    const foreign = stranger.issue('luis', { extensions: clientUse });
    await start({ clients: 'required' }, { clientAuthorities: authority.caPath });
    expect((await who(good)).status).toBe(200);
    await expect(who()).rejects.toThrow();
    await expect(who(foreign)).rejects.toThrow();
  });

  test('that are revoked while their connection is open are no longer taken on it', async () => {
    const card = authority.issue('eva', { extensions: clientUse });
    const list = join(authority.folder, 'live.crl');
    copyFileSync(authority.revoke(), list);
    await start({ clients: 'optional' }, { clientAuthorities: authority.caPath, revocations: list });
    const socket = await handshake({ cert: card.cert, key: card.key });
    const ask = async () => {
      socket.write('GET /who HTTP/1.1\r\nHost: localhost\r\n\r\n');
      const [answer] = (await once(socket, 'data')) as [Buffer];
      return answer.toString();
    };
    expect(await ask()).toContain('"fault":null');
    // Idle connections are closed with the reload; this one is in the middle of a request.
    socket.write('GET /who HTTP/1.1\r\nHost: localhost\r\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    copyFileSync(authority.revoke(card), list);
    await expect
      .poll(() => tls!.reload().then(() => tls!.state().loadedAt.getTime()), { timeout: 3_000 })
      .toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.write('\r\n');
    const [late] = (await once(socket, 'data')) as [Buffer];
    expect(late.toString()).toContain('STALE_CONNECTION');
    socket.destroy();
    expect((await who(card)).body.fault).toBe('CERT_REVOKED');
  });

  test('are refused under a list of revocations that nobody renewed: it may lack the one that matters', async () => {
    const card = authority.issue('iris', { extensions: clientUse });
    await start({ clients: 'optional' }, { clientAuthorities: authority.caPath, revocations: authority.overdueList() });
    expect((await who(card)).body.fault).toBe('CRL_HAS_EXPIRED');
  });
});
