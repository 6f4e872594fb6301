import { readFile, stat } from 'node:fs/promises';
import { NotAnExportError, openFolder, openZip, verifyExport, verifyProof } from '@nexus/audit';
import { createProgressLine, style } from '@nexus/terminal';
import { MalformedError, parseVerifierKey, type VerifierKey } from '@nexus/transparency-log';
import { exitCodes } from '../exit-codes.ts';
import { describeFault } from './describe-fault.ts';

export type VerifyOptions = {
  /** Verifier keys, or files with one a line. */
  key: readonly string[];
  /** Files with older checkpoints: a note, or lines of a second place. */
  older: readonly string[];
  entry?: string | undefined;
  json: boolean;
};

/** With no server, no database and no network: files and a public key. Exit code 0 only when everything holds. */
export async function verifyFiles(path: string, options: VerifyOptions): Promise<number> {
  try {
    const keys = (await Promise.all(options.key.map(readKeys))).flat();
    return path.endsWith('.tlog-proof') ? await verifyOne(path, keys, options) : await verifyAll(path, keys, options);
  } catch (error) {
    if (!(error instanceof NotAnExportError || error instanceof MalformedError)) throw error;
    console.error(style('red', `✗ ${error.message}`));
    return exitCodes.failed;
  }
}

async function verifyAll(path: string, keys: readonly VerifierKey[], { older, json }: VerifyOptions): Promise<number> {
  const startedAt = performance.now();
  const files = (await stat(path)).isDirectory() ? await openFolder(path) : await openZip(path);
  const progress = createProgressLine(process.stderr);
  try {
    const verdict = await verifyExport({
      files,
      keys,
      older: new Map((await Promise.all(older.map(readOlder))).flat()),
      onProgress: (done, size) =>
        progress.show(`Comprueba / verifying ${done}/${size}`, size === 0 ? null : done / size),
    });
    progress.clear();
    const { faults, size, firstEntry, origin, root, signedBy, checkpoints } = verdict;
    const isFine = faults.length === 0;
    const seconds = (performance.now() - startedAt) / 1_000;
    if (json) {
      const signers = signedBy.map(({ name, id }) => ({ name, id }));
      console.log(
        JSON.stringify({
          isFine,
          origin,
          size,
          firstEntry,
          root: root.toString('base64'),
          signers,
          checkpoints,
          faults,
        }),
      );
      return isFine ? exitCodes.done : exitCodes.failed;
    }
    console.log(`  ${origin}\n  ${root.toString('base64')}`);
    if (firstEntry > 0)
      console.log(`  0…${firstEntry - 1}: retiradas, quedan sus hashes / retired, their hashes remain`);
    for (const fault of faults.slice(0, 100)) console.log(style('red', `✗ ${describeFault(fault)}`));
    if (faults.length > 100) console.log(style('red', `✗ … ${faults.length - 100}`));
    const last = isFine
      ? style(
          'green',
          `✓ Completo / whole: ${size} anotaciones / entries, ${checkpoints + 1} puntos de control / checkpoints`,
        )
      : style('red', `✗ ${faults.length} ${faults.length === 1 ? 'fallo / fault' : 'fallos / faults'}`);
    console.log(`${last} (${seconds.toFixed(1)} s)`);
    return isFine ? exitCodes.done : exitCodes.failed;
  } finally {
    progress.clear();
    await files.close();
  }
}

async function verifyOne(path: string, keys: readonly VerifierKey[], { entry, json }: VerifyOptions): Promise<number> {
  if (entry === undefined) throw new NotAnExportError('--entry <anotación.json> / the file of the entry is needed');
  const verdict = verifyProof(await readFile(path, 'utf8'), await readFile(entry), keys);
  if (json) console.log(JSON.stringify(verdict));
  else if (verdict.isProven)
    console.log(
      style(
        'green',
        `✓ Es la anotación ${verdict.index} de ${verdict.size} / is entry ${verdict.index} of ${verdict.size}: ${verdict.origin}`,
      ),
    );
  else console.log(style('red', `✗ ${proofFaults[verdict.fault]}`));
  return verdict.isProven ? exitCodes.done : exitCodes.failed;
}

const proofFaults = {
  unknown_keys: 'no está firmada con esta clave / not signed with this key',
  wrong_signature: 'la firma no es válida / the signature does not hold',
  wrong_log: 'la firma es de otro registro / the signature is of another log',
  not_this_entry: 'la anotación no es la que se probó / this is not the entry that was proven',
} as const;

export async function readKeys(keyOrFile: string): Promise<VerifierKey[]> {
  const text = /\+[0-9a-f]{8}\+/.test(keyOrFile) ? keyOrFile : await readFile(keyOrFile, 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseVerifierKey);
}

/** A signed note by itself, or the lines of a second place. */
async function readOlder(path: string): Promise<[string, string][]> {
  const text = await readFile(path, 'utf8');
  if (!text.startsWith('{')) return [[path, text]];
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line, at) => [`${path}:${at + 1}`, String((JSON.parse(line) as { checkpoint?: unknown }).checkpoint)]);
}
