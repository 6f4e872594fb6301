import type { ResolvedImport, Rule, SourceFile, Workspace } from '../project.ts';

/** Who may import whom: the table of the architecture, as code. `kernel` alone stands for `packages/kernel`. */
function mayImport(from: Workspace, to: Workspace): boolean {
  const name = to.folder.split('/')[1] ?? '';
  const isGround = to.folder === 'packages/kernel' || to.folder === 'packages/crypto';
  switch (from.area) {
    case 'packages':
      return packageMayImport(from.folder, to.folder);
    case 'engines':
      return isGround;
    case 'modules':
      return (to.area === 'packages' && !onlyForTests.has(to.folder) && !forPages.has(name)) || to.area === 'engines';
    case 'flows':
      return (to.area === 'packages' && !onlyForTests.has(to.folder) && !forPages.has(name)) || to.area === 'modules';
    case 'apps':
      return ['packages', 'engines', 'modules', 'flows', 'samples'].includes(to.area) && !onlyForTests.has(to.folder);
    case 'web':
      return ['packages/ui', 'packages/page', 'packages/kernel'].includes(to.folder);
    case 'bench':
      // A bench of the page works in the browser of the journeys.
      return ['packages', 'engines', 'modules', 'flows', 'apps', 'samples', 'e2e'].includes(to.area);
    case 'e2e':
      return ['packages', 'engines', 'modules', 'flows', 'apps', 'samples'].includes(to.area);
    case 'root':
      return true;
    case 'samples':
    case 'tools':
      return false;
  }
}

/** Runs in browsers. */
const forPages = new Set(['ui', 'page']);

/** Ships in no program. */
const onlyForTests = new Set(['packages/testing']);

const packagesBelow: Readonly<Record<string, readonly string[]>> = {
  'packages/kernel': [],
  'packages/crypto': [],
  'packages/db': ['packages/kernel', 'packages/crypto'],
  'packages/http': ['packages/kernel', 'packages/crypto'],
  'packages/jobs': ['packages/kernel', 'packages/crypto', 'packages/db'],
  'packages/replication': ['packages/kernel', 'packages/crypto', 'packages/db'],
  'packages/terminal': [],
  'packages/server': [
    'packages/kernel',
    'packages/crypto',
    'packages/db',
    'packages/http',
    'packages/jobs',
    'packages/terminal',
  ],
  'packages/ui': ['packages/kernel'],
  'packages/page': ['packages/kernel', 'packages/ui'],
  'packages/testing': ['packages/kernel', 'packages/crypto', 'packages/db', 'packages/http', 'packages/jobs'],
};

function packageMayImport(from: string, to: string): boolean {
  // A package that the table does not know stands on the ground only, until somebody decides otherwise here.
  return (packagesBelow[from] ?? ['packages/kernel', 'packages/crypto']).includes(to);
}

/** Tests may also use the test databases and the sample documents; a module's tests still see no other module. */
function testMayImport(from: Workspace, to: Workspace): boolean {
  if (from.folder === 'packages/kernel' || from.folder === 'packages/crypto') return false;
  return to.folder === 'packages/testing' || to.area === 'samples';
}

export const directions: Rule = {
  name: 'direction',
  check: ({ files, byPath, workspaces }) => {
    const byName = new Map(workspaces.map((workspace) => [workspace.name, workspace]));
    const reachOf = (use: ResolvedImport): Workspace | undefined =>
      use.kind === 'workspace'
        ? byName.get(use.specifier.split('/', 2).join('/'))
        : use.target === null
          ? undefined
          : byPath.get(use.target)?.workspace;
    return files.flatMap((file) =>
      file.imports.flatMap((use) => {
        const to = reachOf(use);
        if (!to || (to === file.workspace && !leavesWeb(file, use)) || isAllowed(file, to)) return [];
        const message = `${file.workspace.folder} may not import ${to.folder} (${use.specifier})`;
        return [{ rule: 'direction', file: file.path, line: use.line, message }];
      }),
    );
  },
};

const webFolder = /^apps\/[^/]+\/web\//;

/** The page reaches its server over the API only, also where both live in one workspace. */
function leavesWeb(file: SourceFile, use: ResolvedImport): boolean {
  return webFolder.test(file.path) && use.target !== null && !webFolder.test(use.target);
}

function isAllowed(file: SourceFile, to: Workspace): boolean {
  const from: Workspace = webFolder.test(file.path) ? { ...file.workspace, area: 'web' } : file.workspace;
  return mayImport(from, to) || (file.isTest && testMayImport(file.workspace, to));
}
