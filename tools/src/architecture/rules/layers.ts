import path from 'node:path';
import { packageName } from '../build-project.ts';
import type { ResolvedImport, Rule, SourceFile, Violation } from '../project.ts';

/** What a file of a module is, by the suffix of its name. Wiring (`module.ts`, `index.ts`) sees everything. */
type Role =
  | 'routes'
  | 'schemas'
  | 'service'
  | 'policy'
  | 'repository'
  | 'view'
  | 'errors'
  | 'events'
  | 'ports'
  | 'job'
  | 'part'
  | 'wiring';

type Fence = {
  /** Roles of the same module that may not be imported at all. */
  roles: readonly Role[];
  /** Packages that may not be imported at all. */
  packages?: readonly string[];
  /** Packages of which only types may be imported. */
  typesOnlyFrom?: readonly string[];
  reason: string;
};

const http = ['fastify', 'fastify-plugin', 'fastify-type-provider-zod'];
const database = ['kysely', 'pg'];
const outside = [
  'node:fs',
  'node:fs/promises',
  'node:http',
  'node:https',
  'node:net',
  'node:child_process',
  'node:worker_threads',
];

const useCase: Fence = {
  roles: ['routes'],
  packages: [...http, ...database],
  typesOnlyFrom: ['@nexus/http'],
  reason: 'a service knows neither HTTP nor SQL',
};

const fences: Readonly<Record<Role, Fence>> = {
  routes: {
    roles: ['repository', 'policy'],
    packages: [...database, '@nexus/db'],
    reason: 'routes speak to the service',
  },
  schemas: {
    roles: ['routes', 'service', 'policy', 'repository', 'job'],
    packages: [...database, '@nexus/db'],
    reason: 'schemas describe requests only',
  },
  service: useCase,
  job: useCase,
  policy: {
    roles: ['routes', 'service', 'repository', 'job', 'view'],
    packages: [...http, ...database, '@nexus/http', '@nexus/db', ...outside],
    reason: 'policies are pure sentences',
  },
  repository: {
    roles: ['routes', 'service', 'policy', 'view', 'job'],
    packages: http,
    typesOnlyFrom: ['@nexus/http'],
    reason: 'a repository holds SQL and nothing above it',
  },
  view: {
    roles: ['routes', 'service', 'policy', 'job'],
    packages: [...http, 'pg'],
    reason: 'a view turns a row into a response',
  },
  errors: {
    roles: ['routes', 'service', 'policy', 'repository', 'view', 'job'],
    packages: [...http, ...database],
    reason: 'errors stand below everything',
  },
  events: {
    roles: ['routes', 'service', 'policy', 'repository', 'view', 'job'],
    packages: [...http, ...database],
    reason: 'events stand below everything',
  },
  ports: {
    roles: ['routes', 'service', 'policy', 'repository', 'view', 'job'],
    packages: http,
    reason: 'ports are what the module asks of others',
  },
  part: {
    roles: ['routes'],
    packages: http,
    typesOnlyFrom: ['@nexus/http', 'pg'],
    reason: 'what has no role of its own knows neither HTTP nor SQL',
  },
  wiring: { roles: [], reason: '' },
};

/** Roles whose types may be named although their functions may not be called; where nothing is said, the shape of a row. */
const shapesFor: Readonly<Partial<Record<Role, readonly Role[]>>> = {
  view: ['repository', 'service'],
  ports: ['repository', 'service', 'policy'],
  policy: [],
};

/** Inside a module: routes -> service -> policy / repository -> SQL. */
export const layers: Rule = {
  name: 'layer',
  check: ({ files, byPath }) =>
    files
      .filter((file) => file.workspace.area === 'modules' && !file.isTest)
      .flatMap((file) => file.imports.flatMap((use) => trespass(file, use, byPath))),
};

function trespass(file: SourceFile, use: ResolvedImport, byPath: ReadonlyMap<string, SourceFile>): Violation[] {
  const fence = fences[roleOf(file.path)];
  const violation = (message: string): Violation[] => [
    { rule: 'layer', file: file.path, line: use.line, message: `${message}: ${fence.reason}` },
  ];
  if (use.kind === 'relative') {
    const target = use.target === null ? undefined : byPath.get(use.target);
    if (!target || target.workspace !== file.workspace || !fence.roles.includes(roleOf(target.path))) return [];
    const isShape = use.typeOnly && (shapesFor[roleOf(file.path)] ?? ['repository']).includes(roleOf(target.path));
    return isShape ? [] : violation(`may not import ${path.posix.basename(target.path)}`);
  }
  const name = use.kind === 'builtin' ? use.specifier : packageName(use.specifier);
  if (fence.packages?.includes(name)) return violation(`may not import ${name}`);
  if (fence.typesOnlyFrom?.includes(name) && !use.typeOnly) return violation(`may import only types of ${name}`);
  return [];
}

function roleOf(file: string): Role {
  const suffix = /\.(routes|schemas|service|policy|repository|view|errors|events|ports)\.tsx?$/.exec(
    path.posix.basename(file),
  )?.[1];
  if (suffix) return suffix as Role;
  if (file.includes('/use-cases/')) return 'service';
  if (file.includes('/jobs/')) return 'job';
  return /\/src\/(module|index)\.ts$/.test(file) ? 'wiring' : 'part';
}

/** `sql` writes SQL by hand: repositories may, tests may, and the packages that own the database do. */
export const handWrittenSql: Rule = {
  name: 'sql',
  check: ({ files }) =>
    files
      .filter((file) => ['modules', 'flows', 'apps', 'web', 'engines'].includes(file.workspace.area))
      .filter((file) => !file.isTest && !file.path.endsWith('.repository.ts'))
      .flatMap((file) =>
        file.imports
          .filter(
            (use) =>
              use.specifier === 'kysely' && !use.typeOnly && (use.names.includes('sql') || use.names.includes('*')),
          )
          .map((use) => ({
            rule: 'sql',
            file: file.path,
            line: use.line,
            message: 'only *.repository.ts and tests import `sql` of kysely',
          })),
      ),
};
