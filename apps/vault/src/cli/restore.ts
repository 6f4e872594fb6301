import { resolve } from 'node:path';
import { type RestoreReport, restore as restoreStore } from '@nexus/backups';
import { startEmbeddedPostgres } from '@nexus/db';
import { silentLogger } from '@nexus/kernel';
import { createProgressLine, style } from '@nexus/terminal';
import { checkRestored, type RestoredFacts } from '../backups/check-restored.ts';
import { exitCodes, untilInterrupted } from './exit-codes.ts';
import { openStore } from './open-store.ts';
import { placeOpener } from './place-opener.ts';
import { type KeyOptions, openRootKeys } from './root-keys.ts';
import { UsageError } from './usage.ts';

export type RestoreCommand = {
  store: string;
  into: string;
  at: string | undefined;
  generation: string | undefined;
  keys: KeyOptions;
  dataDir: string;
  postgres: string | undefined;
  json: boolean;
  list: boolean;
};

const stages = {
  database: 'Base de datos / database',
  log: 'Registro de escritura / log',
  blobs: 'Documentos / documents',
  recovery: 'Reproduce el registro / replaying',
};

/** `./nexus restore`: makes a new data folder out of a backup, without any server, then looks it over and says what it found. */
export async function restore(command: RestoreCommand): Promise<number> {
  const { rootKeys, source } = await openRootKeys(command.keys, command.dataDir);
  const reader = await openStore(command.store, rootKeys);
  if (command.list) return await list(reader, command.json);
  const at = command.at === undefined ? null : momentOf(command.at);
  const into = resolve(command.into);
  const progress = createProgressLine();
  const stopping = new AbortController();
  const startedAt = performance.now();
  const work = restoreStore({
    reader,
    at,
    into,
    ...(command.generation ? { generationId: command.generation } : {}),
    ...(command.postgres ? { binDir: command.postgres } : {}),
    logger: silentLogger,
    signal: stopping.signal,
    onProgress: ({ stage, bytes, totalBytes }) =>
      progress.show(stages[stage], totalBytes === 0 ? null : bytes / totalBytes),
  });
  const report = await untilInterrupted(work, () => {
    stopping.abort(new Error('interrupted'));
    return 'Interrumpido; la misma orden continúa. / Interrupted; the same command goes on.';
  });
  progress.show('Comprueba / checking', null);
  const facts = await check(into, command.postgres);
  const opensWith = await placeOpener(source, into, facts.rootKeyIds);
  progress.clear();
  const seconds = (performance.now() - startedAt) / 1_000;
  const isGood = facts.missingBlobs === 0 && facts.auditFaults === 0;
  if (command.json) console.log(JSON.stringify({ into, seconds, ...report, ...facts, opensWith }, null, 2));
  else print(into, seconds, report, facts, isGood);
  if (opensWith === null)
    console.error(
      '! El unseal.json dado no abre lo restaurado, y en la copia no hay otro que lo abra. Busque el de esa fecha. / The given unseal.json does not open what was restored, nor does one of the backup. Find that of the same date.',
    );
  return isGood ? exitCodes.done : exitCodes.failed;
}

async function check(into: string, binDir: string | undefined): Promise<RestoredFacts> {
  const server = await startEmbeddedPostgres({ dataDir: into, logger: silentLogger, ...(binDir ? { binDir } : {}) });
  try {
    return await checkRestored(server.superuser, into);
  } finally {
    await server.stop();
  }
}

function momentOf(text: string): Date {
  const moment = new Date(text);
  // Without a zone it would mean another moment on another machine.
  if (Number.isNaN(moment.getTime()) || !/(Z|[+-]\d\d:?\d\d)$/.test(text))
    throw new UsageError(`--at ${text}: 2026-03-01T10:15:00Z, 2026-03-01T11:15:00+01:00`);
  return moment;
}

async function list(reader: Awaited<ReturnType<typeof openStore>>, isJson: boolean): Promise<number> {
  const generations = await reader.listGenerations();
  const rows = generations.map(({ id, at, consistentAt, counts }) => ({ id, at, consistentAt, ...counts }));
  if (isJson) console.log(JSON.stringify({ generations: rows }, null, 2));
  else
    for (const { id, at, databaseBytes, blobs } of rows)
      console.log(`${at}  ${id}  ${megabytes(databaseBytes)}  ${blobs} objetos / objects`);
  return rows.length === 0 ? exitCodes.nothingFound : exitCodes.done;
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

function print(into: string, seconds: number, report: RestoreReport, facts: RestoredFacts, isGood: boolean): void {
  const sign = isGood ? style('green', '✓') : style('red', '✗');
  console.log(`${sign} ${into} · ${report.until.toISOString()} · ${seconds.toFixed(1)} s`);
  console.log(
    `  ${facts.documents} documentos / documents, ${facts.rows} filas / rows, ${facts.tables} tablas / tables`,
  );
  console.log(`  ${facts.indexes} índices comprobados / indexes checked`);
  console.log(`  ${facts.blobs} originales / originals${fault(facts.missingBlobs, 'que faltan / missing')}`);
  console.log(
    `  ${facts.auditEntries} apuntes de auditoría / audit entries${fault(facts.auditFaults, 'con fallo / faulty')}`,
  );
  console.log(style('dim', `  NEXUS_DATA=${into} ./nexus start`));
}

function fault(count: number, words: string): string {
  return count === 0 ? '' : style('red', `, ${count} ${words}`);
}
