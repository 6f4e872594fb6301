import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildProject } from './build-project.ts';
import { checkArchitecture, rules } from './check-architecture.ts';
import { readProject } from './read-project.ts';
import { sizeLimit } from './rules/size.ts';

const manifest = (name: string, dependencies: readonly string[] = [], doors: readonly string[] = ['.']) =>
  JSON.stringify({
    name,
    exports: Object.fromEntries(
      doors.map((door) => [door, door === '.' ? './src/index.ts' : `./src/${door.slice(2)}.ts`]),
    ),
    dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, '*'])),
  });

/** A small sound house; each test plants one wrong thing in it. */
const soundHouse: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'nexus', devDependencies: { vitest: '4.0.0' } }),
  'packages/kernel/package.json': manifest('@nexus/kernel'),
  'packages/kernel/src/index.ts': `export * from './clock.ts';\n`,
  'packages/kernel/src/clock.ts': 'export type Clock = { now(): Date };\n',
  'packages/crypto/package.json': manifest('@nexus/crypto'),
  'packages/crypto/src/index.ts': 'export const seal = 1;\n',
  'packages/db/package.json': manifest('@nexus/db', ['@nexus/kernel', 'kysely']),
  'packages/db/src/index.ts': `import { sql } from 'kysely';\nexport const now = sql;\n`,
  'packages/http/package.json': manifest('@nexus/http', ['@nexus/kernel', 'fastify']),
  'packages/http/src/index.ts': `export type Reply = { code: number };\n`,
  'packages/testing/package.json': manifest('@nexus/testing', ['@nexus/db']),
  'packages/testing/src/index.ts': `export { now } from '@nexus/db';\n`,
  'engines/search/package.json': manifest('@nexus/search', ['@nexus/kernel']),
  'engines/search/src/index.ts': `import type { Clock } from '@nexus/kernel';\nexport type Search = Clock;\n`,
  'engines/parsing/package.json': manifest('@nexus/parsing', []),
  'engines/parsing/src/index.ts': 'export const parse = 1;\n',
  'modules/notes/package.json': manifest(
    '@nexus/notes',
    ['@nexus/kernel', '@nexus/db', '@nexus/http', '@nexus/search', '@nexus/testing', 'kysely'],
    ['.', './testing'],
  ),
  'modules/notes/src/index.ts': `export { notesModule } from './module.ts';\n`,
  'modules/notes/src/module.ts': `import { notes } from './notes.service.ts';\nimport { findNote } from './notes.repository.ts';\nexport const notesModule = [notes, findNote];\n`,
  'modules/notes/src/notes.routes.ts': `import { notes } from './notes.service.ts';\nimport '@nexus/http';\nexport const routes = notes;\n`,
  'modules/notes/src/notes.service.ts': `import type { Reply } from '@nexus/http';\nimport { mayRead } from './notes.policy.ts';\nexport const notes = (r: Reply) => mayRead && r;\n`,
  'modules/notes/src/notes.policy.ts': 'export const mayRead = true;\n',
  'modules/notes/src/notes.repository.ts': `import { sql } from 'kysely';\nexport const findNote = sql;\n`,
  'modules/notes/src/notes.view.ts': `import type { findNote } from './notes.repository.ts';\nexport type View = typeof findNote;\n`,
  'modules/notes/src/testing.ts': `export { now } from '@nexus/testing';\n`,
  'modules/notes/test/notes.int.test.ts': `import { test } from 'vitest';\nimport '@nexus/testing';\ntest('x', () => {});\n`,
  'modules/spaces/package.json': manifest('@nexus/spaces', []),
  'modules/spaces/src/index.ts': 'export type Space = { id: string };\n',
  'apps/vault/package.json': manifest('@nexus/vault', [
    '@nexus/notes',
    '@nexus/spaces',
    '@nexus/search',
    '@nexus/samples',
  ]),
  'apps/vault/src/index.ts': `import '@nexus/notes';\nimport '@nexus/spaces';\nimport '@nexus/samples';\n`,
  'apps/vault/web/features/ask/ask.tsx': 'export const Ask = () => <p />;\n',
  'apps/vault/web/features/files/files.tsx': 'export const Files = () => <p />;\n',
  'samples/package.json': manifest('@nexus/samples'),
  'samples/src/index.ts': 'export const samples = 1;\n',
};

function violationsWith(planted: Readonly<Record<string, string>>, applied = rules): string[] {
  const project = buildProject(new Map(Object.entries({ ...soundHouse, ...planted })));
  return checkArchitecture(project, applied).map(
    ({ rule, file, line, message }) => `${rule} ${file}:${line ?? '-'} ${message}`,
  );
}

test('the sound house has no violation', () => {
  expect(violationsWith({})).toEqual([]);
});

test('this repository is read whole and checked', () => {
  const project = readProject(path.resolve(import.meta.dirname, '../../..'));
  expect(checkArchitecture(project)).toEqual([]);
  expect(project.files.map((file) => file.path)).toContain('tools/src/architecture/check-architecture.test.ts');
});

describe('each planted violation is caught, once, where it is', () => {
  const long = (lines: number) => 'export const x = 1;\n'.repeat(lines);
  const cases: readonly [what: string, planted: Record<string, string>, expected: RegExp][] = [
    [
      'kernel imports something of ours',
      {
        'packages/kernel/package.json': manifest('@nexus/kernel', ['@nexus/crypto']),
        'packages/kernel/src/x.ts': `import '@nexus/crypto';`,
      },
      /^direction packages\/kernel\/src\/x\.ts:1 /,
    ],
    [
      'crypto imports kernel, in a test even',
      {
        'packages/crypto/package.json': manifest('@nexus/crypto', ['@nexus/kernel']),
        'packages/crypto/src/x.test.ts': `\nimport '@nexus/kernel';`,
      },
      /^direction packages\/crypto\/src\/x\.test\.ts:2 /,
    ],
    [
      'db imports http',
      {
        'packages/db/package.json': manifest('@nexus/db', ['@nexus/http', 'kysely']),
        'packages/db/src/x.ts': `import '@nexus/http';`,
      },
      /^direction .*packages\/db may not import packages\/http/,
    ],
    [
      'an engine imports another',
      {
        'engines/search/package.json': manifest('@nexus/search', ['@nexus/parsing', '@nexus/kernel']),
        'engines/search/src/x.ts': `import { parse } from '@nexus/parsing';`,
      },
      /^direction engines\/search\/src\/x\.ts:1 /,
    ],
    [
      'an engine imports the database',
      {
        'engines/search/package.json': manifest('@nexus/search', ['@nexus/db', '@nexus/kernel']),
        'engines/search/src/x.ts': `export * from '@nexus/db';`,
      },
      /^direction engines\/search\/src\/x\.ts:1 /,
    ],
    [
      "a module imports another module's types",
      {
        'modules/notes/src/x.ts': `import type { Space } from '@nexus/spaces';`,
        'modules/notes/package.json': manifest(
          '@nexus/notes',
          ['@nexus/kernel', '@nexus/db', '@nexus/http', '@nexus/spaces', '@nexus/testing', 'kysely'],
          ['.', './testing'],
        ),
      },
      /^direction modules\/notes\/src\/x\.ts:1 /,
    ],
    [
      'a module names another in an import type',
      {
        'modules/notes/src/x.ts': `export type S = import('@nexus/spaces').Space;`,
        'modules/notes/package.json': manifest(
          '@nexus/notes',
          ['@nexus/kernel', '@nexus/db', '@nexus/http', '@nexus/spaces', '@nexus/testing', 'kysely'],
          ['.', './testing'],
        ),
      },
      /^direction modules\/notes\/src\/x\.ts:1 /,
    ],
    [
      'shipped code imports the test package',
      { 'modules/notes/src/x.ts': `import '@nexus/testing';` },
      /^direction .*packages\/testing/,
    ],
    [
      'a module imports the samples outside its tests',
      {
        'modules/spaces/package.json': manifest('@nexus/spaces', ['@nexus/samples']),
        'modules/spaces/src/x.ts': `import '@nexus/samples';`,
      },
      /^direction .*samples/,
    ],
    [
      'the page imports its server',
      { 'apps/vault/web/x.ts': `import '../src/index.ts';` },
      /^direction apps\/vault\/web\/x\.ts:1 /,
    ],
    [
      'an undeclared workspace',
      { 'modules/spaces/src/x.ts': `import '@nexus/kernel';` },
      /^door .*@nexus\/kernel is not declared in modules\/spaces/,
    ],
    ['an undeclared package', { 'modules/spaces/src/x.ts': `await import('zod');` }, /^door .*zod is not declared/],
    [
      'a test tool outside tests',
      { 'modules/spaces/src/x.ts': `import { test } from 'vitest';` },
      /^door .*vitest is not declared/,
    ],
    [
      'past the exports of a package',
      { 'apps/vault/src/x.ts': `import '@nexus/notes/src/module.ts';` },
      /^door apps\/vault\/src\/x\.ts:1 .*goes past the exports/,
    ],
    [
      'a relative path into another package',
      { 'apps/vault/src/x.ts': `import '../../../modules/notes/src/index.ts';` },
      /^door .*leaves apps\/vault/,
    ],
    [
      'a package imports itself by name',
      { 'modules/spaces/src/x.ts': `import '@nexus/spaces';` },
      /^door .*is this package itself/,
    ],
    ['a missing file ending', { 'modules/spaces/src/x.ts': `import './index';` }, /^door .*leads to no file/],
    [
      'a builtin without node:',
      { 'modules/spaces/src/x.ts': `import 'fs/promises';` },
      /^door .*write node:fs\/promises/,
    ],
    [
      'a third door of a module',
      { 'modules/spaces/package.json': manifest('@nexus/spaces', [], ['.', './internals']) },
      /^door modules\/spaces\/package\.json:- .*internals/,
    ],
    [
      'a cycle of values',
      {
        'engines/parsing/src/a.ts': `import './b.ts';`,
        'engines/parsing/src/b.ts': `import './c.ts';`,
        'engines/parsing/src/c.ts': `import './a.ts';`,
      },
      /^cycle engines\/parsing\/src\/a\.ts:- .*a\.ts -> .*b\.ts -> .*c\.ts -> .*a\.ts$/,
    ],
    [
      'a cycle of types only',
      {
        'engines/parsing/src/a.ts': `import type { B } from './b.ts';\nexport type A = B;`,
        'engines/parsing/src/b.ts': `import type { A } from './a.ts';\nexport type B = A;`,
      },
      /^cycle /,
    ],
    ['a file that imports itself', { 'engines/parsing/src/a.ts': `export * from './a.ts';` }, /^cycle /],
    [
      'routes import the repository',
      { 'modules/notes/src/x.routes.ts': `import { findNote } from './notes.repository.ts';` },
      /^layer modules\/notes\/src\/x\.routes\.ts:1 /,
    ],
    [
      'a service imports fastify types',
      {
        'modules/notes/package.json': manifest(
          '@nexus/notes',
          ['@nexus/kernel', '@nexus/db', '@nexus/http', '@nexus/testing', 'kysely', 'fastify'],
          ['.', './testing'],
        ),
        'modules/notes/src/x.service.ts': `import type { FastifyRequest } from 'fastify';`,
      },
      /^layer .*may not import fastify/,
    ],
    [
      'a service imports http at run time',
      { 'modules/notes/src/x.service.ts': `import { problem } from '@nexus/http';` },
      /^layer .*only types of @nexus\/http/,
    ],
    [
      'a use case builds SQL',
      { 'modules/notes/src/use-cases/move-note.ts': `import { Kysely } from 'kysely';` },
      /^layer .*may not import kysely/,
    ],
    [
      'a service imports routes',
      { 'modules/notes/src/x.service.ts': `import { routes } from './notes.routes.ts';` },
      /^layer .*notes\.routes\.ts/,
    ],
    [
      'a policy reads the database',
      { 'modules/notes/src/x.policy.ts': `import type { findNote } from './notes.repository.ts';` },
      /^layer .*policies are pure/,
    ],
    [
      'a policy reads files',
      { 'modules/notes/src/x.policy.ts': `import { readFile } from 'node:fs/promises';` },
      /^layer .*policies are pure/,
    ],
    [
      'a repository imports the service',
      { 'modules/notes/src/x.repository.ts': `import { notes } from './notes.service.ts';` },
      /^layer .*notes\.service\.ts/,
    ],
    [
      'a file without a role imports http at run time',
      { 'modules/notes/src/counting.ts': `import { problem } from '@nexus/http';` },
      /^layer .*only types of @nexus\/http/,
    ],
    [
      'a view imports routes',
      { 'modules/notes/src/x.view.ts': `import { routes } from './notes.routes.ts';` },
      /^layer /,
    ],
    [
      'sql outside a repository',
      { 'modules/notes/src/counting.ts': `import { sql as raw } from 'kysely';` },
      /^sql modules\/notes\/src\/counting\.ts:1 /,
    ],
    ['sql through a namespace', { 'modules/notes/src/x.ts': `import * as k from 'kysely';` }, /^sql /],
    [
      'one feature imports another',
      { 'apps/vault/web/features/ask/x.tsx': `import '../files/files.tsx';` },
      /^feature /,
    ],
    ['a long file', { 'engines/parsing/src/long.ts': long(401) }, /^size engines\/parsing\/src\/long\.ts:- 401 lines/],
    ['a file named after nothing', { 'engines/parsing/src/string-utils.ts': '' }, /^name .*"utils" says nothing/],
    [
      'a folder named after nothing',
      { 'engines/parsing/src/common/a.ts': '' },
      /^name engines\/parsing\/src\/common:- .*"common"/,
    ],
    ['a file in camelCase', { 'engines/parsing/src/pdfReader.ts': '' }, /^name .*kebab-case/],
    ['a folder in PascalCase', { 'engines/parsing/src/Pdf/a.ts': '' }, /^name .*Pdf:- .*kebab-case/],
  ];

  test.each(cases)('%s', (_what, planted, expected) => {
    const violations = violationsWith(planted);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatch(expected);
  });
});

test('what a rule must let through', () => {
  const allowed = {
    'modules/notes/src/x.ports.ts': `import type { mayRead } from './notes.policy.ts';`,
    'modules/notes/test/door.int.test.ts': `import '@nexus/notes';`,
    'modules/spaces/src/common-passwords.ts': '',
    'engines/parsing/src/formats/testing/fixtures.ts': `import { vi } from 'vitest';`,
  };
  expect(violationsWith(allowed)).toEqual([]);
});

test('what only looks like an import is none', () => {
  const text = `// import '@nexus/db';\nexport const s = "import x from '@nexus/db'";\n/* require('@nexus/db') */\n`;
  expect(violationsWith({ 'engines/parsing/src/a.ts': text })).toEqual([]);
});

test('a long file with a reason passes; an entry that is no longer needed does not', () => {
  const file = 'engines/parsing/src/long.ts';
  const applied = [sizeLimit([{ file, reason: 'a generated table' }])];
  expect(violationsWith({ [file]: '\n'.repeat(401) }, applied)).toEqual([]);
  expect(violationsWith({ [file]: '\n'.repeat(400) }, applied)).toHaveLength(1);
  expect(violationsWith({ [file]: '\n'.repeat(401) }, [sizeLimit([{ file, reason: ' ' }])])).toHaveLength(1);
});

test('a source that does not parse stops the check', () => {
  expect(() => violationsWith({ 'engines/parsing/src/a.ts': 'import {' })).toThrow(SyntaxError);
});
