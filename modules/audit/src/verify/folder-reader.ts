import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { ExportReader } from './export-reader.ts';

export async function openFolder(folder: string): Promise<ExportReader> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => file.isFile())
    .map((file) => relative(folder, join(file.parentPath, file.name)).split(sep).join('/'));
  const known = new Set(paths);
  return {
    paths: () => paths,
    read: async (path) => (known.has(path) ? await readFile(join(folder, path)) : null),
    close: async () => {},
  };
}
