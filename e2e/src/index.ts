export type { BrowserContext, Page } from 'playwright-core';
export { findBrowser, launchBrowser, noBrowser } from './browser.ts';
export { administrator, type DemoVault, startDemoVault } from './demo-vault.ts';
export { newWindow, signedInPage, type View } from './signed-in-page.ts';
