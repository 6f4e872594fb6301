import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyRoute, type HttpApp } from '@nexus/http';
import { silentLogger } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { startVault } from '../src/start.ts';
import { writeOwnCertificates } from '../src/tls/own-authority.ts';
import { createVaultApp } from '../src/vault-app.ts';
import { startTestVault, type VaultFixture } from './vault-fixture.ts';

let vault: VaultFixture;
let app: HttpApp;
let port: number;

beforeAll(async () => {
  vault = await startTestVault();
  port = Number(new URL(vault.running.url).port);
  app = await createVaultApp(vault.running.vault, readConfig({}, '/'), silentLogger);
  await app.ready();
});
afterAll(async () => {
  await app?.close();
  await vault?.close();
});

/** As it is written, past every client that would tidy the address up. */
async function say(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(text);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  await new Promise((resolve) => socket.once('close', resolve));
  return answer;
}

test('no address leads out of the folders that are served', async () => {
  const ways = [
    '../',
    '..%2f',
    '%2e%2e/',
    '%2e%2e%2f',
    '..%5c',
    '..\\',
    '....//',
    '%252e%252e%252f',
    '..%c0%af',
    '..;/',
    './/../',
  ];
  const targets = ['package.json', 'etc/passwd', 'evaluation.key'];
  const heads = [
    '/assets/',
    '/favicon.svg/',
    '/reference/',
    '/reference/js/',
    '/documents/',
    '/api/v1/documents/',
    '/',
  ];
  for (const head of heads) {
    for (const way of ways) {
      for (const target of targets) {
        const path = `${head}${way.repeat(6)}${target}`;
        const answer = await say(
          `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${vault.adminToken}\r\nConnection: close\r\n\r\n`,
        );
        expect({ path, leak: /"workspaces"|root:x:0|nexus_app/.test(answer) }).toEqual({ path, leak: false });
        expect(answer).toMatch(/^HTTP\/1\.1 (200|400|404|503) /);
        if (answer.startsWith('HTTP/1.1 200')) expect(answer).toContain('text/html');
      }
    }
  }
  for (const path of ['/assets/%00', '/assets/.env', '/assets/a%00.js', '/assets//etc/passwd'])
    expect(await say(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 (400|404) /,
    );
}, 60_000);

test('no page of another site changes anything with somebody’s cookie, on any route', async () => {
  const { session } = await vault.running.vault.accounts.service.signIn(
    { email: 'admin@example.org', password: 'tortuga violeta 47 balcones' },
    { ip: '127.0.0.1', network: '127.0.0.1', userAgent: 'lightMyRequest' },
  );
  const cookies = { nexus_session: session.token };
  const changing = everyRoute(app).filter(
    ({ method, access }) => !['GET', 'HEAD', 'OPTIONS'].includes(method) && access === 'session',
  );
  expect(changing.length).toBeGreaterThan(40);
  const sites: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'https://other.localhost' },
    { origin: 'null' },
    {},
  ];
  for (const { method, url } of changing) {
    const path = url.replaceAll(/:\w+/g, '00000000-0000-7000-8000-00000000dead');
    for (const headers of sites) {
      const response = await app.inject({
        method: method as 'POST',
        url: path,
        cookies,
        headers: { host: 'localhost', ...headers },
      });
      expect({ method, url, headers, code: response.json().code }).toEqual({
        method,
        url,
        headers,
        code: 'request.cross_site',
      });
    }
  }
  const me = await app.inject({ url: '/api/v1/me', cookies, headers: { host: 'localhost' } });
  expect(me.statusCode).toBe(200);
});

test('somebody who is suspended in the middle of an upload is cut off at once, and nothing of it stays', async () => {
  const { client, personId } = await vault.invite('luz@example.org');
  const space = await client.post<{ id: string }>('/spaces', { name: 'De Luz' });
  const { session } = await vault.running.vault.accounts.service.signIn(
    { email: 'luz@example.org', password: 'tortuga violeta 47 balcones' },
    { ip: '127.0.0.1', network: '127.0.0.1', userAgent: '' },
  );
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    `POST /api/v1/spaces/${space.id}/documents HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${session.token}\r\nContent-Type: multipart/form-data; boundary=e\r\nContent-Length: 1000000\r\n\r\n--e\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nEmpieza`,
  );
  const drip = setInterval(() => socket.write('y sigue '), 50);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(socket.closed).toBe(false);
  const started = performance.now();
  await vault.admin.post(`/people/${personId}/suspend`);
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(drip);
  expect(performance.now() - started).toBeLessThan(2_000);
  await expect(client.get('/me')).rejects.toMatchObject({ status: 401 });
});

describe('https by the server itself', () => {
  test('starts from files, says so in its health', { timeout: 120_000 }, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'nexus-https-'));
    const made = await writeOwnCertificates(join(dataDir, 'tls'), { names: ['localhost', '127.0.0.1'], days: 10 });
    const env = {
      NEXUS_DATA: dataDir,
      NEXUS_PORT: '0',
      NEXUS_READERS: '1',
      NEXUS_TLS_CERT: made.certificate,
      NEXUS_TLS_KEY: made.key,
    };
    const running = await startVault(readConfig(env, '/'), silentLogger);
    try {
      expect(running.url).toMatch(/^https:\/\/localhost:/);
      const ca = await readFile(made.authority, 'utf8');
      const sent = request(`${running.url}/api/v1/health`, { ca }).end();
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      let text = '';
      for await (const chunk of response) text += chunk;
      expect(JSON.parse(text)).toMatchObject({ status: 'ok', certificate: 'expires_soon' });
      expect(response.headers['strict-transport-security']).toContain('max-age');
      const plain = await fetch(running.url.replace('https', 'http')).then(
        () => 'answered',
        () => 'refused',
      );
      expect(plain).toBe('refused');
    } finally {
      await running.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
