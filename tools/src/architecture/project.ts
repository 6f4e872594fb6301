import type { ImportUse } from './scan-imports.ts';

/** The part of the house that a workspace stands in; the table of who may import whom speaks of these. */
export type Area =
  | 'packages'
  | 'engines'
  | 'modules'
  | 'flows'
  | 'apps'
  | 'web'
  | 'bench'
  | 'e2e'
  | 'samples'
  | 'tools'
  | 'root';

export type Workspace = {
  /** Folder relative to the root, with forward slashes; '' is the root itself. */
  folder: string;
  area: Area;
  /** Name in package.json, such as `@nexus/db`. */
  name: string;
  /** Keys of `exports`: `.`, `./testing`. */
  exports: readonly string[];
  /** Every package named in dependencies, devDependencies, peerDependencies and optionalDependencies. */
  declared: ReadonlySet<string>;
  /** Where each key of `exports` leads, as a path from the root. */
  doors: ReadonlyMap<string, string>;
};

export type SourceFile = {
  /** From the root, with forward slashes. */
  path: string;
  workspace: Workspace;
  lines: number;
  imports: readonly ResolvedImport[];
  isTest: boolean;
};

export type ResolvedImport = ImportUse & {
  /** The file that a relative import or a workspace's door leads to; null for packages from npm, node: modules and what does not exist. */
  target: string | null;
  kind: 'relative' | 'workspace' | 'package' | 'builtin';
};

export type Project = {
  workspaces: readonly Workspace[];
  files: readonly SourceFile[];
  /** Every source path, for rules that speak of names only. */
  byPath: ReadonlyMap<string, SourceFile>;
};

export type Violation = { rule: string; file: string; line?: number; message: string };

export type Rule = { name: string; check(project: Project): Violation[] };

/** Tests, benches of one module, what `./testing` gives to other packages' tests, and configuration may use more than shipped code may. */
export function isTestPath(path: string): boolean {
  return (
    /\.(test|int\.test|e2e|spec)\.tsx?$/.test(path) ||
    /(^|\/)(test|e2e)\/|\/bench\//.test(path) ||
    /\/src\/(.+\/)?testing(\.ts$|\/)/.test(path)
  );
}
