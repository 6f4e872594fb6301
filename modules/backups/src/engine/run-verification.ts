import type { BackupsTx } from '../backups.ports.ts';
import * as repository from '../backups.repository.ts';
import { verifyStore } from '../restoring/verify-store.ts';
import type { RunContext } from './run-generation.ts';

/** Reads everything back and compares with what the server remembers. */
export async function runVerification({ dependencies, keeper, signal, onProgress }: RunContext) {
  const { database, clock } = dependencies;
  const work = <R>(run: (tx: BackupsTx) => Promise<R>) => database.withWorker('backups', (tx) => run(tx as BackupsTx));
  const { writer } = await keeper.open();
  const remembered = (await work((tx) => repository.listGenerations(tx))).filter(
    ({ targetId }) => targetId === keeper.row.id,
  );
  const report = await verifyStore({
    reader: writer,
    isDeep: true,
    expected: remembered.map(({ sequence, hash }) => ({ sequence, hash: hash.toString('hex') })),
    signal,
    onProgress: ({ bytes, totalBytes }) => onProgress('reading', bytes, totalBytes),
  });
  await work((tx) => repository.markVerified(tx, report.generations, clock.now()));
  const { generations, problems, packs, chunks, bytes } = report;
  return {
    generations: generations.length,
    whole: generations.filter(({ isWhole }) => isWhole).length,
    packs,
    chunks,
    bytes,
    problems: problems.length,
    first: problems.slice(0, 20),
  };
}
