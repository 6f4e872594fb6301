import { setTimeout as wait } from 'node:timers/promises';
import { createProgressLine, style } from '@nexus/terminal';
import type { ApiClient } from './api-client.ts';
import { exitCodes } from './exit-codes.ts';
import { openSession } from './saved-session.ts';

type Rotation = { id: string; state: 'running' | 'done' | 'failed'; objectsDone: number; objectsTotal: number };
type Keys = { spaces: { spaceId: string; isSystem: boolean; state: string }[] };

/** `./nexus rotate`: replaces the key of a space, of the system, the root key, or all of them one after the other. */
export async function rotate(options: {
  space?: string | undefined;
  root: boolean;
  system: boolean;
  all: boolean;
  json: boolean;
}): Promise<number> {
  const { client } = await openSession();
  if (options.root || options.all) await client.post('/keys/rotations', { target: 'root' });
  const targets: object[] = [];
  if (options.all) {
    const { spaces } = await client.get<Keys>('/keys');
    for (const { spaceId, isSystem, state } of spaces)
      if (state === 'active') targets.push(isSystem ? { target: 'system' } : { target: 'space', spaceId });
  } else {
    if (options.system) targets.push({ target: 'system' });
    if (options.space) targets.push({ target: 'space', spaceId: options.space });
  }
  let failed = 0;
  let objects = 0;
  for (const target of targets) {
    const { id } = await client.post<{ id: string }>('/keys/rotations', target);
    const ended = await follow(client, id);
    objects += ended.objectsDone;
    if (ended.state === 'failed') failed += 1;
  }
  const rotated = targets.length - failed + Number(options.root || options.all);
  if (options.json) console.log(JSON.stringify({ rotated, failed, objects }));
  else
    console.log(
      `${style(failed > 0 ? 'yellow' : 'green', failed > 0 ? '!' : '✓')} ${rotated} claves cambiadas / keys replaced, ${objects} objetos / objects${failed > 0 ? `, ${failed} a medias / unfinished` : ''}`,
    );
  return failed > 0 ? exitCodes.failed : exitCodes.done;
}

async function follow(client: ApiClient, id: string): Promise<Rotation> {
  const progress = createProgressLine();
  for (;;) {
    const { items } = await client.get<{ items: Rotation[] }>('/keys/rotations');
    const rotation = items.find((one) => one.id === id);
    if (rotation === undefined || rotation.state !== 'running') {
      progress.clear();
      return rotation ?? { id, state: 'done', objectsDone: 0, objectsTotal: 0 };
    }
    const { objectsDone, objectsTotal } = rotation;
    progress.show(
      `Sella de nuevo / sealing anew ${objectsDone}/${objectsTotal}`,
      objectsTotal === 0 ? null : objectsDone / objectsTotal,
    );
    await wait(300);
  }
}
