import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { type DemoVault, startDemoVault } from './demo-vault.ts';
import { labelDemo } from './labelled-demo.ts';
import { newWindow, signedInPage, type View } from './signed-in-page.ts';

/** The two ends of what people have: a wide window by day, and a telephone by night. */
export const views: readonly View[] = [
  { language: 'es', scheme: 'light', width: 1440, height: 900 },
  { language: 'en', scheme: 'dark', width: 390, height: 844 },
];

export type Screens = {
  /** Of every screen, without signing in the first. */
  places: readonly string[];
  /** What axe finds at the given ones that keeps somebody from using them. */
  faultsAt(view: View, places: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
};

const outside: ReadonlySet<string> = new Set(['/sign-in']);

/** A vault in which every screen has something to show. */
export async function openScreens(): Promise<Screens> {
  const [vault, browser] = await Promise.all([startDemoVault(), launchBrowser()]);
  const client = await vault.setUp();
  // With labels of several levels, one that a document asks for itself, and one that somebody asks for.
  const { documentId, suggestedId, analystId } = await labelDemo(vault, client);
  const { items } = await client.get<{ items: { id: string }[] }>(
    `/spaces/${vault.spaceId}/documents?format=pdf&limit=1`,
  );
  const pdfId = items[0]!.id;
  return {
    places: [
      ...outside,
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
      '/settings/licence',
      '/settings/backups',
      '/settings/drills',
    ],
    faultsAt: (view, places) => faultsIn(browser, vault, view, places),
    async close() {
      await browser.close();
      await vault.close();
    },
  };
}

async function faultsIn(browser: Browser, vault: DemoVault, view: View, places: readonly string[]): Promise<string[]> {
  const context = await newWindow(browser, vault, view);
  const faults: string[] = [];
  const stranger = await context.newPage();
  for (const place of places.filter((one) => outside.has(one))) faults.push(...(await faultsOn(stranger, place)));
  await stranger.close();
  const page = await signedInPage(context);
  for (const place of places.filter((one) => !outside.has(one))) faults.push(...(await faultsOn(page, place)));
  await context.close();
  return faults;
}

/** The serious and critical findings of axe, with the first place of each. */
async function faultsOn(page: Page, place: string): Promise<string[]> {
  await page.goto(place);
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.waitForTimeout(100);
  // All that is looked at is ours: no second window is needed to put the findings of foreign frames together.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${place.replace(/[0-9a-f-]{36}/, '…')} ${id}: ${nodes[0]?.target.join(' ')} (${nodes.length})`,
    );
}
