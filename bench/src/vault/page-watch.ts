import type { Page } from '@nexus/e2e';

/**
 * Runs in the page. Each waiter gives the milliseconds from the person's key or click, as the browser stamped it, to the frame after the one in which
 * the result stood in the document: then it is on the screen.
 */
const watcher = `
globalThis.nexusWatch = {
  read: (watched, attribute) => {
    const all = [...document.querySelectorAll(watched)];
    return attribute === '.' ? all.map((one) => one.textContent).join() : (all[0]?.getAttribute(attribute) ?? '');
  },
  until: (isThere) => new Promise((resolve) => {
    let since = 0;
    const began = (event) => { since ||= event.timeStamp; };
    for (const kind of ['keydown', 'click']) addEventListener(kind, began, { capture: true, once: true });
    const look = () => {
      if (since > 0 && isThere()) requestAnimationFrame(() => resolve(performance.now() - since));
      else requestAnimationFrame(look);
    };
    look();
  }),
  painted: (selector) => new Promise((resolve) => {
    const look = () => {
      const canvas = document.querySelector(selector);
      const drawn = canvas && canvas.width > 400 ? canvas.getContext('2d') : null;
      // Ink: a page that is still white counts for nothing.
      if (drawn?.getImageData(0, 0, canvas.width, canvas.height).data.some((value, i) => i % 4 < 3 && value < 128)) resolve(performance.now());
      else requestAnimationFrame(look);
    };
    look();
  }),
};`;

export async function watchPage(page: Page): Promise<void> {
  await page.addInitScript(watcher);
}

const quoted = (text: string): string => JSON.stringify(text);

/** Until an attribute of the first match, or with "." the text of all, is another than now. */
export async function msUntilChanged(
  page: Page,
  { watched, attribute }: { watched: string; attribute: string },
  act: () => Promise<void>,
): Promise<number> {
  const read = `nexusWatch.read(${quoted(watched)}, ${quoted(attribute)})`;
  const before = await page.evaluate<string>(read);
  const shown = page.evaluate<number>(`nexusWatch.until(() => ${read} !== ${quoted(before)})`);
  await act();
  return await shown;
}

export async function msUntilThere(page: Page, selector: string, act: () => Promise<void>): Promise<number> {
  const shown = page.evaluate<number>(`nexusWatch.until(() => document.querySelector(${quoted(selector)}) !== null)`);
  await act();
  return await shown;
}

/** Since the address was opened, until a canvas has ink on it. */
export function msUntilPainted(page: Page, selector: string): Promise<number> {
  return page.evaluate<number>(`nexusWatch.painted(${quoted(selector)})`);
}
