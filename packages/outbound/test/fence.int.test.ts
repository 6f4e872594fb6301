import { execFile } from 'node:child_process';
import dgram from 'node:dgram';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const probe = fileURLToPath(new URL('fenced-probe.ts', import.meta.url));
const listeners: { close(): unknown }[] = [];
type Said = {
  results: Record<string, string>;
  refusals: { protocol: string; addressClass: string; attempts: number }[];
};
let said: Said;
/** The same with a proxy in the environment, which nobody configured. */
let proxied: Said;
const reached = { allowed: 0, tcp: 0, udp: 0 };

async function listenTcp(onConnection: () => void): Promise<number> {
  const server = net.createServer((socket) => {
    onConnection();
    socket.on('error', () => {}).end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  listeners.push(server);
  return (server.address() as AddressInfo).port;
}

async function listenUdp(onMessage: () => void): Promise<number> {
  const socket = dgram.createSocket('udp4', onMessage);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  listeners.push(socket);
  return socket.address().port;
}

async function probeWith(ports: readonly number[], env: Record<string, string>): Promise<Said> {
  const args = [probe, ...ports.map(String)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } });
  return JSON.parse(stdout) as Said;
}

beforeAll(async () => {
  const ports = [
    await listenTcp(() => {
      reached.allowed += 1;
    }),
    await listenTcp(() => {
      reached.tcp += 1;
    }),
    await listenUdp(() => {}),
    await listenUdp(() => {
      reached.udp += 1;
    }),
  ];
  said = await probeWith(ports, {});
  proxied = await probeWith(ports, { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: `http://127.0.0.1:${ports[1]}` });
});

afterAll(() => {
  for (const listener of listeners) listener.close();
});

describe('a fenced process', () => {
  test('reaches what is configured, by every way', () => {
    const allowed = Object.entries(said.results).filter(([name]) => name.endsWith(' allowed'));
    expect(Object.fromEntries(allowed.filter(([, result]) => result !== 'connected' && result !== 'unsaid'))).toEqual(
      {},
    );
    expect(allowed.length).toBeGreaterThan(8);
  });

  test('reaches nothing else, by no way', () => {
    const forbidden = Object.entries(said.results).filter(([name]) => name.endsWith(' forbidden'));
    expect(Object.fromEntries(forbidden.filter(([, result]) => result !== 'EPERM' && result !== 'unsaid'))).toEqual({});
    expect(forbidden.length).toBeGreaterThan(8);
    // By each way over TCP once, less the three that would go by the proxy; the others once in each run: what was allowed while it ran.
    expect(reached).toEqual({ allowed: 8 + 5, tcp: 2, udp: 0 });
  });

  test('does not follow a proxy of the environment', () => {
    expect(proxied.results['fetch allowed']).toBe('EPERM');
    expect(proxied.results['http allowed']).toBe('EPERM');
    expect(proxied.results['net allowed']).toBe('connected');
  });

  test('asks for no name, opens no socket of other programs, and neither do its threads; the fence stays', () => {
    const { results } = said;
    const others = Object.entries(results).filter(([name]) => !/ (?:allowed|forbidden|allow|forget)$/.test(name));
    expect(Object.fromEntries(others.filter(([, result]) => result !== 'EPERM'))).toEqual({});
    expect(others.length).toBe(13);
  });

  test('what is allowed while it runs is reached until it is taken back', () => {
    expect(said.results['after allow']).toBe('connected');
    expect(said.results['after forget']).toBe('EPERM');
  });

  test('each kind of refusal is told at once, by class alone', () => {
    const kinds = said.refusals.map(({ protocol, addressClass }) => `${protocol} ${addressClass}`);
    expect(kinds.sort()).toEqual([
      'dns name',
      'tcp loopback',
      'tcp public',
      'udp loopback',
      'udp public',
      'unix socket',
    ]);
    expect(JSON.stringify(said.refusals)).not.toMatch(/127\.|192\.|secret|docker/);
  });
});
