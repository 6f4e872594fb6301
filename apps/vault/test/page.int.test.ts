import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
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
