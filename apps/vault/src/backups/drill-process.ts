// Above all others: the drill reaches the place of the backups and nothing else.
import '../outbound/process-fence.ts';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  addressOfTarget,
  createStoreReader,
  type DrillQuestion,
  type DrillResult,
  openStoreKey,
  openTarget,
  readMark,
  restore,
} from '@nexus/backups';
import { createFolderBlobStore } from '@nexus/blobs';
import { rootPurposeKey } from '@nexus/crypto';
import { openDatabase, startEmbeddedPostgres } from '@nexus/db';
import { newId, type PersonActor, silentLogger } from '@nexus/kernel';
import type { Parser } from '@nexus/parsing';
import { composeVault, vaultConflicts } from '../compose.ts';
import { readConfig } from '../config.ts';
import { processDestinations } from '../outbound/process-destinations.ts';
import { checkRestored } from './check-restored.ts';
import type { DrillMessage, DrillOrder } from './drill.ts';

/**
 * One restore drill: the newest state of a store becomes a scratch server, which is looked over and asked. It takes no jobs, watches no folder, listens
 * on no port and connects to nothing but the store.
 */
async function drill(order: DrillOrder): Promise<DrillResult> {
  const rootKey = Buffer.from(order.rootKey, 'hex');
  const address = addressOfTarget(order.target);
  if (address) processDestinations.allow({ purpose: 'backup', protocol: 'tcp', ...address });
  const target = openTarget(order.target);
  const mark = await readMark(target);
  if (!mark) throw new Error(`There are no backups in ${target.name}.`);
  const storeKey = await openStoreKey(target, mark, rootPurposeKey(rootKey, 'backup'));
  const startedAt = performance.now();
  const report = await restore({
    reader: createStoreReader(target, mark, storeKey),
    at: null,
    into: order.scratch,
    leaveBytes: 1024 ** 3,
    logger: silentLogger,
    signal: new AbortController().signal,
    onProgress: ({ stage, bytes, totalBytes }) => say({ kind: 'progress', stage, bytes, totalBytes }),
  });
  const server = await startEmbeddedPostgres({ dataDir: order.scratch, logger: silentLogger });
  try {
    const restoreSeconds = secondsSince(startedAt);
    say({ kind: 'progress', stage: 'asking', bytes: 1, totalBytes: 1 });
    const askedAt = performance.now();
    const database = openDatabase(server.credentials, { logger: silentLogger, conflicts: vaultConflicts });
    let questions: DrillResult['questions'];
    try {
      questions = await askAll(order, rootKey, database);
    } finally {
      await database.close();
    }
    const answeringSeconds = secondsSince(askedAt);
    say({ kind: 'progress', stage: 'checking', bytes: 1, totalBytes: 1 });
    const {
      documents: _documents,
      rootKeyIds: _rootKeyIds,
      ...facts
    } = await checkRestored(server.superuser, order.scratch);
    return {
      generationId: report.generationId,
      until: report.until.toISOString(),
      restoreSeconds,
      answeringSeconds,
      ...facts,
      questions,
    };
  } finally {
    await server.stop();
  }
}

async function askAll(
  { scratch, questions }: DrillOrder,
  rootKey: Buffer,
  database: ReturnType<typeof openDatabase>,
): Promise<DrillResult['questions']> {
  const vault = await composeVault({
    config: readConfig({ NEXUS_DATA: scratch }, '/'),
    database,
    rootKey,
    blobs: await createFolderBlobStore(join(scratch, 'blobs')),
    // Nobody consumes: what would be queued is forgotten with the scratch.
    jobs: { send: async () => {}, sendAll: async () => {} },
    queues: { countByQueue: async () => [], listFailed: async () => [], retry: async () => false },
    parser: noParser,
    logger: silentLogger,
    isDrill: true,
  });
  const answers: DrillResult['questions'] = [];
  for (const question of questions) answers.push(await ask(vault, question));
  await vault.retrieval.close();
  return answers;
}

async function ask(
  { answers }: Pick<Awaited<ReturnType<typeof composeVault>>, 'answers'>,
  { id, text, documentId, personId }: DrillQuestion,
): Promise<DrillResult['questions'][number]> {
  const startedAt = performance.now();
  const actor: PersonActor = { kind: 'person', personId, sessionId: newId() };
  const answered = await answers.askQuestion(actor, { text, spaceIds: null });
  return {
    questionId: id,
    answered: answered.outcome === 'answered',
    // The document stands among the sources: in what is quoted or, where the answer abstains, in what is nearest.
    isRight: answered.citations.some(({ source }) => source?.documentId === documentId),
    milliseconds: Math.round(performance.now() - startedAt),
  };
}

const noParser = new Proxy({} as Parser, {
  get() {
    throw new Error('A drill reads no files.');
  },
});

const secondsSince = (startedAt: number) => Math.round((performance.now() - startedAt) / 100) / 10;

function say(message: DrillMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** The last word, then the end: nothing that a library left open keeps the process. */
function end(message: DrillMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`, () => process.exit(message.kind === 'result' ? 0 : 1));
}

// Behind everything that serves people, and still to be done the same day on a busy machine.
setPriority(10);
const lines = createInterface({ input: process.stdin });
// Whoever ordered the drill is gone.
lines.once('close', () => process.exit(1));
process.once('SIGTERM', () => process.exit(1));
lines.once('line', (line) => {
  drill(JSON.parse(line) as DrillOrder).then(
    (result) => end({ kind: 'result', result }),
    (error: unknown) => end({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
});
