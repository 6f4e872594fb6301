import type { BackupsTx } from '../backups.ports.ts';
import * as repository from '../backups.repository.ts';
import { openConfig } from './open-for-writing.ts';
import type { RunContext } from './run-generation.ts';

/** Restores the newest state into a scratch instance, asks what people set, and says what came of it. */
export async function runDrill({ dependencies, keeper, signal, onProgress }: RunContext) {
  const { database, keys, drill } = dependencies;
  const work = <R>(run: (tx: BackupsTx) => Promise<R>) => database.withWorker('backups', (tx) => run(tx as BackupsTx));
  const rows = await work((tx) => repository.listDrillQuestions(tx));
  const questions = rows.map(({ id, question, documentId, createdBy }) => ({
    id,
    text: keys.system().openText({ kind: 'drill_questions.question', objectId: id }, question),
    documentId,
    personId: createdBy,
  }));
  return await drill.run({
    target: openConfig(keys, keeper.row),
    questions,
    signal,
    onProgress: ({ stage, bytes, totalBytes }) => onProgress(stage, bytes, totalBytes),
  });
}
