import type { Database } from '@nexus/db';
import {
  encodeBundle,
  formatVerifierKey,
  publicKeyPem,
  tilePath,
  tilesOf,
  tileWidth,
  type VerifierKey,
} from '@nexus/transparency-log';
import type { AnyTx } from '../audit.repository.ts';
import { type CheckpointRow, checkpointsAfter } from '../log/checkpoints.repository.ts';
import { readEntryBytes, readTiles } from '../log/tree.repository.ts';
import { exportReadme } from './export-readme.ts';
import type { ZipFile } from './zip-writer.ts';

export type ExportOptions = {
  database: Pick<Database, 'withWorker'>;
  checkpoint: CheckpointRow;
  origin: string;
  keys: readonly VerifierKey[];
  /** Place of the oldest entry that is still there. */
  firstEntry: number;
};

export const exportJob = 'audit.export';
const tilesAtOnce = 32;

/** Every file of an export of the log as one checkpoint has it. The log may grow meanwhile: what is read is what the checkpoint covers. */
export async function* exportFiles({
  database,
  checkpoint,
  origin,
  keys,
  firstEntry,
}: ExportOptions): AsyncGenerator<ZipFile> {
  const inJob = <R>(run: (tx: AnyTx) => Promise<R>): Promise<R> =>
    database.withWorker(exportJob, run, { readOnly: true });
  const { size, root, note, signedAt } = checkpoint;
  const { es, en } = exportReadme({
    origin,
    size,
    firstEntry,
    root: root.toString('base64'),
    signedAt: signedAt.toISOString(),
  });
  const text = (path: string, content: string): ZipFile => ({ path, bytes: Buffer.from(content) });
  yield text('LEAME.md', es);
  yield text('README.md', en);
  yield text('checkpoint', note);
  yield text('key.txt', keys.map((key) => `${formatVerifierKey(key)}\n`).join(''));
  yield text('key.pem', keys.map(publicKeyPem).join(''));
  yield text('checkpoints.jsonl', await inJob((tx) => checkpointLines(tx, size)));

  const addresses = [...tilesOf(size, firstEntry)];
  for (let at = 0; at < addresses.length; at += tilesAtOnce) {
    const some = addresses.slice(at, at + tilesAtOnce);
    const tiles = await inJob((tx) =>
      readTiles(
        tx,
        some.flatMap(({ level, index }) => (level === null ? [] : [{ level, index }])),
      ),
    );
    const hashesOf = new Map(tiles.map(({ level, index, hashes }) => [`${level}/${index}`, hashes]));
    const bundles = some.filter(({ level }) => level === null);
    const first = (bundles[0]?.index ?? 0) * tileWidth;
    const entries =
      bundles.length === 0
        ? []
        : await inJob((tx) => readEntryBytes(tx, first, Math.min(size - first, bundles.length * tileWidth)));
    const byBundle = Map.groupBy(entries, ({ sequence }) => Math.floor(sequence / tileWidth));
    for (const address of some) {
      const { level, index, width } = address;
      const bytes =
        level === null
          ? encodeBundle(byBundle.get(index)?.map(({ entry }) => entry) ?? [])
          : (hashesOf.get(`${level}/${index}`)?.subarray(0, width * 32) ?? Buffer.alloc(0));
      yield { path: tilePath(address), bytes };
    }
  }
}

async function checkpointLines(tx: AnyTx, until: number): Promise<string> {
  const lines: string[] = [];
  for (let after = 0; ; ) {
    const rows = await checkpointsAfter(tx, after, 1_000);
    for (const { size, note, signedAt } of rows) {
      if (size <= until) lines.push(`${JSON.stringify({ time: signedAt.toISOString(), size, checkpoint: note })}\n`);
    }
    const last = rows.at(-1);
    if (last === undefined || last.size >= until) return lines.join('');
    after = last.size;
  }
}
