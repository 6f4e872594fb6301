import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildProject, isSource } from './build-project.ts';
import type { Project } from './project.ts';

const houseFolders = ['packages', 'engines', 'modules', 'flows', 'apps', 'bench', 'e2e', 'samples', 'tools'];
/** Not ours to judge: installed, built, or documents. */
const skippedFolders = new Set(['node_modules', 'dist', 'coverage', 'data']);
const skippedPaths = new Set(['samples/files']);

/** Reads every source file and package.json below the root, tracked by git or not. */
export function readProject(root: string): Project {
  const texts = new Map<string, string>();
  const read = (file: string) => texts.set(file, readFileSync(path.join(root, file), 'utf8'));

  function walk(folder: string, recursive: boolean): void {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        const wanted = recursive || houseFolders.includes(file);
        if (wanted && !skippedFolders.has(entry.name) && !skippedPaths.has(file) && !entry.name.startsWith('.'))
          walk(file, true);
      } else if (entry.isFile() && (entry.name === 'package.json' || isSource(file))) read(file);
    }
  }

  walk('', false);
  return buildProject(texts);
}
