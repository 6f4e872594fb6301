import { writeFile } from 'node:fs/promises';
import { style } from '@nexus/terminal';
import { exitCodes } from './exit-codes.ts';
import { prompt } from './prompt.ts';
import { openSession } from './saved-session.ts';
import { UsageError } from './usage.ts';

type Keys = { evaluationKey: boolean; methods: { kind: string }[] };

/** `./nexus seal`: the server forgets its keys. With `setup`, the way out of the evaluation key first. */
export async function seal(options: { setup: boolean }): Promise<number> {
  const { client } = await openSession();
  if (options.setup) return await setUp(client);
  await client.post('/seal');
  console.log('🔒 Precintado / sealed. ./nexus unseal');
  return exitCodes.done;
}

async function setUp(client: Awaited<ReturnType<typeof openSession>>['client']): Promise<number> {
  const { evaluationKey, methods } = await client.get<Keys>('/keys');
  if (!evaluationKey) {
    console.log('La clave de evaluación ya no está / the evaluation key is gone already.');
    return exitCodes.done;
  }
  if (methods.length === 0) await addMethod(client);
  console.log(
    [
      'Se destruye evaluation.key: se sobrescribe y se borra. En un SSD, una instantánea o una copia pueden quedar restos;',
      'por eso después se cambia la clave raíz, y los restos no abren nada de lo nuevo.',
      'evaluation.key is overwritten and removed. An SSD, a snapshot or a backup may keep remains;',
      'so the root key is replaced afterwards, and the remains open nothing that is new.',
    ].join('\n'),
  );
  const answer = await prompt('Escriba DESTRUIR / type DESTROY: ');
  if (answer !== 'DESTRUIR' && answer !== 'DESTROY') return exitCodes.failed;
  await client.remove('/keys/evaluation-key');
  await client.post('/keys/rotations', { target: 'root' });
  console.log(style('green', '✓ Hecho / done.'), './nexus rotate --all');
  return exitCodes.done;
}

async function addMethod(client: Awaited<ReturnType<typeof openSession>>['client']): Promise<void> {
  const kind = await prompt('Método / method: 1 frase de paso / passphrase, 2 archivo / key file, 3 partes / shares: ');
  if (kind === '1') {
    const passphrase = await prompt('Frase de paso, 16 letras o más / passphrase, 16 letters or more: ', {
      hidden: true,
    });
    const again = await prompt('Otra vez / again: ', { hidden: true });
    if (!passphrase || passphrase !== again) throw new UsageError('No coinciden / they differ.');
    await client.post('/keys/unseal-methods', { kind: 'passphrase', passphrase });
  } else if (kind === '2') {
    const path = await prompt('Guardar en (otro soporte) / save to (another medium): ');
    if (!path) throw new UsageError('Falta el archivo / no file given.');
    const { keyFile } = await client.post<{ keyFile: string }>('/keys/unseal-methods', { kind: 'keyFile' });
    await writeFile(path, keyFile, { mode: 0o600, flag: 'wx', flush: true });
  } else if (kind === '3') {
    const count = Number(await prompt('Cuántas partes / how many shares: '));
    const threshold = Number(await prompt('Cuántas hacen falta / how many are needed: '));
    const { shares } = await client.post<{ shares: string[] }>('/keys/unseal-methods', {
      kind: 'shares',
      threshold,
      count,
    });
    console.log('Una para cada oficial; no se muestran otra vez / one for each officer; not shown again:');
    for (const [i, share] of shares.entries()) console.log(`\n  ${i + 1}  ${share}`);
    console.log();
    await prompt('Intro cuando estén repartidas / Enter once they are handed out: ');
  } else throw new UsageError('1, 2 o / or 3.');
}
