import { setTimeout as wait } from 'node:timers/promises';
import { createProgressLine, style } from '@nexus/terminal';
import type { ApiClient } from './api-client.ts';
import { exitCodes } from './exit-codes.ts';
import { openSession } from './saved-session.ts';

type Run = {
  id: string;
  targetId: string;
  kind: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  stage: string | null;
  bytesDone: number;
  bytesTotal: number | null;
  problem: string | null;
};
type Target = { id: string; name: string; openRuns: Run[] };

export type BackupCommand = { to: string | undefined; kind: 'generation' | 'drill'; wait: boolean; json: boolean };

/** `./nexus backup`: asks the server for a backup (or a restore drill) now, at every place or one, and follows it. For administrators. */
export async function backup(command: BackupCommand): Promise<number> {
  const { client } = await openSession();
  const { targets } = await client.get<{ targets: Target[] }>('/backups');
  const chosen = targets.filter(({ id, name }) => !command.to || id === command.to || name.includes(command.to));
  if (chosen.length === 0) {
    console.error(
      'No hay ningún lugar así para copias; añádalo en Ajustes. / No such place for backups; add one in Settings.',
    );
    return exitCodes.failed;
  }
  const runs = await Promise.all(chosen.map((target) => runOf(client, target, command.kind)));
  if (!command.wait) {
    if (command.json) console.log(JSON.stringify({ runs }));
    return exitCodes.done;
  }
  const ended = await Promise.all(runs.map((run) => follow(client, run)));
  if (command.json) console.log(JSON.stringify({ runs: ended }, null, 2));
  else
    for (const [at, run] of ended.entries()) {
      const isDone = run.state === 'done';
      const sign = isDone ? style('green', '✓') : style('red', '✗');
      console.log(`${sign} ${chosen[at]!.name}${isDone ? '' : ` · ${run.problem ?? run.state}`}`);
    }
  return ended.every(({ state }) => state === 'done') ? exitCodes.done : exitCodes.failed;
}

/** One that waits or runs already will do. */
async function runOf(client: ApiClient, { id, openRuns }: Target, kind: BackupCommand['kind']): Promise<Run> {
  return openRuns.find((run) => run.kind === kind) ?? (await client.post<Run>(`/backups/targets/${id}/runs`, { kind }));
}

async function follow(client: ApiClient, { id }: Run): Promise<Run> {
  const progress = createProgressLine();
  for (;;) {
    const run = await client.get<Run>(`/backups/runs/${id}`);
    const { bytesDone, bytesTotal, stage, state, problem } = run;
    if (state !== 'queued' && state !== 'running') {
      progress.clear();
      return run;
    }
    const waiting = problem ? ` (${problem})` : '';
    progress.show(
      `Copia / backup ${stage ?? ''} ${Math.round(bytesDone / 1e6)} MB${waiting}`,
      bytesTotal ? bytesDone / bytesTotal : null,
    );
    await wait(500);
  }
}
