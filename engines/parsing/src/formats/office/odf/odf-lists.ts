import { listLabel, type OdfStyles, outlineList } from './odf-styles.ts';

/** Counts list items and numbered headings of an OpenDocument text. */
export type OdfLists = {
  openList(styleName: string | undefined, continues: boolean): void;
  closeList(): void;
  openItem(start: string | undefined): void;
  /** The label of the item whose first paragraph this is; null outside of lists and for later paragraphs of an item. */
  takeLabel(): string | null;
  inList(): boolean;
  heading(level: number): string;
};

export function createOdfLists(styles: OdfStyles): OdfLists {
  const open: { style: string; counters: number[] }[] = [];
  /** Counters by list style, for lists that go on where the last one stopped. */
  const kept = new Map<string, number[]>();
  const outline: number[] = [];
  let fresh = false;

  return {
    openList(styleName, continues) {
      const parent = open.at(-1);
      const style = styleName ?? parent?.style ?? '';
      if (parent !== undefined) open.push({ style, counters: parent.counters });
      else {
        const counters = (continues ? kept.get(style) : undefined) ?? [];
        kept.set(style, counters);
        open.push({ style, counters });
      }
    },
    closeList() {
      const closed = open.pop();
      // Deeper levels begin anew in the next item.
      if (closed !== undefined && open.length > 0)
        closed.counters.length = Math.min(closed.counters.length, open.length + 1);
    },
    openItem(start) {
      const list = open.at(-1);
      if (list === undefined) return;
      const level = open.length;
      const first = start === undefined ? undefined : Number(start);
      const next =
        list.counters[level] === undefined
          ? (styles.listLevel(list.style, level)?.start ?? 1)
          : list.counters[level]! + 1;
      list.counters[level] = first !== undefined && Number.isFinite(first) ? first : next;
      fresh = true;
    },
    takeLabel() {
      const list = open.at(-1);
      if (list === undefined || !fresh) return null;
      fresh = false;
      return listLabel(styles, list.style, open.length, list.counters);
    },
    inList: () => open.length > 0,
    heading(level) {
      const definition = styles.listLevel(outlineList, level);
      if (definition === undefined) return '';
      outline[level] = outline[level] === undefined ? definition.start : outline[level]! + 1;
      outline.length = level + 1;
      return listLabel(styles, outlineList, level, outline);
    },
  };
}
