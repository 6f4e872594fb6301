import type { PageContent } from './page-content.ts';

/** The line height in which most characters of the document stand so far, in points; grows with every page. */
export type BodyHeight = { add(page: PageContent): void; height(): number };

export function createBodyHeight(): BodyHeight {
  const characters = new Map<number, number>();
  return {
    add(page) {
      for (const layer of page.layers) {
        for (const segment of layer.segments) {
          const height = Math.round(segment.height * 4) / 4;
          characters.set(height, (characters.get(height) ?? 0) + segment.text.length);
        }
      }
    },
    height() {
      let best = 12;
      let most = 0;
      for (const [height, count] of characters) {
        if (count > most) [best, most] = [height, count];
      }
      return best;
    },
  };
}
