import dgram from 'node:dgram';
import dns from 'node:dns';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';
import { Worker } from 'node:worker_threads';

type Way = (port: string) => Promise<string>;

const codeOf = (error: unknown): string => {
  const { code, cause, errors } = error as { code?: string; cause?: unknown; errors?: unknown[] };
  return code ?? (cause ? codeOf(cause) : errors?.[0] ? codeOf(errors[0]) : String(error));
};

function outcome(run: (done: (text: string) => void) => void): Promise<string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('timeout'), 3_000);
    try {
      run((text) => {
        clearTimeout(timer);
        resolve(text);
      });
    } catch (error) {
      resolve(codeOf(error));
    }
  });
}

/** Each tried with a port that is configured and with one that is not. */
export const ways: Record<string, Way> = {
  net: (port) =>
    outcome((done) => {
      const socket = net.connect(Number(port), 'localhost', () => done('connected'));
      socket.on('error', (error) => done(codeOf(error)));
    }),
  'net, own look-up': (port) =>
    outcome((done) => {
      const lookup: net.LookupFunction = (_name, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]);
      const socket = net.connect({ port: Number(port), host: 'localhost', lookup }, () => done('connected'));
      socket.on('error', (error) => done(codeOf(error)));
    }),
  'net, IPv4 in IPv6': (port) =>
    outcome((done) => {
      const socket = net.connect(Number(port), '::ffff:127.0.0.1', () => done('connected'));
      socket.on('error', (error) => done(codeOf(error)));
    }),
  http: (port) =>
    outcome((done) => {
      http
        .get(`http://localhost:${port}/`, (response) => done(`connected`) ?? response.resume())
        .on('error', (error) => done(codeOf(error)));
    }),
  http2: (port) =>
    outcome((done) => {
      const session = http2.connect(`http://localhost:${port}`);
      session.on('connect', () => done('connected'));
      session.on('error', (error) => done(codeOf(error)));
    }),
  tls: (port) =>
    outcome((done) => {
      const socket = tls.connect(Number(port), 'localhost');
      socket.on('connect', () => done('connected'));
      socket.on('error', (error) => done(codeOf(error)));
    }),
  fetch: (port) =>
    fetch(`http://localhost:${port}/`).then(
      () => 'connected',
      (error: unknown) => codeOf(error),
    ),
  // Its error says nothing of the reason: the listeners' counts do.
  WebSocket: (port) =>
    outcome((done) => {
      new WebSocket(`ws://localhost:${port}/`).onerror = () => done('unsaid');
    }),
  'udp send': (port) =>
    outcome((done) => {
      const socket = dgram.createSocket('udp4');
      socket.send('x', Number(port), '127.0.0.1', (error) => {
        socket.close();
        done(error ? codeOf(error) : 'connected');
      });
    }),
  'udp connect': (port) =>
    outcome((done) => {
      const socket = dgram.createSocket('udp4');
      socket.connect(Number(port), '127.0.0.1', ((error?: Error) => {
        if (error) return done(codeOf(error));
        socket.send('x', (failure) => {
          socket.close();
          done(failure ? codeOf(failure) : 'connected');
        });
      }) as () => void);
    }),
};

const thread = (source: string, workerData: unknown) =>
  outcome((done) => {
    const worker = new Worker(
      `import('node:worker_threads').then(async ({ parentPort, workerData, Worker }) => {${source}})`,
      { eval: true, workerData, execArgv: [] },
    );
    worker.on('message', done);
    worker.on('error', (error) => done(codeOf(error)));
  });

const connectInThread = `const net = await import('node:net');
  net.connect(Number(workerData), '127.0.0.1', () => parentPort.postMessage('connected')).on('error', (e) => parentPort.postMessage(e.code));`;

/** Each must be refused. */
export const others: Record<string, Way> = {
  'look-up of a name': () =>
    outcome((done) => dns.lookup('secret.example.org', (error) => done(error ? codeOf(error) : 'found'))),
  'look-up by promise': () => dns.promises.lookup('secret.example.org').then(() => 'found', codeOf),
  resolve: () =>
    outcome((done) => dns.resolve4('secret.example.org', (error) => done(error ? codeOf(error) : 'found'))),
  'resolve by promise': () => dns.promises.resolveTxt('secret.example.org').then(() => 'found', codeOf),
  'own resolver': () =>
    outcome((done) => {
      const resolver = new dns.Resolver();
      resolver.setServers(['127.0.0.1']);
      resolver.resolveAny('secret.example.org', (error) => done(error ? codeOf(error) : 'found'));
    }),
  reverse: () => outcome((done) => dns.reverse('192.0.2.1', (error) => done(error ? codeOf(error) : 'found'))),
  'look-up of a service': () =>
    outcome((done) => dns.lookupService('192.0.2.1', 443, (error) => done(error ? codeOf(error) : 'found'))),
  'address of the world': () =>
    outcome((done) =>
      net.connect(443, '192.0.2.1', () => done('connected')).on('error', (error) => done(codeOf(error))),
    ),
  'udp to the world': () =>
    outcome((done) =>
      dgram.createSocket('udp4').send('x', 53, '192.0.2.1', (error) => done(error ? codeOf(error) : 'sent')),
    ),
  'socket of another program': () =>
    outcome((done) =>
      net.connect('/run/docker.sock', () => done('connected')).on('error', (error) => done(codeOf(error))),
    ),
  thread: (port) => thread(connectInThread, port),
  'thread of a thread': (port) =>
    thread(
      `const inner = new Worker(\`import('node:worker_threads').then(async ({ parentPort, workerData }) => {${connectInThread}})\`, { eval: true, workerData });
       inner.on('message', (text) => parentPort.postMessage(text));`,
      port,
    ),
  'put back': async (port) => {
    const binding = (
      process as unknown as { binding(name: string): { TCP: { prototype: Record<string, unknown> } } }
    ).binding('tcp_wrap');
    try {
      Object.defineProperty(binding.TCP.prototype, 'connect', { value: () => 0 });
      return 'replaced';
    } catch {
      return await ways.net!(String(Number(port) === 1 ? 2 : 1));
    }
  },
};
