import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, type PersonActor, silentLogger, systemClock } from '@nexus/kernel';
import { parseCheckpoint } from '@nexus/transparency-log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AuditModule,
  createAuditModule,
  createSyslogPlace,
  parseSiemDestination,
  type SiemDestination,
} from '../src/index.ts';
import { createEntryDelivery } from '../src/siem/deliver-entries.ts';
import { type AuditTestDatabase, createAuditTestDatabase, sealer } from './audit-database.ts';

const scratch = mkdtempSync(join(tmpdir(), 'nexus-siem-'));
let db: AuditTestDatabase;
let audit: AuditModule;
let actor: PersonActor;
const count = 25;

beforeAll(async () => {
  db = await createAuditTestDatabase();
  audit = createAuditModule({ database: db.database, clock: systemClock, logger: silentLogger, sealer });
  actor = await db.person();
  const entry = () => ({
    actor,
    action: 'document.read' as const,
    outcome: 'success' as const,
    objects: [{ kind: 'document', id: newId() }],
  });
  await db.database.withActor(actor, (tx) => audit.service.recordAll(tx, Array.from({ length: count }, entry)));
  await audit.log.drain();
});
afterAll(async () => {
  await db.close();
  rmSync(scratch, { recursive: true, force: true });
});

const deliveryTo = (...destinations: SiemDestination[]) =>
  createEntryDelivery({
    database: db.database,
    destinations,
    source: async () => ({ host: 'vault01', version: '0.1.0', origin: 'nexus.invalid/log/x' }),
    clock: systemClock,
    logger: silentLogger,
    batchSize: 10,
  });

/** Takes octet-counted messages until it is told to break. */
async function startReceiver(): Promise<{ server: Server; port: number; messages: string[]; breakNext(): void }> {
  const messages: string[] = [];
  let isBreaking = false;
  const server = createServer((socket) => {
    if (isBreaking) {
      isBreaking = false;
      socket.resetAndDestroy();
      return;
    }
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('end', () => {
      for (let at = 0; at < text.length; ) {
        const space = text.indexOf(' ', at);
        const length = Number(text.slice(at, space));
        messages.push(text.slice(space + 1, space + 1 + length));
        at = space + 1 + length;
      }
      socket.end();
    });
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, port, messages, breakNext: () => (isBreaking = true) };
}

const sequencesOf = (messages: readonly string[]) =>
  messages.map((message) => Number(/ sequence="(\d+)"/.exec(message)![1]));

describe('delivery', () => {
  it('brings every entry over TCP in the order of the log, goes on after a break, and misses none', async () => {
    const { server, port, messages, breakNext } = await startReceiver();
    const destination = parseSiemDestination(`syslog+tcp://127.0.0.1:${port}`);
    const delivery = deliveryTo(destination);
    expect(await delivery.deliverOnce(destination)).toBe(10);
    breakNext();
    expect(await delivery.deliverOnce(destination)).toBeNull();
    const [failing] = await db.asOwner('select position, failing_since is not null as failing from audit_deliveries');
    expect(failing).toEqual({ position: '10', failing: true });
    // Another process takes over from what is noted.
    const next = deliveryTo(destination);
    expect(await next.deliverOnce(destination)).toBe(10);
    expect(await next.deliverOnce(destination)).toBe(5);
    expect(await next.deliverOnce(destination)).toBe(0);
    expect(sequencesOf(messages)).toEqual(Array.from({ length: count }, (_, n) => n));
    const sent = (await db.log()).map(({ entry }) => entry);
    expect(messages.map((message) => message.slice(message.indexOf('] {') + 2))).toEqual(sent);
    const [caughtUp] = await db.asOwner('select failing_since, fault from audit_deliveries');
    expect(caughtUp).toEqual({ failing_since: null, fault: null });
    server.close();
  });

  it('sends again what was not noted as sent', async () => {
    const { server, port, messages } = await startReceiver();
    const destination = parseSiemDestination(`syslog+tcp://127.0.0.1:${port}?format=cef`);
    const dying = createEntryDelivery({
      database: {
        withWorker: (job, run) =>
          db.database.withWorker(job, async (tx) => {
            const result = await run(tx as never);
            if (result === 10) throw new Error('killed before the commit');
            return result;
          }),
      },
      destinations: [],
      source: async () => ({ host: 'h', version: '1', origin: 'o' }),
      clock: systemClock,
      logger: silentLogger,
      batchSize: 10,
    });
    expect(await dying.deliverOnce(destination)).toBeNull();
    await deliveryTo().deliverOnce(destination);
    expect(messages).toHaveLength(20);
    expect(messages[0]).toBe(
      messages[10]!
        .replace('vault01 nexus', 'h nexus')
        .replaceAll('vault01', 'h')
        .replace('|0.1.0|', '|1|')
        .replaceAll('nexus.invalid/log/x', 'o'),
    );
    expect(messages[0]).toMatch(/^<110>1 .*\] CEF:0\|Nexus\|Vault\|/);
    server.close();
  });

  it('sends datagrams, each a message of its own', async () => {
    const socket = createSocket('udp4');
    const messages: string[] = [];
    socket.on('message', (message) => messages.push(message.toString('utf8')));
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const destination = parseSiemDestination(`syslog+udp://127.0.0.1:${socket.address().port}`);
    expect(await deliveryTo().deliverOnce(destination)).toBe(10);
    await expect.poll(() => messages.length).toBe(10);
    expect(sequencesOf(messages)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    socket.close();
  });

  it('appends lines to a file, and tells of a destination that is not there', async () => {
    const path = join(scratch, 'log.jsonl');
    const destination = parseSiemDestination(`file://${path}`);
    const delivery = deliveryTo();
    while ((await delivery.deliverOnce(destination)) !== 0);
    const lines = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { metadata: { sequence: number } });
    expect(lines.map(({ metadata }) => metadata.sequence)).toEqual(Array.from({ length: count }, (_, n) => n));
    const away = parseSiemDestination(`file://${scratch}/no/such/folder.jsonl`);
    expect(await delivery.deliverOnce(away)).toBeNull();
    const refused = parseSiemDestination('syslog+tcp://127.0.0.1:1');
    expect(await delivery.deliverOnce(refused)).toBeNull();
    const faults = await db.asOwner(
      'select fault from audit_deliveries where failing_since is not null order by destination',
    );
    expect(faults).toEqual([{ fault: 'enoent' }, { fault: 'econnrefused' }]);
  });

  it('brings checkpoints to a log server whole', async () => {
    const { server, port, messages } = await startReceiver();
    const destination = parseSiemDestination(`syslog+tcp://127.0.0.1:${port}`);
    const place = createSyslogPlace(destination as SiemDestination & { kind: 'syslog' }, 'vault01');
    const checkpoint = (await audit.log.checkpointNow())!;
    await place.write([checkpoint], 'key');
    const note = Buffer.from(/ note="([^"]+)"/.exec(messages[0]!)![1]!, 'base64').toString('utf8');
    expect(note).toBe(checkpoint.note);
    expect(parseCheckpoint(note).size).toBe(count);
    server.close();
  });
});
