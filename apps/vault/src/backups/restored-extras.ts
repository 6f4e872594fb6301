import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Beside database and objects, what a restored data folder needs to be opened: how the root key is unsealed. Never a key in clear. */
const names = ['unseal.json'];

export async function restoredExtras(dataDir: string): Promise<{ name: string; bytes: Uint8Array }[]> {
  const extras: { name: string; bytes: Uint8Array }[] = [];
  for (const name of names) {
    const bytes = await readFile(join(dataDir, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (bytes) extras.push({ name, bytes });
  }
  return extras;
}
