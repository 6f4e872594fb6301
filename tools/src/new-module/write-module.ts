import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { groundTemplates } from './ground-templates.ts';
import type { ModuleNames } from './module-names.ts';
import { upperTemplates } from './upper-templates.ts';

export class NameTakenError extends Error {}

/**
 * Writes the skeleton of a module below `modules/`.
 * @returns the paths written, from the root.
 * @throws NameTakenError when a workspace of that name stands anywhere in the house.
 */
export function writeModule(root: string, names: ModuleNames): string[] {
  for (const area of ['modules', 'packages', 'engines', 'flows', 'apps']) {
    if (existsSync(path.join(root, area, names.folder))) {
      throw new NameTakenError(`${area}/${names.folder} exists already`);
    }
  }
  const templates = { ...groundTemplates(names, pinnedVersions(root)), ...upperTemplates(names) };
  return Object.entries(templates).map(([file, text]) => {
    const written = path.posix.join('modules', names.folder, file);
    mkdirSync(path.dirname(path.join(root, written)), { recursive: true });
    writeFileSync(path.join(root, written), text, { flag: 'wx' });
    return written;
  });
}

/** The versions that the rest of the house stands on: one version of each package in the whole repository. */
function pinnedVersions(root: string): { kysely: string; zod: string } {
  const read = (file: string) =>
    JSON.parse(readFileSync(path.join(root, file), 'utf8')).dependencies as Record<string, string>;
  const kysely = read('packages/db/package.json')['kysely'];
  const zod = read('packages/http/package.json')['zod'];
  if (!kysely || !zod) throw new Error('packages/db declares no kysely, or packages/http no zod');
  return { kysely, zod };
}
