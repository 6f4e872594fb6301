import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { auditMigrations, createAuditModule, openFolder, verifyExport } from '@nexus/audit';
import { createSealer, generateKey, keyIdOf, systemSpaceId } from '@nexus/crypto';
import { type Database, migrate, openDatabase, startEmbeddedPostgres } from '@nexus/db';
import { newId, type PersonActor, silentLogger, systemClock } from '@nexus/kernel';
import {
  createTileTree,
  emptyEdge,
  encodeBundle,
  extendTiles,
  formatProofFile,
  leafHash,
  rootOfEdge,
  signCheckpoint,
  tilePath,
  tileWidth,
  verifierKey,
  widthOf,
} from '@nexus/transparency-log';
import { sql } from 'kysely';
import type { Bench, Figures } from './bench.ts';

const accounts = {
  name: 'accounts',
  directory: new URL('../../modules/audit/test/accounts-stand-in/', import.meta.url),
};

/** `--writers 50` over `--connections 10`, as many as a server has; `--seconds 10`, `--entries 1000000`, `--only write,verify`. */
export const bench: Bench = {
  name: 'audit',
  summary:
    'durable entries a second with many writers, beside a plain INSERT and COMMIT of the same bytes; verifying a large export; size of a proof',
  async run({ flags, log }) {
    const isAsked = (part: string) => flags['only']?.split(',').includes(part) ?? true;
    const ours: Figures = {};
    const peers: Record<string, Figures> = {};
    if (isAsked('write')) {
      const number = (name: string, otherwise: number) => Number(flags[name] ?? otherwise);
      const figures = await measureWriting(number('writers', 50), number('connections', 10), number('seconds', 10));
      Object.assign(ours, figures.ours);
      peers['plain'] = figures.plain;
    }
    if (isAsked('verify')) Object.assign(ours, await measureVerifying(Number(flags['entries'] ?? 1_000_000), log));
    return { bench: 'audit', data: 'generated', ours, peers };
  },
};

async function measureWriting(
  writers: number,
  connections: number,
  seconds: number,
): Promise<{ ours: Figures; plain: Figures }> {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-bench-audit-'));
  const server = await startEmbeddedPostgres({ dataDir: folder, logger: silentLogger });
  try {
    const schema = { name: 'bench', directory: new URL('./audit/', import.meta.url) };
    await migrate({
      credentials: server.credentials,
      modules: [accounts, auditMigrations, schema],
      logger: silentLogger,
    });
    const database = openDatabase(server.credentials, { logger: silentLogger, appConnections: connections });
    try {
      return await compareWriting(database, writers, seconds);
    } finally {
      await database.close();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareWriting(database: Database, writers: number, seconds: number) {
  const spaceKey = generateKey();
  const sealer = createSealer({ spaceId: systemSpaceId, spaceKey, keyId: keyIdOf(spaceKey) });
  const audit = createAuditModule({ database, clock: systemClock, logger: silentLogger, sealer });
  const actor: PersonActor = { kind: 'person', personId: newId(), sessionId: newId() };
  const document = { kind: 'document', id: newId() };
  const action = sql`insert into bench_actions values (${sql.raw('uuidv7()')})`;
  const bytes = Buffer.alloc(330, 7);

  const perSecond = async (one: () => Promise<unknown>): Promise<number> => {
    let count = 0;
    const startedAt = performance.now();
    const until = startedAt + seconds * 1_000;
    const write = async () => {
      for (; performance.now() < until; count += 1) await one();
    };
    await Promise.all(Array.from({ length: writers }, write));
    return (count * 1_000) / (performance.now() - startedAt);
  };

  const plainOnce = () =>
    database.withActor(actor, async (tx) => {
      await action.execute(tx);
      await sql`insert into bench_plain (id, entry) values (${newId()}, ${bytes})`.execute(tx);
    });
  const recordedOnce = () =>
    database.withActor(actor, async (tx) => {
      await action.execute(tx);
      await audit.service.record(tx, { actor, action: 'document.read', outcome: 'success', objects: [document] });
    });

  const stop = new AbortController();
  const jobs = audit.jobs.map((job) => job.run(stop.signal));
  await perSecond(recordedOnce);
  // In turns, so that what else the machine does falls on both.
  const rates = { plain: 0, ours: 0 };
  for (const _ of [1, 2]) {
    rates.plain += (await perSecond(plainOnce)) / 2;
    rates.ours += (await perSecond(recordedOnce)) / 2;
  }
  stop.abort();
  await Promise.all(jobs);
  const before = performance.now();
  await audit.log.drain();
  const drainSeconds = (performance.now() - before) / 1_000;
  await audit.log.checkpointNow();
  const checked = await audit.log.selfCheck.run();
  if (checked === null || checked.faults.length > 0) throw new Error('the log does not hold');
  return {
    ours: {
      entries_per_s: rates.ours,
      of_plain: rates.ours / rates.plain,
      drain_s: drainSeconds,
      log_entries: checked.size,
    },
    plain: { entries_per_s: rates.plain },
  };
}

async function measureVerifying(entries: number, log: (line: string) => void): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-bench-log-'));
  try {
    const { key, proofBytes, megabytes } = makeExport(folder, entries);
    log(`made an export of ${entries} entries, ${megabytes.toFixed(0)} MB`);
    const proof = await proofBytes();
    const startedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    const verdict = await verifyExport({ files: await openFolder(folder), keys: [key] });
    const verifySeconds = (performance.now() - startedAt) / 1_000;
    const { user, system } = process.cpuUsage(cpuBefore);
    if (verdict.faults.length > 0) throw new Error('the export does not hold');
    return {
      verify_s: verifySeconds,
      verify_cpu_s: (user + system) / 1e6,
      verified_entries: entries,
      proof_bytes: proof,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Entries as the log has them, about 330 bytes each. */
function makeExport(folder: string, count: number) {
  const [personId, sessionId, documentId] = [newId(), newId(), newId()];
  const entryOf = (place: number) =>
    Buffer.from(
      `{"action":"document.read","actor":{"kind":"person","personId":"${personId}","sessionId":"${sessionId}"},"id":"${newId()}",` +
        `"objects":[{"id":"${documentId}","kind":"document"}],"outcome":"success","time":"2026-03-01T10:00:00.${String(place % 1000).padStart(3, '0')}Z","v":1}`,
    );
  const write = (path: string, bytes: Uint8Array) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  };
  const tiles = new Map<string, Buffer>();
  let edge = emptyEdge;
  let bytes = 0;
  for (let index = 0; index * tileWidth < count; index += 1) {
    const width = widthOf(count, 0, index);
    const entries = Array.from({ length: width }, (_, at) => entryOf(index * tileWidth + at));
    const bundle = encodeBundle(entries);
    bytes += bundle.length;
    write(tilePath({ level: null, index, width }), bundle);
    const extended = extendTiles(edge, Buffer.concat(entries.map(leafHash)));
    edge = extended.edge;
    for (const tile of extended.tiles) tiles.set(`${tile.level}/${tile.index}`, tile.hashes);
  }
  for (const [name, hashes] of tiles) {
    const [level, index] = name.split('/').map(Number) as [number, number];
    write(tilePath({ level, index, width: hashes.length / 32 }), hashes);
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = verifierKey('nexus.invalid/bench', publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const note = signCheckpoint({ origin: key.name, size: count, root: rootOfEdge(edge) }, [{ key, privateKey }]);
  write('checkpoint', Buffer.from(note));
  const proofBytes = async () => {
    const tree = createTileTree({ readTile: async (level, index) => tiles.get(`${level}/${index}`) ?? null });
    const index = Math.floor(count / 3);
    return formatProofFile({ index, proof: await tree.inclusionProof(index, count), checkpoint: note }).length;
  };
  return { key, proofBytes, megabytes: bytes / 1e6 };
}
