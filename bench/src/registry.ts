import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bench } from './bench.ts';

/**
 * A bench is a file `<name>.bench.ts` in this folder that exports `bench`. Loaded on demand, so that one bench does not pay for, or break with, the
 * imports of another.
 */
export async function listBenches(folder: string = import.meta.dirname): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith('.bench.ts'))
    .map((file) => file.slice(0, -'.bench.ts'.length))
    .sort();
}

export async function loadBench(name: string, folder: string = import.meta.dirname): Promise<Bench | null> {
  if (!(await listBenches(folder)).includes(name)) return null;
  const loaded: { bench?: Bench } = await import(pathToFileURL(join(folder, `${name}.bench.ts`)).href);
  if (loaded.bench === undefined) throw new Error(`${name}.bench.ts does not export "bench"`);
  return loaded.bench;
}
