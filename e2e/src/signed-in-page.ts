import type { Browser, BrowserContext, Page } from 'playwright-core';
import { administrator, type DemoVault } from './demo-vault.ts';

export type View = { language?: 'es' | 'en'; scheme?: 'light' | 'dark'; width?: number; height?: number };

/** A browser window of its own: nothing of another test's cookies or storage. */
export async function newWindow(
  browser: Browser,
  vault: Pick<DemoVault, 'url'>,
  view: View = {},
): Promise<BrowserContext> {
  const { language = 'es', scheme = 'light', width = 1440, height = 900 } = view;
  const context = await browser.newContext({
    baseURL: vault.url,
    locale: language === 'es' ? 'es-ES' : 'en-GB',
    timezoneId: 'Europe/Madrid',
    colorScheme: scheme,
    viewport: { width, height },
    reducedMotion: 'reduce',
  });
  // A machine that does other things as well is slow, not wrong.
  context.setDefaultTimeout(90_000);
  await context.addInitScript((chosen) => localStorage.setItem('nexus.language', chosen), language);
  return context;
}

/** Signed in without going through the form; as the administrator, when nobody else is named. */
export async function signedInPage(
  context: BrowserContext,
  { email, password }: { email: string; password: string } = administrator,
): Promise<Page> {
  const response = await context.request.post('/api/v1/session', { data: { email, password } });
  if (!response.ok()) throw new Error(`signing in: ${response.status()} ${await response.text()}`);
  return await context.newPage();
}
