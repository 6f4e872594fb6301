import type { BackupsTx } from '../backups.ports.ts';
import * as repository from '../backups.repository.ts';
import { packKey } from '../store/chunk-index.ts';
import type { RunContext } from './run-generation.ts';

/**
 * Carries out a pruning that is confirmed and due. The entry that says so comes first: whoever verifies later knows that what is missing before it was taken
 * away on purpose. Then entries, then packs that no kept generation lists.
 */
export async function runPruning({ dependencies, keeper, signal, onProgress }: RunContext) {
  const { database, clock } = dependencies;
  const work = <R>(run: (tx: BackupsTx) => Promise<R>) => database.withWorker('backups', (tx) => run(tx as BackupsTx));
  const due = (await work((tx) => repository.listPrunings(tx))).find(
    ({ targetId, state, notBefore }) =>
      targetId === keeper.row.id && state === 'confirmed' && notBefore !== null && notBefore <= clock.now(),
  );
  if (!due) return { generations: 0, packs: 0 };
  const { writer } = await keeper.open();
  const packs = await writer.inTurn(async (append) => {
    // Listed first: what another call puts meanwhile is not in it, and what was put before is named by the entry that follows.
    const listed: string[] = [];
    for await (const { key } of writer.target.list('packs')) listed.push(key);
    await append({ kind: 'pruning', keptFrom: due.keepFrom }, clock.now());
    const needed = new Set<string>();
    const refs = await writer.listEntries();
    for (const ref of refs) {
      if (ref.sequence < due.keepFrom) continue;
      const { entry } = await writer.readEntry(ref);
      for (const { name } of entry.packs) needed.add(name);
      if (!entry.generation) continue;
      for (const [, pack] of entry.generation.tree.chunks) needed.add(pack);
      for (const { name } of (await writer.readTreeOf(entry.generation)).packs) needed.add(name);
    }
    signal.throwIfAborted();
    for (const { sequence, key } of refs) if (sequence < due.keepFrom) await writer.target.remove(key);
    let removed = 0;
    for (const [at, key] of listed.entries()) {
      const name = key.slice(key.lastIndexOf('/') + 1);
      if (needed.has(name)) continue;
      await writer.target.remove(packKey(name));
      removed += 1;
      onProgress('pruning', at + 1, listed.length);
    }
    return removed;
  });
  await work(async (tx) => {
    await repository.markPruned(tx, keeper.row.id, due.keepFrom);
    await repository.movePruning(tx, due.id, ['confirmed'], { state: 'done', finishedAt: clock.now() });
  });
  return { generations: due.generations, packs };
}
