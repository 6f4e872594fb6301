import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiTypesFile, makeApiTypes, sharedTypesFile } from '../src/page/api-types.ts';
import { ensurePageBuilt, vaultPage } from '../src/page/vault-page.ts';
import { startTestVault, type VaultFixture } from './vault-fixture.ts';

let vault: VaultFixture;
beforeAll(async () => {
  [vault] = await Promise.all([startTestVault(), ensurePageBuilt()]);
});
afterAll(() => vault?.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${vault.running.url}${path}`, { headers });

test('the page’s types are those of the API (else: npm run types:api)', async () => {
  const { page, shared } = await makeApiTypes(vault.running.url);
  expect(page).toBe(await readFile(apiTypesFile, 'utf8'));
  expect(shared).toBe(await readFile(sharedTypesFile, 'utf8'));
});

test('the page is built, and not built again', async () => {
  expect(existsSync(`${vaultPage.folder}/index.html`)).toBe(true);
  const before = await readFile(`${vaultPage.folder}/index.html`, 'utf8');
  await ensurePageBuilt();
  expect(await readFile(`${vaultPage.folder}/index.html`, 'utf8')).toBe(before);
});

test.each(['/', '/spaces/x/ask?q=plazo', '/settings/people', '/setup'])(
  '%s is the page, under a policy with a nonce of its own',
  async (path) => {
    const [first, second] = await Promise.all([get(path), get(path)]);
    expect(first.status).toBe(200);
    const policy = first.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(await first.text()).toContain(`nonce="${nonce}"`);
    expect(second.headers.get('content-security-policy')).not.toBe(policy);
    expect(policy).not.toMatch(/unsafe-inline|(?<!wasm-)unsafe-eval|https?:|\*/);
  },
);

test('files of the page are kept by browsers for ever, and compressed; nothing else is served', async () => {
  const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(await (await get('/')).text()) ?? [];
  const response = await get(script!);
  expect(response.headers.get('cache-control')).toContain('immutable');
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(response.headers.get('content-type')).toContain('text/javascript');
  for (const path of [
    '/assets/../built-from.txt',
    '/assets/..%2Fbuilt-from.txt',
    '/assets/%2e%2e/index.html',
    '/assets/none.js',
    '/elsewhere',
  ])
    expect({ path, status: (await get(path)).status }).toEqual({ path, status: 404 });
});

/** What a file of the page loads with itself, all the way. */
async function loadedWith(name: string, loaded = new Map<string, number>()): Promise<Map<string, number>> {
  if (loaded.has(name)) return loaded;
  const source = await readFile(`${vaultPage.folder}/assets/${name}`);
  loaded.set(name, gzipSync(source, { level: 9 }).length);
  for (const [, other] of source.toString().matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
    await loadedWith(other!, loaded);
  return loaded;
}

test('the first load, to the questions, is less than 292 kB of compressed JavaScript', async () => {
  const html = await readFile(`${vaultPage.folder}/index.html`, 'utf8');
  const begun = [...html.matchAll(/"\/assets\/([^"]+\.js)"/g)].map(([, name]) => name!);
  const files = await readdir(`${vaultPage.folder}/assets`);
  const screen = files.filter((name) => /^ask-page-[\w-]+\.js$/.test(name));
  const words = files.filter((name) => /^words-es-[\w-]+\.js$/.test(name));
  expect([screen.length, words.length]).toEqual([1, 2]);
  const loaded = new Map<string, number>();
  for (const name of [...begun, ...screen, ...words]) await loadedWith(name, loaded);
  const bytes = [...loaded.values()].reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(150_000);
  expect(bytes).toBeLessThan(292_000);
});
