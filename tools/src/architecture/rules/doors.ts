import path from 'node:path';
import { packageName } from '../build-project.ts';
import type { Project, ResolvedImport, Rule, SourceFile, Violation } from '../project.ts';

/** A workspace is entered by the doors in its `exports`, by name, and by those who declare it. */
export const doors: Rule = {
  name: 'door',
  check: (project) => [
    ...project.files.flatMap((file) => file.imports.flatMap((use) => problemsOf(file, use, project))),
    ...moduleDoors(project),
  ],
};

function problemsOf(file: SourceFile, use: ResolvedImport, project: Project): Violation[] {
  const problem = (message: string): Violation[] => [{ rule: 'door', file: file.path, line: use.line, message }];
  if (use.kind === 'relative') return relativeProblem(file, use, problem);
  if (use.kind === 'builtin') {
    return use.specifier.startsWith('node:') ? [] : problem(`write node:${use.specifier}`);
  }

  const name = packageName(use.specifier);
  if (use.kind === 'workspace') {
    const door = `.${use.specifier.slice(name.length)}`;
    const target = project.workspaces.find((workspace) => workspace.name === name)!;
    if (!target.exports.includes(door)) {
      return problem(`${use.specifier} goes past the exports of ${name}`);
    }
    // Tests come through the public door, also of their own package.
    if (name === file.workspace.name)
      return file.isTest ? [] : problem(`${use.specifier} is this package itself: import the file`);
  }
  return isDeclared(name, file, project)
    ? []
    : problem(`${name} is not declared in ${file.workspace.folder || '.'}/package.json`);
}

function relativeProblem(
  file: SourceFile,
  use: ResolvedImport,
  problem: (message: string) => Violation[],
): Violation[] {
  const target = path.posix.join(path.posix.dirname(file.path), use.specifier);
  const { folder } = file.workspace;
  if (folder !== '' && !target.startsWith(`${folder}/`))
    return problem(`${use.specifier} leaves ${folder}: import the package by name`);
  const isCode = !/\.(json|css|svg|sql|wasm|txt|md)$/.test(target) && !/\.gen\.ts$|\.d\.ts$/.test(target);
  return isCode && use.target === null ? problem(`${use.specifier} leads to no file (endings are written out)`) : [];
}

/** Tests and configuration may use the tools that the root declares for all. */
function isDeclared(name: string, file: SourceFile, { workspaces }: Project): boolean {
  if (file.workspace.declared.has(name) || file.workspace.declared.has(`@types/${name}`)) return true;
  const root = workspaces.find((workspace) => workspace.folder === '');
  return (file.isTest || file.workspace.area === 'tools') && (root?.declared.has(name) ?? false);
}

function moduleDoors({ workspaces }: Project): Violation[] {
  return workspaces
    .filter((workspace) => workspace.area === 'modules')
    .flatMap((workspace) =>
      workspace.exports
        .filter((door) => door !== '.' && door !== './testing')
        .map((door) => ({
          rule: 'door',
          file: `${workspace.folder}/package.json`,
          message: `a module exports "." and "./testing" only, not "${door}"`,
        })),
    );
}
