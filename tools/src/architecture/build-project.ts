import { builtinModules } from 'node:module';
import path from 'node:path';
import {
  type Area,
  isTestPath,
  type Project,
  type ResolvedImport,
  type SourceFile,
  type Workspace,
} from './project.ts';
import { type ImportUse, scanImports } from './scan-imports.ts';

type Manifest = {
  name?: string;
  exports?: Record<string, unknown> | string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};

const builtins = new Set(builtinModules);

/**
 * The project as the rules see it.
 * @param texts every source file and package.json, by its path from the root with forward slashes.
 * @throws SyntaxError for a source that does not parse or a package.json that is no JSON.
 */
export function buildProject(texts: ReadonlyMap<string, string>): Project {
  const workspaces = [...texts.keys()]
    .filter((file) => path.posix.basename(file) === 'package.json')
    .map((file) => readWorkspace(file, texts.get(file)!))
    .sort((a, b) => b.folder.length - a.folder.length);
  const byName = new Map(workspaces.map((workspace) => [workspace.name, workspace]));

  const files: SourceFile[] = [];
  for (const [file, text] of texts) {
    if (!isSource(file)) continue;
    const workspace = workspaces.find(({ folder }) => folder === '' || file.startsWith(`${folder}/`));
    if (!workspace) throw new Error(`${file} belongs to no workspace: a package.json is missing above it`);
    const imports = scanImports(file, text).map((use) => resolveImport(use, file, byName, texts));
    files.push({ path: file, workspace, lines: countLines(text), imports, isTest: isTestPath(file) });
  }
  return { workspaces, files, byPath: new Map(files.map((file) => [file.path, file])) };
}

export function isSource(file: string): boolean {
  return /\.(ts|tsx|mts|mjs|js|jsx)$/.test(file) && !file.endsWith('.gen.ts') && !file.endsWith('.d.ts');
}

function readWorkspace(file: string, text: string): Workspace {
  const manifest = JSON.parse(text) as Manifest;
  const folder = path.posix.dirname(file) === '.' ? '' : path.posix.dirname(file);
  const exported = typeof manifest.exports === 'string' ? { '.': manifest.exports } : (manifest.exports ?? {});
  const doors = new Map<string, string>();
  for (const [key, target] of Object.entries(exported)) {
    if (typeof target === 'string') doors.set(key, path.posix.join(folder, target));
  }
  const declared = [
    manifest.dependencies,
    manifest.devDependencies,
    manifest.peerDependencies,
    manifest.optionalDependencies,
  ];
  return {
    folder,
    area: areaOf(folder),
    name: manifest.name ?? folder,
    exports: Object.keys(exported),
    declared: new Set(declared.flatMap((names) => Object.keys(names ?? {}))),
    doors,
  };
}

const areas = new Set<string>(['packages', 'engines', 'modules', 'flows', 'apps', 'bench', 'e2e', 'samples', 'tools']);

function areaOf(folder: string): Area {
  if (/^apps\/[^/]+\/web$/.test(folder)) return 'web';
  const top = folder.split('/')[0]!;
  return areas.has(top) ? (top as Area) : 'root';
}

function resolveImport(
  use: ImportUse,
  from: string,
  byName: ReadonlyMap<string, Workspace>,
  texts: ReadonlyMap<string, string>,
): ResolvedImport {
  const { specifier } = use;
  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(from), specifier);
    return { ...use, kind: 'relative', target: texts.has(target) ? target : null };
  }
  const name = packageName(specifier);
  const workspace = byName.get(name);
  if (workspace) {
    return { ...use, kind: 'workspace', target: workspace.doors.get(`.${specifier.slice(name.length)}`) ?? null };
  }
  return { ...use, kind: specifier.startsWith('node:') || builtins.has(name) ? 'builtin' : 'package', target: null };
}

/** `@nexus/db/testing` is of package `@nexus/db`, `kysely/helpers/postgres` of `kysely`. */
export function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function countLines(text: string): number {
  if (text === '') return 0;
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
