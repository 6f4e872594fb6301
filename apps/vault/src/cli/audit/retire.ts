import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { dropRetired, openZip, verifyExport } from '@nexus/audit';
import { externalCredentials, inspectServer, startEmbeddedPostgres } from '@nexus/db';
import { silentLogger } from '@nexus/kernel';
import { createProgressLine, style } from '@nexus/terminal';
import { exitCodes } from '../exit-codes.ts';
import { openSession } from '../saved-session.ts';
import { UsageError } from '../usage.ts';
import { describeFault } from './describe-fault.ts';
import { exportLog } from './export-log.ts';
import { readKeys } from './verify-files.ts';

export type RetireOptions = {
  before: string | undefined;
  archive: string;
  /** Verifier keys, or files with one a line: brought from elsewhere, not from the server. */
  key: readonly string[];
  confirm: boolean;
  drop: boolean;
  dataDir: string;
};

type Archive = { hash: string; size: number; root: string; firstEntry: number };

/**
 * `./nexus audit retire`, in three steps by three hands: an auditor exports, verifies and asks; an officer verifies the same archive and confirms; whoever
 * runs the machine, with the server stopped, drops what was retired.
 */
export async function retire(options: RetireOptions): Promise<number> {
  if (options.drop) return await drop(options);
  if (options.confirm) return await confirm(options);
  return await ask(options);
}

async function ask({ before, archive, key }: RetireOptions): Promise<number> {
  const moment = new Date(before ?? '');
  if (before === undefined || Number.isNaN(moment.getTime())) throw new UsageError('--before 2025-01-01');
  if (!archive.endsWith('.zip') || existsSync(archive))
    throw new UsageError(`${archive}: un archivo .zip nuevo / a new .zip file`);
  const { client } = await openSession();
  const query = new URLSearchParams({ before: moment.toISOString() });
  const { until } = await client.get<{ until: number | null }>(`/audit/retirements/proposal?${query}`);
  if (until === null) {
    console.log(
      'Ninguna parte entera del registro (1.048.576 anotaciones) es anterior. / No whole part of the log (1,048,576 entries) is older.',
    );
    return exitCodes.nothingFound;
  }
  await exportLog(archive);
  const verified = await verify(archive, key);
  if (verified === null) return exitCodes.failed;
  const { hash, size, root } = verified;
  await client.post('/audit/retirements', { until, archive: hash, size, root });
  console.log(`${style('green', '✓')} Pedido / asked for: 0…${until - 1}`);
  console.log(
    style(
      'dim',
      `  Otra persona, con la función de seguridad / an officer: ./nexus audit retire --confirm --archive ${archive} --key …`,
    ),
  );
  return exitCodes.done;
}

async function confirm({ archive, key }: RetireOptions): Promise<number> {
  const verified = await verify(archive, key);
  if (verified === null) return exitCodes.failed;
  const { client } = await openSession();
  const { until } = await client.post<{ until: number }>('/audit/retirements/confirmation', { archive: verified.hash });
  console.log(`${style('green', '✓')} Confirmado / confirmed: 0…${until - 1}`);
  console.log(
    style(
      'dim',
      `  Pare el servidor, y después / stop the server, then: ./nexus audit retire --drop --archive ${archive} --key …`,
    ),
  );
  return exitCodes.done;
}

async function drop({ archive, key, dataDir }: RetireOptions): Promise<number> {
  const verified = await verify(archive, key);
  if (verified === null) return exitCodes.failed;
  const { dropped, until } = await asOwner(dataDir, verified.hash);
  console.log(
    `${style('green', '✓')} ${dropped} anotaciones retiradas / entries retired: 0…${until - 1}. Sus hashes quedan / their hashes remain.`,
  );
  console.log(style('dim', `  Guarde / keep: ${archive}  sha256 ${verified.hash}`));
  return exitCodes.done;
}

async function asOwner(dataDir: string, hash: string): Promise<{ until: number; dropped: number }> {
  if (process.env['DATABASE_URL'] || process.env['DATABASE_OWNER_URL']) {
    const { owner } = await externalCredentials(process.env);
    return await inspectServer(owner, owner.database, (query) => dropRetired(query, hash));
  }
  // Refused while the vault runs on the folder: it holds the lock.
  const server = await startEmbeddedPostgres({ dataDir, logger: silentLogger });
  try {
    const { owner } = server.credentials;
    return await inspectServer(owner, owner.database, (query) => dropRetired(query, hash));
  } finally {
    await server.stop();
  }
}

/** Null, with the reasons said, when the archive is not whole or not signed by the given keys. */
async function verify(archive: string, keyFiles: readonly string[]): Promise<Archive | null> {
  const keys = (await Promise.all(keyFiles.map(readKeys))).flat();
  const files = await openZip(archive);
  const progress = createProgressLine(process.stderr);
  try {
    const verdict = await verifyExport({
      files,
      keys,
      onProgress: (done, size) => progress.show(`Comprueba / verifying ${done}/${size}`, done / Math.max(1, size)),
    });
    progress.clear();
    for (const fault of verdict.faults.slice(0, 20)) console.error(style('red', `✗ ${describeFault(fault)}`));
    if (verdict.faults.length > 0) return null;
    const { size, root, firstEntry } = verdict;
    return { hash: await hashOf(archive), size, root: root.toString('base64'), firstEntry };
  } finally {
    progress.clear();
    await files.close();
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
