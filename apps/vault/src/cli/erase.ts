import { writeFile } from 'node:fs/promises';
import { style } from '@nexus/terminal';
import { exitCodes } from './exit-codes.ts';
import { prompt } from './prompt.ts';
import { openSession } from './saved-session.ts';
import { UsageError } from './usage.ts';

type Erasure = { id: string; spaceId: string; state: string; notBefore: string | null };

export type EraseOptions = {
  space?: string | undefined;
  reason?: string | undefined;
  approve?: string | undefined;
  cancel?: string | undefined;
  certificate?: string | undefined;
  out?: string | undefined;
  json: boolean;
};

/** `./nexus erase`: asks for a space to be destroyed, approves as the second officer, calls it off, prints the certificate, or lists what there is. */
export async function erase(options: EraseOptions): Promise<number> {
  const { client } = await openSession();
  if (options.space) return await request(client, options.space, options.reason);
  if (options.approve) await client.post(`/keys/erasures/${options.approve}/approval`);
  else if (options.cancel) await client.remove(`/keys/erasures/${options.cancel}`);
  else if (options.certificate) {
    const signed = await client.get<{ text: string }>(`/keys/erasures/${options.certificate}/certificate`);
    if (options.out) await writeFile(options.out, `${JSON.stringify(signed, null, 2)}\n`, { flag: 'wx' });
    console.log(options.json ? JSON.stringify(signed) : signed.text);
    return exitCodes.done;
  }
  const { items } = await client.get<{ items: Erasure[] }>('/keys/erasures');
  if (options.json) console.log(JSON.stringify(items));
  else
    for (const { id, spaceId, state, notBefore } of items)
      console.log(`${id}  ${spaceId}  ${state}${notBefore ? `  ≥ ${notBefore}` : ''}`);
  return exitCodes.done;
}

async function request(
  client: Awaited<ReturnType<typeof openSession>>['client'],
  spaceId: string,
  given: string | undefined,
): Promise<number> {
  const reason = given ?? (await prompt('Motivo / reason: '));
  const typed = await prompt(
    'Todo lo del espacio se destruye. Escriba su identificador / everything in the space is destroyed. Type its id: ',
  );
  if (!reason || typed !== spaceId)
    throw new UsageError('No coincide: no se ha pedido nada. / It differs: nothing was asked for.');
  const { id } = await client.post<{ id: string }>('/keys/erasures', { spaceId, reason });
  console.log(
    `${style('green', '✓')} Pedido / asked for: ${id}. Otro oficial / another officer: ./nexus erase --approve ${id}`,
  );
  return exitCodes.done;
}
