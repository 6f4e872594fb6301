import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, noBrowser } from '../src/browser.ts';
import { openScreens, type Screens, views } from '../src/screens-with-axe.ts';

const hasBrowser = findBrowser() !== null;
if (!hasBrowser) console.warn(`the look at every screen with axe is skipped: ${noBrowser}`);

// Every screen once, in turns in one view and in the other; each of them in each view: `accessible.deep.test.ts`.
describe.skipIf(!hasBrowser)('every screen', () => {
  let screens: Screens;
  beforeAll(async () => {
    screens = await openScreens();
  });
  afterAll(() => screens?.close());

  test.each(views)('can be used by everybody ($language, $scheme, $width px)', async (view) => {
    const places = screens.places.filter((_, at) => at % views.length === views.indexOf(view));
    expect(places.length).toBeGreaterThan(10);
    expect(await screens.faultsAt(view, places)).toEqual([]);
  });
});
