import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { style } from '@nexus/terminal';
import { openSession } from '../saved-session.ts';

/** Writes the bytes of an entry and the proof that it is in the log: with the public key, all that anybody needs. */
export async function proveEntry(sequence: number, folder: string): Promise<number> {
  const { client } = await openSession();
  const proof = await client.send('GET', `/audit/log/entries/${sequence}/proof`);
  const entry = await client.send('GET', `/audit/log/entries/${sequence}`);
  await mkdir(folder, { recursive: true });
  const [proofFile, entryFile] = [`entry-${sequence}.tlog-proof`, `entry-${sequence}.json`].map((name) =>
    join(folder, name),
  );
  await writeFile(proofFile!, await proof.text());
  await writeFile(entryFile!, Buffer.from(await entry.arrayBuffer()));
  console.log(style('green', `✓ ${proofFile}, ${entryFile}`));
  console.log(style('dim', `  ./nexus audit verify ${proofFile} --entry ${entryFile} --key <clave / key>`));
  return 0;
}
