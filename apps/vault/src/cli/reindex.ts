import { setTimeout as wait } from 'node:timers/promises';
import { createProgressLine, style } from '@nexus/terminal';
import { openSession } from './saved-session.ts';

type Rebuild = { id: string; state: string; passagesDone: number; passagesTotal: number };

/** `./nexus reindex`: asks for a new index of everything and follows it. For administrators; questions go on meanwhile. */
export async function reindex(options: { json: boolean }): Promise<number> {
  const { client } = await openSession();
  const requested = new Set((await client.post<{ items: Rebuild[] }>('/index/rebuilds')).items.map(({ id }) => id));
  const progress = createProgressLine();
  while (true) {
    const { items } = await client.get<{ items: Rebuild[] }>('/index/rebuilds');
    const mine = items.filter(({ id }) => requested.has(id));
    const total = mine.reduce((sum, rebuild) => sum + rebuild.passagesTotal, 0);
    const done = mine.reduce(
      (sum, rebuild) => sum + (rebuild.state === 'done' ? rebuild.passagesTotal : rebuild.passagesDone),
      0,
    );
    progress.show(`Rehace el índice / rebuilding ${done}/${total}`, total === 0 ? null : done / total);
    if (mine.some(({ state }) => state === 'queued' || state === 'running')) {
      await wait(300);
      continue;
    }
    progress.clear();
    const failed = mine.filter(({ state }) => state !== 'done').length;
    if (options.json) console.log(JSON.stringify({ rebuilt: mine.length - failed, failed, passages: done }));
    else
      console.log(
        `${style('green', '✓')} ${mine.length - failed} índices rehechos / indexes rebuilt, ${done} pasajes / passages${failed > 0 ? `, ${failed} fallidos / failed` : ''}`,
      );
    return failed > 0 ? 1 : 0;
  }
}
