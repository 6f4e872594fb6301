import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { newId, silentLogger } from '@nexus/kernel';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { limitConnections } from '../src/connection-limits.ts';
import {
  closeGracefully,
  type EndedSessions,
  eventStreamResponse,
  type HttpApp,
  listen,
  readUploads,
  type ServerEvent,
  sendEvents,
} from '../src/index.ts';
import { createTestHttpApp, fixedSessions } from '../src/testing.ts';

const ana = { personId: newId(), sessionId: newId() };
const luis = { personId: newId(), sessionId: newId() };
let app: HttpApp;
let port: number;

type Options = NonNullable<Parameters<typeof createTestHttpApp>[1]>;

async function start(options: Options = {}): Promise<void> {
  app = await createTestHttpApp({ ana, luis }, options);
  const said = (operationId: string) => ({ operationId, summary: 's', tags: ['t'] });
  const ok = { response: { 200: z.object({ ok: z.boolean() }) } };
  app.get('/hello', { config: { access: 'public' }, schema: { ...said('hello'), ...ok } }, async () => ({ ok: true }));
  app.post(
    '/ask',
    { config: { access: 'session' }, schema: { ...said('ask'), body: z.object({ text: z.string() }), ...ok } },
    async () => ({ ok: true }),
  );
  app.post(
    '/upload',
    { config: { access: 'session', upload: true }, schema: { ...said('upload'), ...ok } },
    async (request) => {
      for await (const { content } of readUploads(request)) for await (const _ of content);
      return { ok: true };
    },
  );
  app.get(
    '/events',
    { config: { access: 'session' }, schema: { ...said('events'), response: { 200: eventStreamResponse } } },
    (request, reply) => sendEvents(request, reply, quiet, { heartbeatMs: 10 }),
  );
  ({ port } = await listen(app, { port: 0 }));
}

async function* quiet(signal: AbortSignal): AsyncGenerator<ServerEvent> {
  yield { event: 'open', data: 1 };
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

afterEach(() => closeGracefully(app, 300));

async function open(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Everything that the server says until it hangs up, and how long that took. */
async function untilClosed(socket: Socket): Promise<{ text: string; ms: number }> {
  const started = performance.now();
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  // Not `once`: a reset is an end too, and would reject.
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  return { text, ms: performance.now() - started };
}

describe('slow clients', () => {
  test('whose headers drip are cut, and meanwhile everybody else is served', async () => {
    await start({ patience: { headersMs: 500 } });
    const sockets = await Promise.all(Array.from({ length: 100 }, open));
    for (const socket of sockets) socket.write('GET /hello HTTP/1.1\r\nHost: localhost\r\n');
    const drip = setInterval(() => {
      for (const socket of sockets) socket.write('X-a: b\r\n');
    }, 100);
    const started = performance.now();
    const waits = sockets.map(untilClosed);
    expect((await fetch(`http://127.0.0.1:${port}/hello`)).status).toBe(200);
    const ended = await Promise.all(waits);
    clearInterval(drip);
    expect(performance.now() - started).toBeLessThan(4_000);
    for (const { text } of ended) expect(text).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  test('whose body drips are cut', async () => {
    await start({ patience: { bodyMs: 300 } });
    const socket = await open();
    socket.write(
      'POST /ask HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ana\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"text":"',
    );
    const drip = setInterval(() => socket.write('a'), 50);
    const { text, ms } = await untilClosed(socket);
    clearInterval(drip);
    expect(ms).toBeLessThan(2_000);
    expect(text).not.toContain('200 OK');
  });

  test('whose upload stands still are cut, those whose upload goes on are not', async () => {
    await start({ patience: { uploadMs: 200, uploadBytes: 1_000 } });
    const head =
      'POST /upload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ana\r\nContent-Type: multipart/form-data; boundary=e\r\n';
    const part = '--e\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n';
    const end = '\r\n--e--\r\n';
    const still = await open();
    still.write(`${head}Content-Length: 100000\r\n\r\n${part}`);
    const drip = setInterval(() => still.write('a'), 50);
    const { ms } = await untilClosed(still);
    clearInterval(drip);
    expect(ms).toBeLessThan(1_500);
    const steady = await open();
    const size = 20 * 500;
    steady.write(`${head}Content-Length: ${part.length + size + end.length}\r\nConnection: close\r\n\r\n${part}`);
    const answer = untilClosed(steady);
    for (let sent = 0; sent < size; sent += 500) {
      steady.write('b'.repeat(500));
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    steady.write(end);
    expect((await answer).text).toContain('200 OK');
  });
});

describe('connections', () => {
  test('of one source have a share; the next is closed unread, and one that leaves makes room', async () => {
    await start({ connections: { perSource: 5 } });
    const held = await Promise.all(Array.from({ length: 20 }, open));
    const extra = await open();
    expect((await untilClosed(extra)).text).toBe('');
    held[0]!.destroy();
    await expect
      .poll(() =>
        fetch(`http://127.0.0.1:${port}/hello`).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
    for (const socket of held) socket.destroy();
  });

  test('of proxies are many people and have no share', () => {
    const server = { on: (_: string, listener: (socket: unknown) => void) => (connected = listener) };
    let connected: (socket: unknown) => void = () => {};
    const closed: string[] = [];
    limitConnections(server as never, { perSource: 1, exempt: ['192.0.2.7'] }, silentLogger);
    for (const remoteAddress of ['192.0.2.7', '192.0.2.7', '192.0.2.8', '192.0.2.8'])
      connected({ remoteAddress, once: () => {}, destroy: () => closed.push(remoteAddress) });
    expect(closed).toEqual(['192.0.2.8']);
  });
});

describe('requests that are no requests', () => {
  const say = async (text: string) => {
    const socket = await open();
    socket.write(text);
    return (await untilClosed(socket)).text;
  };
  const statuses = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => match[1]);

  test('with headers beyond 16 kB are refused: many, long, or a long address', async () => {
    await start();
    expect(await say(`GET /hello HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`)).toContain(
      '431',
    );
    const many = Array.from({ length: 3_000 }, (_, n) => `X-${n}: a`).join('\r\n');
    expect(await say(`GET /hello HTTP/1.1\r\nHost: localhost\r\n${many}\r\n\r\n`)).toContain('431');
    expect(await say(`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`)).toContain('431');
    expect(
      await say(
        `GET /hello HTTP/1.1\r\nHost: localhost\r\nCookie: nexus_session=${'a'.repeat(9_000)}\r\nConnection: close\r\n\r\n`,
      ),
    ).toContain('200');
  });

  test.each([
    [
      'both lengths',
      'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n',
    ],
    [
      'two lengths',
      'Content-Length: 4\r\nContent-Length: 40\r\n\r\naaaaGET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n',
    ],
    [
      'an encoding that is none',
      'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\nGET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n',
    ],
    [
      'an encoding with a space before the colon',
      'Transfer-Encoding : chunked\r\n\r\n0\r\n\r\nGET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n',
    ],
    ['a folded header', 'X-a: b\r\n c: d\r\nContent-Length: -1\r\n\r\nGET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a bare line feed', 'X-a: b\nContent-Length: 3\n\nGET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    [
      'a chunk size that is none',
      'Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\nGET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n',
    ],
  ])('with %s bring no second request along', async (_, rest) => {
    await start();
    const answer = statuses(
      await say(
        `POST /ask HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ana\r\nContent-Type: application/json\r\n${rest}`,
      ),
    );
    expect(answer).toHaveLength(1);
    expect(answer[0]).toBe('400');
  });

  test('for another host, or with two, are answered for none of them', async () => {
    await start();
    expect(statuses(await say('GET /hello HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'))).toEqual([
      '421',
    ]);
    expect(
      statuses(await say('GET http://evil.example/hello HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')),
    ).toEqual(['421']);
    expect(
      statuses(await say('GET /hello HTTP/1.1\r\nHost: localhost@evil.example\r\nConnection: close\r\n\r\n')),
    ).toEqual(['421']);
    expect(
      statuses(
        await say(
          'GET /hello HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n',
        ),
      ),
    ).toEqual(['200']);
    const two = await say('GET /hello HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    expect(two).not.toContain('evil.example');
  });
});

describe('a session that ends while its request is open', () => {
  test('cuts it within seconds, and nobody else’s', async () => {
    const ended = new Set<string>();
    const sessions = {
      ...fixedSessions({ ana, luis }),
      findEnded: async (ids: readonly string[]) => ids.filter((id) => ended.has(id)),
    };
    await start({ sessions, openResponses: { everyMs: 50 } });
    let isLuisCut = false;
    const socket = await open();
    socket.write('GET /events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer luis\r\n\r\n');
    socket.once('close', () => {
      isLuisCut = true;
    });
    const watched = await open();
    watched.write('GET /events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ana\r\n\r\n');
    await Promise.all([once(watched, 'data'), once(socket, 'data')]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(watched.closed).toBe(false);
    const cut = untilClosed(watched);
    ended.add(ana.sessionId);
    expect((await cut).ms).toBeLessThan(1_000);
    expect(isLuisCut).toBe(false);
    socket.destroy();
  });

  test('in this process cuts at once, but not the request that ends the others', async () => {
    let tell: (ended: EndedSessions) => void = () => {};
    const sessions = {
      ...fixedSessions({ ana, luis }),
      onEnded: (listener: typeof tell) => {
        tell = listener;
        return () => {};
      },
    };
    await start({ sessions });
    const watched = await open();
    watched.write('GET /events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ana\r\n\r\n');
    await once(watched, 'data');
    tell({ personId: ana.personId, exceptSessionId: ana.sessionId });
    tell({ personId: luis.personId });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(watched.closed).toBe(false);
    const cut = untilClosed(watched);
    tell({ personId: ana.personId });
    expect((await cut).ms).toBeLessThan(1_000);
  });
});
