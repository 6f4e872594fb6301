import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiTypesFile, makeApiTypes } from '../src/page/api-types.ts';
import { ensurePageBuilt, pageFolder } from '../src/page/build-page.ts';
import { startTestVault, type VaultFixture } from './vault-fixture.ts';

let vault: VaultFixture;
beforeAll(async () => {
  [vault] = await Promise.all([startTestVault(), ensurePageBuilt()]);
});
afterAll(() => vault?.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${vault.running.url}${path}`, { headers });

test('the page’s types are those of the API (else: npm run types:api)', async () => {
  expect(await makeApiTypes(vault.running.url)).toBe(await readFile(apiTypesFile, 'utf8'));
});

test('the page is built, and not built again', async () => {
  expect(existsSync(`${pageFolder}/index.html`)).toBe(true);
  const before = await readFile(`${pageFolder}/index.html`, 'utf8');
  await ensurePageBuilt();
  expect(await readFile(`${pageFolder}/index.html`, 'utf8')).toBe(before);
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
  const source = await readFile(`${pageFolder}/assets/${name}`);
  loaded.set(name, gzipSync(source, { level: 9 }).length);
  for (const [, other] of source.toString().matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
    await loadedWith(other!, loaded);
  return loaded;
}

test('the first load, to the questions, is less than 280 kB of compressed JavaScript', async () => {
  const html = await readFile(`${pageFolder}/index.html`, 'utf8');
  const begun = [...html.matchAll(/"\/assets\/([^"]+\.js)"/g)].map(([, name]) => name!);
  const ask = (await readdir(`${pageFolder}/assets`)).filter((name) => /^ask-page-[\w-]+\.js$/.test(name));
  expect(ask).toHaveLength(1);
  const loaded = new Map<string, number>();
  for (const name of [...begun, ...ask]) await loadedWith(name, loaded);
  // Files of words do not say in their names whose they are.
  const words = ['app', 'features/ask', 'features/viewer'].map((folder) =>
    readFile(`${pageFolder}/../src/${folder}/words.es.json`),
  );
  const sizes = [...loaded.values(), ...(await Promise.all(words)).map((file) => gzipSync(file, { level: 9 }).length)];
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(150_000);
  expect(bytes).toBeLessThan(280_000);
});
