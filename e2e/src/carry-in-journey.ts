import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ApiClient, createApiClient, obtainToken } from '@nexus/vault';
import { findBrowser, launchBrowser } from './browser.ts';
import { administrator } from './demo-vault.ts';

/** What a carry-in gave, as the last line of standard output. Times in seconds from the moment when there was only the archive. */
export type CarryInResult = {
  namedNode: string;
  installed: number;
  up: number;
  firstAnswer: number;
  answer: { outcome: string; quote: string };
  exports: { format: string; begins: string }[];
  page: { requestsElsewhere: string[]; violations: string[]; title: string } | null;
  exitCode: number | null;
};

/**
 * Runs inside a network namespace, with a machine that has no Node on its path: unpack, install, start, set up, read a scan, ask, export, look at
 * the page, stop.
 */
const [archive = '', publicKey = '', folder = '', trace = ''] = process.argv.slice(2);
const env = { ...process.env };
const started = performance.now();
const seconds = () => Math.round((performance.now() - started) / 100) / 10;
const run = (file: string, ...args: string[]) =>
  execFileSync(file, args, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });

run('tar', 'xzf', archive);
const unpacked = archive.replace(/^.*\//, '').replace('.tar.gz', '');
run('sh', join(unpacked, 'install.sh'), '--prefix', join(folder, 'opt'), '--key', publicKey);
const installed = seconds();
const namedNode = run('sh', '-c', 'command -v node || echo none').trim();

const launcher = join(folder, 'opt/current/nexus');
const straced = [
  'strace',
  '-f',
  '-qq',
  '--seccomp-bpf',
  '-e',
  'trace=connect,sendto,sendmsg,sendmmsg',
  '-e',
  'signal=none',
  '-o',
  trace,
];
const [file = '', ...args] = [...(trace ? straced : []), launcher, 'start'];
const server = spawn(file, args, {
  cwd: folder,
  env: { ...env, NEXUS_DATA: join(folder, 'data'), NEXUS_PORT: '0', NEXUS_READERS: '2' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const exited = once(server, 'exit') as Promise<[number | null]>;
const { url, setupToken } = await untilUp();
const up = seconds();

const { name, email, password } = administrator;
const client = createApiClient(url, {
  token: await obtainToken(url, '/setup', { token: setupToken, name, email, password }, 'carry-in'),
});
const { id: spaceId } = await client.post<{ id: string }>('/spaces', { name: 'Obra sin red' });
const samples = join(folder, 'opt/current/samples/files');
for (const path of [
  'obra/orden-paralizacion-3.jpg',
  'contrato/contrato-2024-17.docx',
  'contrato/contrato-2024-17-firmado.pdf',
]) {
  await client.upload(spaceId, path, new Blob([await readFile(join(samples, path))]));
}
const calling =
  '<html><body><p>Foto.</p><img src="https://example.org/x.png"><script src="https://example.org/x.js"></script></body></html>';
await client.upload(spaceId, 'enlaces.html', new Blob([calling]));
await untilRead(client, spaceId);

type Answer = { id: string; outcome: string; citations: { source: { quote: string; fileName: string } | null }[] };
const text = '¿Cuándo se reanudarán los trabajos paralizados?';
const asked = await client.post<Answer>('/questions', { text });
const firstAnswer = seconds();
const exports = [];
for (const format of ['pdf', 'docx']) {
  const response = await client.send('GET', `/questions/${asked.id}/export?format=${format}`);
  exports.push({ format, begins: Buffer.from(await response.arrayBuffer()).toString('latin1', 0, 4) });
}
const page = findBrowser() ? await lookAtThePage() : null;
stopServer();
const [exitCode] = await exited;

const scan = asked.citations.find(({ source }) => source?.fileName === 'orden-paralizacion-3.jpg');
const result: CarryInResult = {
  namedNode,
  installed,
  up,
  firstAnswer,
  answer: { outcome: asked.outcome, quote: scan?.source?.quote ?? '' },
  exports,
  page,
  exitCode,
};
console.log(JSON.stringify(result));

/** strace passes no signal on, so its child is asked. */
function stopServer(): void {
  const { pid = 0 } = server;
  const child = trace ? Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()) : pid;
  process.kill(child, 'SIGTERM');
}

async function untilUp(): Promise<{ url: string; setupToken: string }> {
  let output = '';
  return await new Promise((settle, reject) => {
    server.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const address = /^ {2}(http:\/\/localhost:\d+)\n/m.exec(output)?.[1];
      const token = /\/setup#(\S+)/.exec(output)?.[1];
      if (address && token && output.includes('Ctrl C')) settle({ url: address, setupToken: token });
    });
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
}

async function untilRead(reader: ApiClient, id: string): Promise<void> {
  for (const deadline = Date.now() + 240_000; ; ) {
    const counts = await reader.get<Record<string, number>>(`/spaces/${id}/ingest`);
    if (counts['queued'] === 0 && counts['reading'] === 0) return;
    if (Date.now() > deadline) throw new Error(`still reading: ${JSON.stringify(counts)}`);
    await new Promise((settle) => setTimeout(settle, 100));
  }
}

/** The screens that people use most, in a browser that has no network either. */
async function lookAtThePage(): Promise<NonNullable<CarryInResult['page']>> {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ baseURL: url, locale: 'es-ES' });
    const requestsElsewhere: string[] = [];
    const violations: string[] = [];
    context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== url) requestsElsewhere.push(request.url());
    });
    context.on('console', (message) => {
      if (/content security policy/i.test(message.text())) violations.push(message.text());
    });
    const response = await context.request.post('/api/v1/session', { data: { email, password } });
    if (!response.ok()) throw new Error(`signing in: ${response.status()}`);
    const tab = await context.newPage();
    for (const path of ['/', `/spaces/${spaceId}/documents`, '/search', '/activity', '/settings']) {
      await tab.goto(path, { waitUntil: 'networkidle' });
    }
    await tab.goto('/', { waitUntil: 'networkidle' });
    await tab.getByRole('navigation').first().waitFor();
    return { requestsElsewhere, violations, title: await tab.title() };
  } finally {
    await browser.close();
  }
}
