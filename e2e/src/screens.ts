import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { type DemoVault, startDemoVault } from './demo-vault.ts';
import { newWindow, signedInPage, type View } from './signed-in-page.ts';

// `npm run screens [-- <folder>] [--only ask,documents]`: every main screen of the demo, for README and guides and to be looked at.

type Screen = { name: string; show(page: Page, vault: DemoVault): Promise<unknown> };

const question = {
  es: '¿Cuál es el plazo de ejecución de la obra?',
  en: 'What is the deadline for the completion of the works?',
};

const screens: Screen[] = [
  { name: 'ask', show: async (page, { spaceId }) => askAndOpen(page, spaceId) },
  { name: 'ask-empty', show: (page, { spaceId }) => page.goto(`/spaces/${spaceId}/ask`) },
  { name: 'documents', show: (page, { spaceId }) => page.goto(`/spaces/${spaceId}/documents`) },
  { name: 'document', show: async (page, vault) => page.goto(`/documents/${await documentOf(page, vault, 'pdf')}`) },
  { name: 'space', show: (page, { spaceId }) => page.goto(`/spaces/${spaceId}`) },
  { name: 'space-settings', show: (page, { spaceId }) => page.goto(`/spaces/${spaceId}/settings`) },
  { name: 'spaces', show: (page) => page.goto('/spaces') },
  { name: 'search', show: (page) => page.goto('/search?q=plazo%20entrega') },
  { name: 'activity', show: (page) => page.goto('/activity') },
  { name: 'settings', show: (page) => page.goto('/settings') },
  { name: 'people', show: (page) => page.goto('/settings/people') },
  { name: 'system', show: (page) => page.goto('/settings/system') },
];

/** Before anybody is signed in. */
const outside: Screen[] = [
  { name: 'sign-in', show: (page) => page.goto('/sign-in') },
  { name: 'set-up', show: (page) => page.goto('/setup#0000') },
];

const views: View[] = (['es', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((scheme) => [
    { language, scheme, width: 1440, height: 900 },
    { language, scheme, width: 390, height: 844 },
  ]),
);

async function askAndOpen(page: Page, spaceId: string): Promise<void> {
  const language = (await page.evaluate(() => localStorage.getItem('nexus.language'))) === 'en' ? 'en' : 'es';
  await page.goto(`/spaces/${spaceId}/ask?q=${encodeURIComponent(question[language])}`);
  await page.locator('.nx-quote').first().waitFor();
  if ((page.viewportSize()?.width ?? 0) > 1_000) await page.locator('.nx-quote').first().click();
}

async function documentOf(page: Page, { spaceId }: DemoVault, format: string): Promise<string> {
  const response = await page.request.get(`/api/v1/spaces/${spaceId}/documents?format=${format}&limit=1`);
  const { items } = (await response.json()) as { items: { id: string }[] };
  return items[0]!.id;
}

async function picture(
  browser: Browser,
  vault: DemoVault,
  view: View,
  folder: string,
  only: string[] | null,
): Promise<void> {
  const faults: string[] = [];
  for (const isOutside of [true, false]) {
    const context = await newWindow(browser, vault, view);
    try {
      const page = isOutside ? await context.newPage() : await signedInPage(context);
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto('/sign-in');
      for (const { name, show } of isOutside ? outside : screens) {
        if (only && !only.includes(name)) continue;
        await show(page, vault);
        await page.waitForLoadState('networkidle').catch(() => {});
        await page.waitForTimeout(400);
        const file = `${name}.${view.language}.${view.scheme}.${view.width}.png`;
        await page.screenshot({ path: join(folder, file) });
        console.log(file);
      }
    } finally {
      await context.close();
    }
  }
  if (faults.length > 0) throw new Error(`the page failed: ${[...new Set(faults)].join('; ')}`);
}

const args = process.argv.slice(2);
const onlyAt = args.indexOf('--only');
const only = onlyAt < 0 ? null : (args[onlyAt + 1] ?? '').split(',');
const folder = resolve(
  args[0] && !args[0].startsWith('--') ? args[0] : join(import.meta.dirname, '../../docs/images/screens'),
);
await mkdir(folder, { recursive: true });
const [vault, browser] = await Promise.all([startDemoVault(), launchBrowser()]);
try {
  await vault.setUp();
  for (const view of views) await picture(browser, vault, view, folder, only);
} finally {
  await browser.close();
  await vault.close();
}
process.exit(0);
