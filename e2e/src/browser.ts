import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = [
  process.env['NEXUS_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser of this machine, or null. Nothing is downloaded. */
export function findBrowser(): string | null {
  return places.find((path) => path !== undefined && existsSync(path)) ?? null;
}

export const noBrowser = 'there is no Chromium on this machine: `apt install chromium`, or name one in NEXUS_CHROMIUM';

/** @throws Error when the machine has no browser */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error(noBrowser);
  // Chromium's own sandbox refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [] });
}
