import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, launchBrowser, noBrowser } from '../src/browser.ts';
import { type DemoVault, startDemoVault } from '../src/demo-vault.ts';
import { labelDemo } from '../src/labelled-demo.ts';
import { newWindow, signedInPage, type View } from '../src/signed-in-page.ts';

const hasBrowser = findBrowser() !== null;
if (!hasBrowser) console.warn(`the look at every screen with axe is skipped: ${noBrowser}`);

const views: View[] = [
  { language: 'es', scheme: 'light', width: 1440, height: 900 },
  { language: 'en', scheme: 'dark', width: 390, height: 844 },
];

describe.skipIf(!hasBrowser)('every screen', () => {
  let vault: DemoVault;
  let browser: Browser;
  let pdfId: string;
  let documentId: string;
  let suggestedId: string;
  let analystId: string;
  beforeAll(async () => {
    [vault, browser] = await Promise.all([startDemoVault(), launchBrowser()]);
    const client = await vault.setUp();
    // With labels of several levels, one that a document asks for itself, and one that somebody asks for.
    ({ documentId, suggestedId, analystId } = await labelDemo(vault, client));
    const { items } = await client.get<{ items: { id: string }[] }>(
      `/spaces/${vault.spaceId}/documents?format=pdf&limit=1`,
    );
    pdfId = items[0]!.id;
  });
  afterAll(async () => {
    await browser?.close();
    await vault?.close();
  });

  const places = (): string[] => [
    `/spaces/${vault.spaceId}/ask`,
    `/spaces/${vault.spaceId}/ask?q=plazo%20de%20ejecuci%C3%B3n`,
    `/spaces/${vault.spaceId}/documents`,
    `/spaces/${vault.spaceId}`,
    `/spaces/${vault.spaceId}/settings`,
    `/documents/${pdfId}`,
    `/documents/${documentId}`,
    `/documents/${suggestedId}`,
    '/spaces',
    '/search?q=plazo',
    '/activity',
    '/security',
    '/security/labels',
    '/security/clearances',
    `/security/clearances?person=${analystId}`,
    '/security/requests',
    `/security/access?person=${analystId}&about=${documentId}`,
    '/security/keys',
    '/settings',
    '/settings/people',
    '/settings/system',
    '/settings/backups',
    '/settings/drills',
  ];

  test.each(views)('can be used by everybody ($language, $scheme, $width px)', async (view) => {
    const context = await newWindow(browser, vault, view);
    const outside = await context.newPage();
    const faults = [...(await faultsAt(outside, '/sign-in'))];
    await outside.close();
    const page = await signedInPage(context);
    for (const place of places()) faults.push(...(await faultsAt(page, place)));
    await context.close();
    expect(faults).toEqual([]);
  });
});

/** What axe finds that keeps somebody from using the page: its serious and critical findings, with the first place of each. */
async function faultsAt(page: Page, place: string): Promise<string[]> {
  await page.goto(place);
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.waitForTimeout(500);
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${place.replace(/[0-9a-f-]{36}/, '…')} ${id}: ${nodes[0]?.target.join(' ')} (${nodes.length})`,
    );
}
