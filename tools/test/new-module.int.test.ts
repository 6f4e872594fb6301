import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkArchitecture } from '../src/architecture/check-architecture.ts';
import { readProject } from '../src/architecture/read-project.ts';

const root = path.resolve(import.meta.dirname, '../..');
let copy = '';

/** A copy of the sources in which the workspaces are linked to the copy, and everything else to what is installed here. */
function copyRepository(): string {
  const target = mkdtempSync(path.join(tmpdir(), 'nexus-new-module-'));
  const tracked = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  const files = tracked.stdout.split('\n').filter((file) => file !== '' && !file.startsWith('samples/files/'));
  for (const file of files) cpSync(path.join(root, file), path.join(target, file), { recursive: true });
  mkdirSync(path.join(target, 'node_modules/@nexus'), { recursive: true });
  for (const entry of readdirSync(path.join(root, 'node_modules'))) {
    if (entry !== '@nexus')
      symlinkSync(path.join(root, 'node_modules', entry), path.join(target, 'node_modules', entry));
  }
  return target;
}

function linkWorkspaces(): void {
  for (const { name, folder } of readProject(copy).workspaces) {
    const link = path.join(copy, 'node_modules', name);
    if (name.startsWith('@nexus/')) rmSync(link, { force: true });
    if (name.startsWith('@nexus/')) symlinkSync(path.join(copy, folder), link);
  }
}

function run(script: string, ...args: string[]) {
  return spawnSync(process.execPath, [path.join(root, script), ...args], { cwd: copy, encoding: 'utf8' });
}

const newModule = (...args: string[]) => run('tools/src/new-module.ts', '--root', copy, ...args);

beforeAll(() => {
  copy = copyRepository();
  for (const names of [['watch-lists'], ['policies', 'policy']]) {
    const result = newModule(...names);
    expect(result.stderr).toBe('');
    expect(result.status).toBe(0);
  }
  linkWorkspaces();
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('a new module breaks no rule of the architecture', () => {
  const written = (file: string) => /^modules\/(watch-lists|policies)\//.test(file);
  const project = readProject(copy);
  expect(project.files.filter((file) => written(file.path)).length).toBeGreaterThan(20);
  expect(checkArchitecture(project).filter((violation) => written(violation.file))).toEqual([]);
});

test('a new module passes the linter as it is written', () => {
  const result = run('node_modules/@biomejs/biome/bin/biome', 'check', 'modules/watch-lists', 'modules/policies');
  expect(result.stdout + result.stderr).not.toContain('×');
  expect(result.status).toBe(0);
});

test('a new module passes the type check', () => {
  const settings = path.join(copy, 'tsconfig.new-modules.json');
  writeFileSync(
    settings,
    JSON.stringify({ extends: './tsconfig.json', include: ['modules/watch-lists', 'modules/policies'] }),
  );
  // A run that did not see the modules proves nothing: of a mistake in each it must complain, and of nothing else.
  const mistakes = ['modules/policies/src/mistake.ts', 'modules/watch-lists/src/mistake.ts'];
  for (const file of mistakes) writeFileSync(path.join(copy, file), 'export const wrong: string = 1;\n');
  const { stdout } = run('node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false', '--project', settings);
  for (const file of mistakes) rmSync(path.join(copy, file));
  const ours = stdout.split('\n').filter((line) => /^modules\/(watch-lists|policies)\//.test(line));
  expect(ours.map((line) => line.replace(/\(.*/, '')).sort()).toEqual(mistakes);
});

test('a new module passes its own tests', () => {
  const result = run(
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'unit',
    'modules/watch-lists',
    'modules/policies',
  );
  expect(result.stdout).toMatch(/Test Files .*4 passed/);
  expect(result.status).toBe(0);
});

test('its table denies by default', () => {
  const sql = readFileSync(path.join(copy, 'modules/watch-lists/migrations/0001-watch-lists.sql'), 'utf8');
  expect(sql).toContain('alter table watch_lists enable row level security');
  expect(sql).toContain('alter table watch_lists force row level security');
});

test.each([
  ['documents', /exists already/],
  ['kernel core', /exists already/],
  ['watch-lists', /exists already/],
  ['WatchLists', /not kebab-case/],
  ['../escape', /not kebab-case/],
  ['sheep', /give the singular/],
])('the name %s is refused', (name, reason) => {
  const result = newModule(...name.split(' '));
  expect(result.status).toBe(1);
  expect(result.stderr).toMatch(reason);
});
