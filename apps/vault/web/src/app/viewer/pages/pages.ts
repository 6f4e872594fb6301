import type { ComponentType } from 'react';
import type { PageSize, Turns } from './page-layout.ts';

export type PageProps = {
  part: number;
  /** CSS pixels, as the page lies after its turns. */
  width: number;
  height: number;
  turns: Turns;
  /** A small picture of the page: without text that could be selected. */
  isThumb?: boolean;
};

/** What draws the pages of a document. */
export type Pages = {
  sizes: readonly PageSize[];
  Page: ComponentType<PageProps>;
  /** A page as an image for the printer, about 150 dots an inch. */
  paint(part: number): Promise<Blob>;
};
