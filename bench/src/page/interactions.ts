import type { Page } from '@nexus/e2e';

/** From the event to the frame that shows its effect, in milliseconds, by kind of interaction; every repetition of it. */
export type Interactions = Map<string, number[]>;

/** Label of the box that filters by name, in Spanish. */
const inTheName = 'Nombre o carpeta';
/** Entries of the Event Timing API come after the frame that they tell of. */
const entriesComeAfterMs = 400;

/**
 * Works the list as a person does and reads what the browser itself says of each interaction: the Event Timing API counts from the moment the key or
 * button went down to the next frame on screen, in steps of 8 ms. Scrolling is no interaction there, so its frames are timed with `requestAnimationFrame`.
 */
export async function workTheList(page: Page): Promise<Interactions> {
  const found: Interactions = new Map();
  const during = async (kind: string, step: () => Promise<unknown>) => {
    await page.evaluate('nexusBench.takeLongest()');
    await step();
    await page.waitForTimeout(entriesComeAfterMs);
    const longest = await page.evaluate<number>('nexusBench.takeLongest()');
    found.set(kind, [...(found.get(kind) ?? []), longest]);
  };
  const press = (kind: string, key: string) => during(kind, () => page.keyboard.press(key));

  for (const column of ['name', 'size', 'date', 'format', 'name', 'date'])
    await during('sort', () => page.locator(`th[data-column="${column}"] button`).click());
  for (const index of [2, 5, 7]) await during('choose', () => page.locator('tbody [type=checkbox]').nth(index).click());
  await page.getByRole('grid').focus();
  await page.keyboard.press('Escape');
  for (let n = 0; n < 10; n += 1) await press('arrow', 'ArrowDown');
  for (const key of ['PageDown', 'End', 'Home', 'PageDown']) await press('jump', key);
  await press('choose_all', 'Control+a');
  await press('choose_none', 'Escape');
  const name = page.getByRole('textbox', { name: inTheName });
  await name.click();
  for (const letter of 'marzo') await press('filter', letter);
  for (let n = 0; n < 5; n += 1) await press('filter', 'Backspace');
  found.set('scroll', await page.evaluate<number[]>('nexusBench.scrollFrames()'));
  return found;
}
