import { writeFile } from 'node:fs/promises';
import { printable, style } from '@nexus/terminal';
import { exitCodes } from '../exit-codes.ts';
import { openSession } from '../saved-session.ts';

type Checkpoint = { size: number; root: string; signedAt: string; note: string };
type Delivery = { name: string; position: number; failingSince: string | null; fault: string | null };
type LogState = {
  identity: { origin: string; publicKey: string } | null;
  size: number;
  firstEntry: number;
  checkpoint: Checkpoint | null;
  places: Delivery[];
  destinations: Delivery[];
  verification: { last: { at: string; size: number; faults: number } | null };
  broken: { kind: string; seenBy: string; size: number; ourSize: number; agreesUpTo: number } | null;
};

/** `./nexus audit status`: exit code 1 while something is wrong, for whoever watches the server. */
export async function logState(options: { json: boolean }): Promise<number> {
  const { client } = await openSession();
  const state = await client.get<LogState>('/audit/log');
  const { identity, size, checkpoint, places, destinations, verification, broken } = state;
  const failing = [...places, ...destinations].filter(({ failingSince }) => failingSince !== null);
  const code = broken || failing.length > 0 ? exitCodes.failed : exitCodes.done;
  if (options.json) {
    console.log(JSON.stringify(state, null, 2));
    return code;
  }
  if (broken)
    console.log(
      style(
        'red',
        `✗ EL REGISTRO NO ES EL QUE ERA / THE LOG IS NOT WHAT IT WAS: ${broken.kind}, ${broken.seenBy}; ${broken.agreesUpTo} … ${broken.size}`,
      ),
    );
  console.log(`${style(broken ? 'red' : 'green', broken ? '✗' : '✓')} ${size} anotaciones / entries`);
  if (checkpoint) console.log(`  ${checkpoint.size} ${checkpoint.root} ${checkpoint.signedAt}`);
  if (identity) console.log(`  ${identity.publicKey}`);
  if (verification.last)
    console.log(
      `  comprobado / verified ${verification.last.at}: ${verification.last.size}, ${verification.last.faults} fallos / faults`,
    );
  if (places.length === 0) console.log(style('yellow', '  Sin segundo lugar / no second place: NEXUS_AUDIT_FOLDERS'));
  for (const { name, position, fault } of [...places, ...destinations])
    console.log(
      fault ? style('yellow', `  ✗ ${printable(name)}: ${position}, ${fault}`) : `  ✓ ${printable(name)}: ${position}`,
    );
  return code;
}

/** Signs now; the note goes to standard output or a file, to be kept elsewhere. */
export async function newCheckpoint(options: { json: boolean; out?: string | undefined }): Promise<number> {
  const { client } = await openSession();
  const checkpoint = await client.post<Checkpoint | null>('/audit/checkpoints');
  if (checkpoint === null) {
    console.error(style('yellow', 'El registro está vacío / the log is empty'));
    return exitCodes.nothingFound;
  }
  if (options.out) await writeFile(options.out, checkpoint.note);
  else process.stdout.write(options.json ? `${JSON.stringify(checkpoint)}\n` : checkpoint.note);
  return exitCodes.done;
}

export async function rotateKey(options: { json: boolean }): Promise<number> {
  const { client } = await openSession();
  const { publicKey } = await client.post<{ publicKey: string | null }>('/audit/key/rotations');
  if (options.json) console.log(JSON.stringify({ publicKey }));
  else if (publicKey === null) console.log(style('yellow', 'Ya hay un cambio en curso / one is under way'));
  else console.log(`${style('green', '✓')} ${publicKey}`);
  return publicKey === null ? exitCodes.failed : exitCodes.done;
}
