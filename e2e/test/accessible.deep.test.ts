import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, noBrowser } from '../src/browser.ts';
import { openScreens, type Screens, views } from '../src/screens-with-axe.ts';

const hasBrowser = findBrowser() !== null;
if (!hasBrowser) console.warn(`the look at every screen with axe is skipped: ${noBrowser}`);

describe.skipIf(!hasBrowser)('every screen in every view', () => {
  let screens: Screens;
  beforeAll(async () => {
    screens = await openScreens();
  });
  afterAll(() => screens?.close());

  test.each(views)('can be used by everybody ($language, $scheme, $width px)', async (view) => {
    expect(await screens.faultsAt(view, screens.places)).toEqual([]);
  });
});
